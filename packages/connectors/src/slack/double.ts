/** Slack on loopback: channels with messages that stay, and its way of refusing with 200. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const TOKEN = 'xoxb-0123456789-abcdefghijkl';
const REFRESH = 'xoxe-1-0123456789';
const CLIENT = { id: '1234567890.1234567890', secret: 'slack-client-secret-0123' };
const no = (error: string, more: JsonObject = {}): Answer => ({ json: { ok: false, error, ...more } });
const yes = (fields: JsonObject = {}): Answer => ({ json: { ok: true, ...fields } });

interface Content { readonly text: string; readonly blocks: Json }
interface Message extends Content { readonly thread?: string; readonly reactions: Set<string> }
interface Channel { readonly id: string; readonly name: string; readonly archived: boolean; readonly messages: Map<string, Message> }

export function startSlack(): Promise<Vendor> {
  const channels = new Map<string, Channel>(Array.from({ length: 450 }, (_, n) => {
    const id = `C${String(n).padStart(9, '0')}`;
    return [id, { id, name: n === 0 ? 'deploys' : `channel-${n}`, archived: n % 90 === 89, messages: new Map<string, Message>() }];
  }));
  const users = new Map([['ada@example.com', { id: 'U000000001', name: 'ada', real_name: 'Ada Lovelace', tz: 'Europe/London', deleted: false }]]);
  const uploads = new Map<string, { readonly length: number; bytes?: Buffer; title?: string }>();
  const shownTo: JsonObject[] = [];
  const rotated = new Set<string>();
  let refresh = REFRESH;
  let origin = '';
  let tick = 100;
  channels.get('C000000000')!.messages.set('1732180000.000100', { text: 'Deploying', blocks: [], reactions: new Set() });

  const field = ({ body }: Asked, name: string): string | undefined => (body as Record<string, string | undefined>)[name];
  const channelOf = (wanted: string | undefined): Channel | Answer => {
    const found = [...channels.values()].find(({ id, name }) => id === wanted || `#${name}` === wanted);
    return found === undefined ? no('channel_not_found') : found.archived ? no('is_archived') : found;
  };
  const isAnswer = (value: Channel | Answer): value is Answer => 'json' in value;

  /** A text, or blocks that are JSON in a text. */
  function contentOf(asked: Asked): Content | { refused: Answer } {
    const [text, blocks = '[]'] = [field(asked, 'text') ?? '', field(asked, 'blocks')];
    let read: Json;
    try {
      read = JSON.parse(blocks) as Json;
    } catch {
      return { refused: no('invalid_blocks_format') };
    }
    if (!Array.isArray(read) || read.some((each) => typeof (each as JsonObject | null)?.['type'] !== 'string')) return { refused: no('invalid_blocks', { response_metadata: { messages: ['[ERROR] missing required field: type'] } }) };
    if (text === '' && read.length === 0) return { refused: no('no_text') };
    return text.length > 40_000 ? { refused: no('msg_too_long') } : { text, blocks: read };
  }

  function post(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    const content = contentOf(asked);
    if ('refused' in content) return content.refused;
    const thread = field(asked, 'thread_ts');
    if (thread !== undefined && !to.messages.has(thread)) return no('thread_not_found');
    const ts = `1732180000.${String(++tick).padStart(6, '0')}`;
    to.messages.set(ts, { ...content, ...(thread === undefined ? {} : { thread }), reactions: new Set() });
    return yes({ channel: to.id, ts, message: { text: content.text, blocks: content.blocks } });
  }

  function update(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    const known = to.messages.get(field(asked, 'ts') ?? '');
    if (known === undefined) return no('message_not_found');
    if (known.text.split('\n')[0]!.includes('#edited-by-nobody')) return no('edit_window_closed');
    const content = contentOf(asked);
    if ('refused' in content) return content.refused;
    to.messages.set(field(asked, 'ts')!, { ...known, ...content });
    return yes({ channel: to.id, ts: field(asked, 'ts')!, text: content.text });
  }

  function remove(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    const ts = field(asked, 'ts') ?? '';
    return to.messages.delete(ts) ? yes({ channel: to.id, ts }) : no('message_not_found');
  }

  function schedule(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    const content = contentOf(asked);
    if ('refused' in content) return content.refused;
    const at = Number(field(asked, 'post_at'));
    if (!Number.isInteger(at)) return no('invalid_time');
    const ahead = at - Date.now() / 1000;
    return ahead < 0 ? no('time_in_past') : ahead > 120 * 86_400 ? no('time_too_far') : yes({ channel: to.id, scheduled_message_id: 'Q1298393284', post_at: String(at) });
  }

  function ephemeral(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    if (field(asked, 'user') !== 'U000000001') return no('user_not_in_channel');
    const content = contentOf(asked);
    return 'refused' in content ? content.refused : yes({ message_ts: '1732180000.999999' });
  }

  function reaction(asked: Asked): Answer {
    const to = channelOf(field(asked, 'channel'));
    if (isAnswer(to)) return to;
    const known = to.messages.get(field(asked, 'timestamp') ?? '');
    if (known === undefined) return no('message_not_found');
    const name = field(asked, 'name') ?? '';
    if (name === 'no_such_emoji') return no('invalid_name');
    if (known.reactions.has(name)) return no('already_reacted');
    known.reactions.add(name);
    return yes();
  }

  function list({ query }: Asked): Answer {
    const all = [...channels.values()].filter(({ archived }) => query['exclude_archived'] !== 'true' || !archived);
    const limit = Number(query['limit'] ?? 100);
    const from = query['cursor'] === undefined ? 0 : Number(Buffer.from(query['cursor'], 'base64').toString());
    if (limit > 1000) return no('invalid_limit');
    if (!Number.isInteger(from)) return no('invalid_cursor');
    if (query['types'] === 'private_channel') return no('missing_scope', { needed: 'groups:read', provided: 'channels:read' });
    const next = from + limit < all.length ? Buffer.from(String(from + limit)).toString('base64') : '';
    return yes({ channels: all.slice(from, from + limit).map(({ id, name, archived }) => ({ id, name, is_archived: archived, is_private: false, is_member: true, topic: { value: '' } })), response_metadata: { next_cursor: next } });
  }

  function create(asked: Asked): Answer {
    const name = field(asked, 'name') ?? '';
    if ([...channels.values()].some((each) => each.name === name)) return no('name_taken');
    const id = `C9${String(channels.size).padStart(8, '0')}`;
    channels.set(id, { id, name, archived: false, messages: new Map() });
    return yes({ channel: { id, name, is_private: field(asked, 'is_private') === 'true', is_archived: false, is_member: true, topic: { value: '' } } });
  }

  function placeFor(asked: Asked): Answer {
    const length = Number(field(asked, 'length'));
    if (!Number.isInteger(length) || length <= 0 || (field(asked, 'filename') ?? '') === '') return no('invalid_arguments');
    const id = `F${String(uploads.size).padStart(9, '0')}`;
    uploads.set(id, { length });
    return yes({ upload_url: `${origin}/upload/v1/${id}`, file_id: id });
  }

  function take({ params, bytes, headers }: Asked): Answer {
    const known = uploads.get(params['id']!);
    if (known === undefined || headers['authorization'] !== undefined) return { status: 404, text: 'not found' };
    if (bytes.length !== known.length) return { status: 400, text: 'length differs' };
    known.bytes = bytes;
    return { text: `OK - ${bytes.length}` };
  }

  function complete(asked: Asked): Answer {
    const files = JSON.parse(field(asked, 'files') ?? '[]') as { id: string; title?: string }[];
    if (files.length === 0 || files.some(({ id }) => uploads.get(id)?.bytes === undefined)) return no('file_not_found');
    const to = channels.get(field(asked, 'channel_id') ?? '');
    if (to === undefined) return no('channel_not_found');
    return yes({ files: files.map(({ id, title }) => ({ id, title: title ?? id })) });
  }

  /** The newest first; threads are elsewhere. */
  function history({ query }: Asked): Answer {
    const of = channels.get(query['channel'] ?? '');
    if (of === undefined) return no('channel_not_found');
    const [oldest, latest] = [Number(query['oldest'] ?? 0), Number(query['latest'] ?? Number.MAX_SAFE_INTEGER)];
    if (!Number.isFinite(oldest) || !Number.isFinite(latest)) return no('invalid_ts_oldest');
    const found = [...of.messages].filter(([ts, { thread }]) => thread === undefined && Number(ts) >= oldest && Number(ts) <= latest).toReversed();
    const [from, size] = [Number(query['cursor'] ?? 0), Math.min(Number(query['limit'] ?? 100), 999)];
    const more = from + size < found.length;
    return yes({ messages: found.slice(from, from + size).map(([ts, { text }]) => ({ type: 'message', user: 'U000000001', text, ts })), has_more: more, response_metadata: { next_cursor: more ? String(from + size) : '' } });
  }

  /** Token rotation: each refresh token counts once. */
  function token(asked: Asked): Answer {
    if (field(asked, 'client_id') !== CLIENT.id || field(asked, 'client_secret') !== CLIENT.secret) return no('bad_client_secret');
    if (field(asked, 'grant_type') !== 'refresh_token' || field(asked, 'refresh_token') !== refresh) return no('invalid_refresh_token');
    const made = `xoxe.xoxb-${rotated.size}-rotated`;
    rotated.add(made);
    refresh = `${REFRESH}-${rotated.size}`;
    return yes({ access_token: made, token_type: 'bot', expires_in: 43_200, refresh_token: refresh });
  }

  return startVendor({
    routes: {
      'POST /api/oauth.v2.access': token,
      'GET /api/auth.test': () => ({ headers: { 'x-oauth-scopes': 'chat:write,channels:read,files:write' }, json: { ok: true, team: 'Acme', team_id: 'T000000001', user: 'patchbay', user_id: 'U000000002', url: 'https://acme.slack.com/' } }),
      'POST /api/chat.postMessage': post,
      'POST /api/chat.update': update,
      'POST /api/chat.delete': remove,
      'POST /api/chat.scheduleMessage': schedule,
      'POST /api/chat.postEphemeral': ephemeral,
      'POST /api/reactions.add': reaction,
      'GET /api/conversations.list': list,
      'GET /api/conversations.history': history,
      'POST /api/conversations.create': create,
      'POST /api/conversations.invite': (asked) => ((field(asked, 'users') ?? '') === 'U000000001' ? yes({}) : no('user_not_found')),
      'GET /api/users.lookupByEmail': ({ query }) => { const user = users.get(query['email'] ?? ''); return user === undefined ? no('users_not_found') : yes({ user }); },
      'POST /api/files.getUploadURLExternal': placeFor,
      'POST /api/files.completeUploadExternal': complete,
      'POST /upload/v1/:id': take,
      'POST /actions/T000000001/:id': ({ body }) => { shownTo.push(body as JsonObject); return { text: 'ok' }; },
    },
    authorize({ path, headers, method }) {
      if (!path.startsWith('/api/') || path === '/api/oauth.v2.access') return undefined;
      if (headers['authorization'] === undefined) return no('not_authed');
      if (headers['authorization'] !== `Bearer ${TOKEN}` && !rotated.has(headers['authorization'].replace('Bearer ', ''))) return no('invalid_auth');
      return method === 'POST' && headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true ? no('invalid_post_type') : undefined;
    },
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { ok: false, error: 'ratelimited' } },
    expired: no('token_expired'),
    unknown: no('unknown_method'),
    config: (url) => { origin = url; return { base_url: `${url}/api`, client_id: CLIENT.id }; },
    secrets: { bot_token: TOKEN, client_secret: CLIENT.secret, refresh_token: REFRESH, signing_secret: '8f742231b10e8888abcd99yyyzzz85a5' },
  });
}
