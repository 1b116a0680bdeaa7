/** Discord on loopback: channels with messages, a webhook, and its refusals with their numbers. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'MTE4MDAwMDAwMDAwMDAwMDAwMQ.Gabcde.0123456789abcdefghij';
const GUILD = '1180000000000000009';
const WEBHOOK = { id: '1180000000000000777', token: 'w-0123456789abcdef', channel: '1180000000000000001' };
const BOT = { id: '1180000000000000008', username: 'patchbay', discriminator: '0', bot: true };

const no = (status: number, code: number, message: string, errors?: JsonObject): Answer => ({ status, json: { message, code, ...(errors === undefined ? {} : { errors }) } });
const badForm = (field: string, message: string): Answer => no(400, 50035, 'Invalid Form Body', { [field]: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH', message }] } });

interface Message { readonly id: string; readonly content: string; readonly embeds: Json; readonly nonce?: string; readonly author: JsonObject; readonly thread: boolean }

export function startDiscord(): Promise<Vendor> {
  const channels = new Map<string, { readonly name: string; readonly messages: Map<string, Message>; readonly type: number }>([
    ['1180000000000000001', { name: 'deploys', type: 0, messages: new Map() }],
    ['1180000000000000002', { name: 'busy', type: 0, messages: new Map() }],
  ]);
  let tick = 2_000;
  const newId = (): string => `118000000000${String(++tick).padStart(7, '0')}`;
  const busy = channels.get('1180000000000000002')!.messages;
  for (let n = 0; n < 250; n++) add(busy, { content: `Message ${n}`, embeds: [] });
  const first = channels.get('1180000000000000001')!.messages;
  add(first, { content: 'Deploying', embeds: [] }, '1180000000000000011');

  function add(to: Map<string, Message>, message: Pick<Message, 'content' | 'embeds'> & { nonce?: string }, id = newId()): Message {
    const made: Message = { id, author: BOT, thread: false, ...message };
    to.set(id, made);
    return made;
  }
  const shown = (channel: string, { id, content, embeds, author }: Message): JsonObject => ({ id, channel_id: channel, content, embeds, author, timestamp: '2026-11-20T09:30:00.000000+00:00', type: 0 });

  /** What a message may hold; `needed` of a new one. */
  function contentOf(body: JsonObject): { content: string; embeds: readonly Json[] } | { refused: Answer } {
    const [content, embeds] = [String(body['content'] ?? ''), (body['embeds'] ?? []) as readonly JsonObject[]];
    if (content === '' && embeds.length === 0) return { refused: no(400, 50006, 'Cannot send an empty message') };
    if (content.length > 2000) return { refused: badForm('content', 'Must be 2000 or fewer in length.') };
    const size = embeds.reduce((sum, each) => sum + [each['title'], each['description'], (each['footer'] as JsonObject | undefined)?.['text'], ...((each['fields'] ?? []) as JsonObject[]).flatMap((field) => [field['name'], field['value']])].reduce<number>((own, part) => own + String(part ?? '').length, 0), 0);
    if (size > 6000) return { refused: badForm('embeds', 'Embed size exceeds maximum size of 6000') };
    if (embeds.some((each) => each['color'] !== undefined && typeof each['color'] !== 'number')) return { refused: badForm('embeds', 'color is not an integer') };
    return { content, embeds };
  }

  function post({ params, body }: Asked): Answer {
    const to = channels.get(params['channel']!);
    if (to === undefined) return no(404, 10003, 'Unknown Channel');
    const asked = body as JsonObject;
    if (asked['allowed_mentions'] === undefined) return badForm('allowed_mentions', 'this double insists that nobody is pinged by accident');
    const wanted = contentOf(asked);
    if ('refused' in wanted) return wanted.refused;
    const answered = (asked['message_reference'] as JsonObject | undefined)?.['message_id'];
    if (answered !== undefined && !to.messages.has(String(answered))) return badForm('message_reference', 'Unknown message');
    const nonce = asked['nonce'] === undefined ? undefined : String(asked['nonce']);
    if (nonce !== undefined && nonce.length > 25) return badForm('nonce', 'Must be 25 or fewer in length.');
    const same = nonce !== undefined && asked['enforce_nonce'] === true ? [...to.messages.values()].find((each) => each.nonce === nonce) : undefined;
    return { json: shown(params['channel']!, same ?? add(to.messages, { ...wanted, ...(nonce === undefined ? {} : { nonce }) })) };
  }

  function found({ params }: Asked): { messages: Map<string, Message>; message: Message } | { refused: Answer } {
    const messages = channels.get(params['channel']!)?.messages;
    if (messages === undefined) return { refused: no(404, 10003, 'Unknown Channel') };
    const message = messages.get(params['message']!);
    return message === undefined ? { refused: no(404, 10008, 'Unknown Message') } : { messages, message };
  }

  function patch(asked: Asked): Answer {
    const known = found(asked);
    if ('refused' in known) return known.refused;
    const wanted = contentOf(asked.body as JsonObject);
    if ('refused' in wanted) return wanted.refused;
    const changed = { ...known.message, ...wanted };
    known.messages.set(changed.id, changed);
    return { json: shown(asked.params['channel']!, changed) };
  }

  function remove(asked: Asked): Answer {
    const known = found(asked);
    if ('refused' in known) return known.refused;
    known.messages.delete(known.message.id);
    return { status: 204 };
  }

  function thread(asked: Asked): Answer {
    const known = found(asked);
    if ('refused' in known) return known.refused;
    const { name, auto_archive_duration: minutes } = asked.body as { name?: string; auto_archive_duration?: number };
    if (name === undefined || ![60, 1440, 4320, 10_080].includes(minutes ?? 1440)) return badForm('name', 'This field is required');
    if (known.message.thread) return no(400, 160004, 'A thread has already been created for this message');
    known.messages.set(known.message.id, { ...known.message, thread: true });
    channels.set(newId(), { name, type: 11, messages: new Map() });
    return { status: 201, json: { id: known.message.id, name, type: 11, parent_id: asked.params['channel']! } };
  }

  function list({ params, query }: Asked): Answer {
    const of = channels.get(params['channel']!);
    if (of === undefined) return no(404, 10003, 'Unknown Channel');
    const limit = Number(query['limit'] ?? 50);
    if (!(limit >= 1 && limit <= 100)) return badForm('limit', 'int value should be between 1 and 100.');
    const before = query['before'];
    return { json: [...of.messages.values()].toReversed().filter(({ id }) => before === undefined || BigInt(id) < BigInt(before)).slice(0, limit).map((each) => shown(params['channel']!, each)) };
  }

  function webhook({ params, query, body }: Asked): Answer {
    if (params['id'] !== WEBHOOK.id || params['token'] !== WEBHOOK.token) return no(404, 10015, 'Unknown Webhook');
    const asked = body as JsonObject;
    const wanted = contentOf(asked);
    if ('refused' in wanted) return wanted.refused;
    if (/clyde|discord/i.test(String(asked['username'] ?? ''))) return badForm('username', 'Username cannot contain "discord"');
    const made = add(channels.get(WEBHOOK.channel)!.messages, wanted);
    return query['wait'] === 'true' ? { json: shown(WEBHOOK.channel, made) } : { status: 204 };
  }

  function createChannel({ params, body }: Asked): Answer {
    if (params['guild'] !== GUILD) return no(404, 10004, 'Unknown Guild');
    const { name, type = 0 } = body as { name?: string; type?: number };
    if (name === undefined) return badForm('name', 'This field is required');
    const id = newId();
    channels.set(id, { name, type, messages: new Map() });
    return { status: 201, json: { id, name, type, guild_id: GUILD, parent_id: null } };
  }

  return startVendor({
    routes: {
      'GET /api/v10/users/@me': () => ({ json: BOT }),
      'POST /api/v10/channels/:channel/messages': post,
      'GET /api/v10/channels/:channel/messages': list,
      'PATCH /api/v10/channels/:channel/messages/:message': patch,
      'DELETE /api/v10/channels/:channel/messages/:message': remove,
      'POST /api/v10/channels/:channel/messages/:message/threads': thread,
      'POST /api/v10/webhooks/:id/:token': webhook,
      'GET /api/v10/webhooks/:id/:token': ({ params }) => (params['token'] === WEBHOOK.token ? { json: { id: WEBHOOK.id, type: 1, channel_id: WEBHOOK.channel } } : no(404, 10015, 'Unknown Webhook')),
      'GET /api/v10/guilds/:guild/channels': ({ params }) => (params['guild'] === GUILD ? { json: [...channels].map(([id, { name, type }]) => ({ id, name, type, parent_id: null })) } : no(403, 50001, 'Missing Access')),
      'POST /api/v10/guilds/:guild/channels': createChannel,
    },
    authorize({ path, headers }) {
      if (headers['user-agent']?.startsWith('DiscordBot (') !== true) return { status: 403, text: 'error code: 1010' };
      if (path.startsWith('/api/v10/webhooks/')) return headers['authorization'] === undefined ? undefined : no(401, 0, '401: Unauthorized');
      return headers['authorization'] === `Bot ${TOKEN}` ? undefined : no(401, 0, '401: Unauthorized');
    },
    limited: { status: 429, headers: { 'retry-after': '2', 'x-ratelimit-bucket': 'abcd1234', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.337' }, json: { message: 'You are being rate limited.', retry_after: 1.337, global: false } },
    expired: no(401, 0, '401: Unauthorized'),
    unknown: no(404, 0, '404: Not Found'),
    config: (url) => ({ base_url: `${url}/api/v10` }),
    secrets: (url) => ({ bot_token: TOKEN, webhook_url: `${url}/api/v10/webhooks/${WEBHOOK.id}/${WEBHOOK.token}` }),
  });
}
