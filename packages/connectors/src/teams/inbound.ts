/** Outgoing webhooks of Teams: messages that mention them, answered in the thread at once. */
import { at, type EventDraft, type Json, type WebhookReply, type WebhookRequest } from '@patchbay/sdk';
import { word } from './graph.ts';

export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  if (at(body, 'type') !== 'message') return [];
  return [{
    type: 'teams.message',
    subject: word(body, 'channelData.teamsChannelId') || word(body, 'conversation.id') || 'message',
    data: { text: said(body), from: { id: word(body, 'from.aadObjectId') || word(body, 'from.id'), name: word(body, 'from.name') }, team: word(body, 'channelData.teamsTeamId'), conversation: word(body, 'conversation.id'), at: word(body, 'timestamp') },
  }];
}

/** What was said besides the mention, as plain text. */
function said(body: Json): string {
  const plain = word(body, 'text').replaceAll(/<at>.*?<\/at>/gs, ' ').replaceAll(/<[^>]*>/g, ' ').replaceAll('&nbsp;', ' ');
  return plain.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ').trim();
}

export const respond = (): WebhookReply => ({ json: { type: 'message', text: 'Got it.' } });
