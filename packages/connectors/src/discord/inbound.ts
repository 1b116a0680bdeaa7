/** Interactions: slash commands, buttons and forms, each answered within three seconds. */
import { at, type EventDraft, type Json, type JsonObject, type WebhookReply, type WebhookRequest } from '@patchbay/sdk';
import { word } from './message.ts';

const PING = 1;
const COMMAND = 2;
const COMPONENT = 3;
const FORM = 5;

/** Without `token`: whoever has it may speak for the bot. */
export function toEvents({ body }: WebhookRequest): readonly EventDraft[] {
  const about: JsonObject = {
    user: { id: word(body, 'member.user.id') || word(body, 'user.id'), name: word(body, 'member.user.username') || word(body, 'user.username') },
    channel: word(body, 'channel_id'), guild: word(body, 'guild_id'),
  };
  switch (at(body, 'type')) {
    case COMMAND: return [{ type: 'discord.command', subject: word(body, 'data.name') || 'command', data: { ...about, options: optionsOf(at(body, 'data.options')) } }];
    case COMPONENT: return [{ type: 'discord.component', subject: word(body, 'data.custom_id') || 'component', data: { ...about, message_id: word(body, 'message.id'), values: (at(body, 'data.values') ?? []) as Json } }];
    case FORM: return [{ type: 'discord.form', subject: word(body, 'data.custom_id') || 'form', data: { ...about, components: (at(body, 'data.components') ?? []) as Json } }];
    default: return [];
  }
}

/** Groups of options hold options. */
const optionsOf = (options: unknown): JsonObject => Object.fromEntries((Array.isArray(options) ? options : []).map((each: unknown) =>
  [word(each, 'name'), at(each, 'options') === undefined ? ((at(each, 'value') ?? null) as Json) : optionsOf(at(each, 'options'))]));

const PONG = { type: 1 };
const SEEN = { type: 6 };
const QUIETLY = 64;

export function respond({ body }: WebhookRequest): WebhookReply {
  const type = at(body, 'type');
  if (type === PING) return { json: PONG };
  if (type === COMPONENT) return { json: SEEN };
  return { json: { type: 4, data: { content: type === COMMAND ? `Got it: /${word(body, 'data.name')}` : 'Got it.', flags: QUIETLY, allowed_mentions: { parse: [] } } } };
}
