import { createHmac } from 'node:crypto';
import type { Json } from '@patchbay/sdk';
import type { ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { startSlack } from './double.ts';

const fieldIs = (field: string, value: unknown) => (output: Json): boolean => (output as Record<string, unknown>)[field] === value;
const nowhere = { channel: 'C999999999' };
const ours = { channel: 'C000000000', ts: '1732180000.000100' };
const asks = { approval_id: 'apr_01jd8xk3v2q4r6t8w0y2a4c6e8', action: 'project_delete', summary: 'Delete a project: shop <prod>', requester: 'Ada' };

/** A message of our own to change or delete. */
async function sent({ url, secrets }: Vendor): Promise<{ channel: string; ts: string }> {
  const reply = await fetch(`${url}/api/chat.postMessage`, { method: 'POST', headers: { authorization: `Bearer ${secrets['bot_token']!}` }, body: new URLSearchParams({ channel: 'C000000001', text: 'Deploying' }) });
  const { ts } = (await reply.json()) as { ts: string };
  return { channel: 'C000000001', ts };
}

let names = 0;

function signed(body: string, type: string): InboundCase['request'] {
  return ({ signing_secret }, now) => ({
    body,
    headers: { 'content-type': type, 'x-slack-request-timestamp': String(now), 'x-slack-signature': `v0=${createHmac('sha256', signing_secret!).update(`v0:${now}:${body}`).digest('hex')}` },
  });
}
const json = (body: Json) => signed(JSON.stringify(body), 'application/json');
const form = (fields: Record<string, string>) => signed(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
const event = (id: string, about: Json) => json({ token: 'x', team_id: 'T000000001', api_app_id: 'A000000001', type: 'event_callback', event_id: id, event_time: 1_732_180_000, event: about });

const inbound: readonly InboundCase[] = [
  { title: 'the handshake of the Events API', request: json({ type: 'url_verification', challenge: 'c-123', token: 'x' }), becomes: [], answers: (body) => body.includes('c-123') },
  { title: 'a mention', request: event('Ev01', { type: 'app_mention', user: 'U000000001', text: '<@U000000002> status', ts: '1732180000.000200', channel: 'C000000000' }), becomes: [{ type: 'slack.app_mention', subject: 'C000000000' }] },
  { title: 'a reaction', request: event('Ev02', { type: 'reaction_added', user: 'U000000001', reaction: 'eyes', item: { type: 'message', channel: 'C000000000', ts: '1732180000.000100' } }), becomes: [{ type: 'slack.reaction_added', subject: 'C000000000' }] },
  { title: 'a message of our own, which is not told', request: event('Ev03', { type: 'message', bot_id: 'B1', app_id: 'A000000001', text: 'Deployed', channel: 'C000000000' }), becomes: [] },
  { title: 'a slash command', request: form({ token: 'x', team_id: 'T000000001', channel_id: 'C000000000', user_id: 'U000000001', user_name: 'ada', command: '/deploy', text: 'shop production', response_url: 'https://hooks.slack.com/commands/1', trigger_id: '1.2.3' }), becomes: [{ type: 'slack.command', subject: '/deploy' }], answers: (body) => (JSON.parse(body) as { response_type: string }).response_type === 'ephemeral' },
  { title: 'a button', request: form({ payload: JSON.stringify({ type: 'block_actions', user: { id: 'U000000001', username: 'ada' }, channel: { id: 'C000000000' }, message: { ts: '1732180000.000100' }, trigger_id: '4.5.6', response_url: 'https://hooks.slack.com/actions/1', actions: [{ action_id: 'restart', block_id: 'b', value: 'shop', type: 'button' }] }) }), becomes: [{ type: 'slack.block_action', subject: 'restart' }], answers: (body) => body === '' },
  { title: 'a form', request: form({ payload: JSON.stringify({ type: 'view_submission', user: { id: 'U000000001', name: 'ada' }, trigger_id: '7.8.9', view: { id: 'V1', callback_id: 'incident', private_metadata: '', state: { values: { title: { input: { value: 'Fire' } } } } } }) }), becomes: [{ type: 'slack.view_submission', subject: 'incident' }], answers: (body) => body === '' },
  { title: 'a decision by somebody who may not decide', request: form({ command: '/patchbay', text: 'approve apr_01jd8xk3v2q4r6t8w0y2a4c6e8', user_id: 'U000000009', user_name: 'eve', trigger_id: '9.9.9' }), becomes: [], answers: (body) => body.includes('may not decide') },
];

export const cases: ConnectorCases = {
  start: startSlack,
  described: [{ mock: 'slack', prefix: '/api' }],
  context: { threads: { asked: { service: 'deploys', until: '2024-11-21T09:30:00Z' }, answers: (found) => found.length > 0 && found.every(({ url, subject }) => subject === 'C000000000' && url?.startsWith('https://slack.com/archives/C000000000/p1732180000') === true) } },
  actions: {
    send_message: { input: { channel: '#deploys', text: '*shop* was deployed', blocks: [{ type: 'divider' }] }, answers: fieldIs('channel', 'C000000000'), refused: { input: { ...nowhere, text: 'x' }, code: 'upstream.not_found' } },
    reply_in_thread: { input: { channel: 'C000000000', thread_ts: ours.ts, text: 'Done' }, answers: fieldIs('channel', 'C000000000'), refused: { input: { channel: 'C000000000', thread_ts: '1.1', text: 'Done' }, code: 'upstream.not_found' } },
    send_ephemeral: { input: { channel: 'C000000000', user: 'U000000001', text: 'Only you' }, answers: fieldIs('ts', '1732180000.999999'), refused: { input: { channel: 'C000000000', user: 'U9', text: 'Only you' }, code: 'upstream.invalid' } },
    update_message: { input: { ...ours, text: 'Deployed' }, answers: fieldIs('ts', ours.ts), refused: { input: { ...ours, text: 'x', blocks: [{ no: 'type' }] }, code: 'upstream.invalid' } },
    delete_message: { input: sent, answers: fieldIs('channel', 'C000000001'), refused: { input: { channel: 'C000000000', ts: '1.1' }, code: 'upstream.not_found' } },
    schedule_message: { input: () => ({ channel: 'C000000000', text: 'Later', post_at: new Date(Date.now() + 3_600_000).toISOString() }), answers: fieldIs('scheduled_message_id', 'Q1298393284'), refused: { input: { channel: 'C000000000', text: 'Later', post_at: '2001-01-01T00:00:00Z' }, code: 'upstream.invalid' } },
    react: { input: { ...ours, name: 'eyes' }, answers: (output) => typeof (output as { added: unknown }).added === 'boolean', refused: { input: { ...ours, name: 'no_such_emoji' }, code: 'upstream.invalid' } },
    upload_file: { input: { channel: 'C000000000', filename: 'diagnosis.txt', content: 'Grün – 🟢' }, answers: fieldIs('title', 'diagnosis.txt'), refused: { input: { channel: 'C999999999', filename: 'a.bin', content_base64: 'AAEC' }, code: 'upstream.not_found' } },
    create_channel: { input: () => ({ name: `incident-${++names}`, invite: ['U000000001'] }), answers: (output) => (output as { name: string }).name.startsWith('incident-'), refused: { input: { name: 'deploys' }, code: 'upstream.conflict' } },
    request_approval: { input: { channel: 'C000000000', ...asks }, answers: fieldIs('channel', 'C000000000'), refused: { input: { ...nowhere, ...asks }, code: 'upstream.not_found' } },
    list_channels: { input: { limit: 430 }, answers: (output) => (output as { items: { name: string }[] }).items.length === 430, refused: { input: { types: ['private_channel'] }, code: 'upstream.forbidden' } },
    look_up_user: { input: { email: 'ada@example.com' }, answers: fieldIs('real_name', 'Ada Lovelace'), refused: { input: { email: 'nobody@example.com' }, code: 'upstream.not_found' } },
  },
  inbound,
};
