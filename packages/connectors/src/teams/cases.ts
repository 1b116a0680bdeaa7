import { createHmac } from 'node:crypto';
import type { Json } from '@patchbay/sdk';
import type { ConnectorCases } from '../testing/index.ts';
import { CHANNEL, CHAT, NEW_TEAM, startTeams, TEAM } from './double.ts';

const NOWHERE = '00000000-0000-0000-0000-000000000000';
const place = { team_id: TEAM, channel_id: CHANNEL };
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'shop was deployed' }] };
const hasId = (output: Json): boolean => /^\d+$/.test((output as { id: string }).id);
const accepted = (output: Json): boolean => (output as { accepted: boolean }).accepted;
const items = (count: number) => (output: Json): boolean => (output as { items: unknown[] }).items.length === count;
/** The host fetches a new token for one that ran out. */
const renews = true;
const mention = { type: 'message', id: '1485983408511', timestamp: '2026-11-20T09:30:00.000Z', channelId: 'msteams', from: { id: '29:1', name: 'Ada', aadObjectId: 'u-1' }, conversation: { id: `${CHANNEL};messageid=1` }, channelData: { teamsChannelId: CHANNEL, teamsTeamId: '19:team' }, text: '<at>Patchbay</at>&nbsp;deploy shop &amp; cart', textFormat: 'plain' };

export const cases: ConnectorCases = {
  start: startTeams,
  described: [{
    mock: 'msgraph', prefix: '/v1.0',
    except: [{ path: /\/(replies|users\/.*\/joinedTeams)$/, because: 'the description is a selection without it' }, { path: new RegExp(`/teams/${NEW_TEAM}/channels$`), because: 'the description is a selection that lists channels, and creates none' }],
  }],
  actions: {
    send_webhook: { input: { title: 'Deployed', text: 'shop 1.4.2', facts: { Version: '1.4.2' }, link: 'https://hub.example.com' }, answers: accepted, refused: { input: { text: '#flow-is-off' }, code: 'upstream.invalid' } },
    send_webhook_card: { input: { card }, answers: accepted, refused: { input: { card: { ...card, body: [{ type: 'TextBlock', text: '#flow-is-off' }] } }, code: 'upstream.invalid' } },
    send_message: { input: { ...place, text: 'Deployed', subject: 'shop', important: true }, answers: hasId, refused: { input: { ...place, team_id: NOWHERE, text: 'x' }, code: 'upstream.not_found' }, renews },
    send_card: { input: { ...place, card }, answers: hasId, refused: { input: { ...place, channel_id: '19:none', card }, code: 'upstream.not_found' }, renews },
    reply_to_message: { input: { ...place, message_id: '1616990032035', text: 'Rolled back' }, answers: hasId, refused: { input: { ...place, message_id: '1', text: 'x' }, code: 'upstream.not_found' }, renews },
    send_chat_message: { input: { chat_id: CHAT, text: '<b>Look</b>', format: 'html' }, answers: hasId, refused: { input: { chat_id: '19:none', text: 'x' }, code: 'upstream.not_found' }, renews },
    create_channel: { input: { team_id: NEW_TEAM, name: 'Incident 42' }, answers: (output) => (output as { name: string }).name === 'Incident 42', refused: { input: { team_id: NEW_TEAM, name: 'General' }, code: 'upstream.invalid' }, renews },
    list_teams: { input: {}, answers: items(2), refused: { input: { user: 'nobody@contoso.com' }, code: 'upstream.not_found' }, renews },
    list_channels: { input: { team_id: TEAM }, answers: items(46), refused: { input: { team_id: NOWHERE }, code: 'upstream.not_found' }, renews },
    list_messages: { input: { ...place, limit: 120 }, answers: items(120), refused: { input: { ...place, channel_id: '19:none' }, code: 'upstream.not_found' }, renews },
  },
  inbound: [{
    title: 'a message that mentions it',
    request({ outgoing_token }) {
      const body = JSON.stringify(mention);
      return { body, headers: { 'content-type': 'application/json', authorization: `HMAC ${createHmac('sha256', Buffer.from(outgoing_token!, 'base64')).update(body).digest('base64')}` } };
    },
    becomes: [{ type: 'teams.message', subject: CHANNEL }],
    answers: (body) => (JSON.parse(body) as { type: string }).type === 'message',
  }],
};
