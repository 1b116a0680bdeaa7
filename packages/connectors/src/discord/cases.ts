import { generateKeyPairSync, sign } from 'node:crypto';
import type { Json, JsonObject } from '@patchbay/sdk';
import type { ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { startDiscord } from './double.ts';

const DEPLOYS = '1180000000000000001';
const BUSY = '1180000000000000002';
const NOWHERE = '1180000000000009999';
const GUILD = '1180000000000000009';
const ours = { channel_id: DEPLOYS, message_id: '1180000000000000011' };
const fieldIs = (field: string, value: unknown) => (output: Json): boolean => (output as Record<string, unknown>)[field] === value;
const hasId = (output: Json): boolean => /^\d{15,}$/.test((output as { message_id: string }).message_id);

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PUBLIC_KEY = publicKey.export({ format: 'der', type: 'spki' }).subarray(12).toString('hex');

const start = async (): Promise<Vendor> => {
  const vendor = await startDiscord();
  return { ...vendor, secrets: { ...vendor.secrets, public_key: PUBLIC_KEY } };
};

/** A message of our own to delete, or to open a thread below. */
async function sent({ url, secrets }: Vendor): Promise<JsonObject> {
  const reply = await fetch(`${url}/api/v10/channels/${DEPLOYS}/messages`, { method: 'POST', headers: { authorization: `Bot ${secrets['bot_token']!}`, 'user-agent': 'DiscordBot (test, 1)', 'content-type': 'application/json' }, body: JSON.stringify({ content: 'x', allowed_mentions: { parse: [] } }) });
  return { channel_id: DEPLOYS, message_id: ((await reply.json()) as { id: string }).id };
}

function interaction(about: JsonObject): InboundCase['request'] {
  return (_, now) => {
    const body = JSON.stringify({ id: `11800000000000${about['type'] as number}`, application_id: '1', version: 1, token: 'do-not-tell', ...about });
    return { body, headers: { 'content-type': 'application/json', 'x-signature-timestamp': String(now), 'x-signature-ed25519': sign(null, Buffer.from(`${now}${body}`), privateKey).toString('hex') } };
  };
}
const by = { guild_id: GUILD, channel_id: DEPLOYS, member: { user: { id: '1180000000000000123', username: 'ada' } } };
const typeIs = (type: number) => (body: string): boolean => (JSON.parse(body) as { type: number }).type === type;

export const cases: ConnectorCases = {
  start,
  described: [{ mock: 'discord', prefix: '/api/v10' }],
  actions: {
    send_message: { input: { channel_id: DEPLOYS, content: '**shop** was deployed', embeds: [{ title: 'shop', color: '#2ecc71', footer: 'Patchbay', fields: [{ name: 'Version', value: '1.4.2' }] }] }, answers: hasId, refused: { input: { channel_id: DEPLOYS }, code: 'upstream.invalid' } },
    edit_message: { input: { ...ours, content: 'Done' }, answers: fieldIs('message_id', ours.message_id), refused: { input: { channel_id: DEPLOYS, message_id: NOWHERE, content: 'x' }, code: 'upstream.not_found' } },
    delete_message: { input: sent, answers: (output) => JSON.stringify(output) === '{}', refused: { input: { channel_id: DEPLOYS, message_id: NOWHERE }, code: 'upstream.not_found' } },
    create_thread: { input: async (vendor) => ({ ...(await sent(vendor)), name: 'Incident 42' }), answers: fieldIs('name', 'Incident 42'), refused: { input: { channel_id: DEPLOYS, message_id: NOWHERE, name: 'x' }, code: 'upstream.not_found' } },
    send_webhook: { input: { content: 'Deployed', username: 'Deployments' }, answers: hasId, refused: { input: { content: 'x', username: 'Discord' }, code: 'upstream.invalid' } },
    update_status: { input: { channel_id: DEPLOYS, key: 'shop/production', state: 'running', title: 'shop to production', url: 'https://hub.example.com' }, answers: hasId, refused: { input: { channel_id: NOWHERE, key: 'x', state: 'failed', title: 'x' }, code: 'upstream.not_found' } },
    create_channel: { input: { guild_id: GUILD, name: 'incident-42', topic: 'Fire' }, answers: fieldIs('type', 'text'), refused: { input: { guild_id: NOWHERE, name: 'x' }, code: 'upstream.not_found' } },
    list_messages: { input: { channel_id: BUSY, limit: 230 }, answers: (output) => { const { items } = output as { items: { content: string }[] }; return items.length === 230 && items[229]!.content === 'Message 20'; }, refused: { input: { channel_id: NOWHERE }, code: 'upstream.not_found' } },
    list_channels: { input: { guild_id: GUILD }, answers: (output) => (output as { items: { name: string }[] }).items[0]?.name === 'deploys', refused: { input: { guild_id: NOWHERE }, code: 'upstream.forbidden' } },
  },
  inbound: [
    { title: 'the handshake', request: interaction({ type: 1 }), becomes: [], answers: (body) => body === '{"type":1}' },
    { title: 'a slash command', request: interaction({ type: 2, ...by, data: { id: '1', name: 'deploy', options: [{ name: 'project', type: 3, value: 'shop' }] } }), becomes: [{ type: 'discord.command', subject: 'deploy' }], answers: typeIs(4) },
    { title: 'a button', request: interaction({ type: 3, ...by, message: { id: ours.message_id }, data: { custom_id: 'restart', component_type: 2 } }), becomes: [{ type: 'discord.component', subject: 'restart' }], answers: typeIs(6) },
    { title: 'a form', request: interaction({ type: 5, ...by, data: { custom_id: 'incident', components: [] } }), becomes: [{ type: 'discord.form', subject: 'incident' }], answers: typeIs(4) },
  ],
};
