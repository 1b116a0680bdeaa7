/** Microsoft Teams on loopback: the login, Graph with teams and channels, and a workflow. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

export const TEAM = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
/** Only to create channels in. */
export const NEW_TEAM = 'aaaaaaaa-16c8-47cf-b4a5-4b9b187c508b';
export const CHANNEL = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
export const CHAT = '19:2da4c29f6d7041eca70b638b43d45437@thread.v2';
const CLIENT = '11111111-2222-3333-4444-555555555555';
const SECRET = 'app-secret-0123456789';
const REFRESH = 'refresh-0123456789-abcdef';
const SIGNATURE = 'sig-0123456789abcdef';
/** Of one message. */
const MOST_BYTES = 28 * 1024;

const no = (status: number, code: string, message: string): Answer => ({ status, json: { error: { code, message, innerError: { 'request-id': 'r-1' } } } });

export function startTeams(): Promise<Vendor> {
  const tokens = new Map<string, 'person' | 'app'>();
  const channels = new Map<string, Map<string, JsonObject>>([[TEAM, new Map([[CHANNEL, channelOf(CHANNEL, 'Deployments')]])], [NEW_TEAM, new Map()]]);
  for (let n = 0; n < 45; n++) channels.get(TEAM)!.set(`19:${n}@thread.tacv2`, channelOf(`19:${n}@thread.tacv2`, `Channel ${n}`));
  const messages: JsonObject[] = Array.from({ length: 130 }, (_, n) => ({ id: String(1_616_990_032_035 + n), subject: null, body: { contentType: 'text', content: `Message ${n}` }, from: { user: { displayName: 'Ada' } }, createdDateTime: '2026-11-20T09:30:00.000Z' }));
  let origin = '';
  let issued = 0;

  function channelOf(id: string, displayName: string): JsonObject {
    return { id, displayName, description: null, membershipType: 'standard', webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}` };
  }

  function token({ body }: Asked): Answer {
    const { client_id, client_secret, grant_type, refresh_token, scope = '' } = body as Readonly<Record<string, string | undefined>>;
    const refused = (error: string, description: string): Answer => ({ status: 400, json: { error, error_description: description } });
    if (client_id !== CLIENT || client_secret !== SECRET) return { status: 401, json: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' } };
    if (!scope.includes('https://graph.microsoft.com/.default')) return refused('invalid_scope', 'AADSTS70011: The provided value for scope is not valid.');
    if (grant_type === 'refresh_token' && refresh_token?.startsWith(REFRESH) !== true) return refused('invalid_grant', 'AADSTS70000: The refresh token is invalid.');
    if (grant_type !== 'refresh_token' && grant_type !== 'client_credentials') return refused('unsupported_grant_type', 'AADSTS70003');
    const value = `eyJ-${++issued}-graph-token`;
    tokens.set(value, grant_type === 'refresh_token' ? 'person' : 'app');
    return { json: { token_type: 'Bearer', expires_in: 3599, access_token: value, ...(grant_type === 'refresh_token' ? { refresh_token: `${REFRESH}-${issued}` } : {}) } };
  }

  const teamsOf = (asked: Asked): Answer => page([...channels.keys()].map((id, n) => ({ id, displayName: `Team ${n}`, description: null })), asked, 20);
  const kindOf = ({ headers }: Asked): 'person' | 'app' | undefined => tokens.get(headers['authorization']?.replace(/^Bearer /, '') ?? '');

  function page(all: readonly Json[], { path, query }: Asked, size: number): Answer {
    const from = Number(query['$skiptoken'] ?? 0);
    const more = from + size < all.length ? { '@odata.nextLink': `${origin}${path}?$top=${size}&$skiptoken=${from + size}` } : {};
    return { json: { '@odata.context': 'c', value: all.slice(from, from + size), ...more } };
  }

  function message(asked: Asked): Answer {
    if (kindOf(asked) === 'app') return no(403, 'Forbidden', 'Message POST is allowed in application-only context only for import purposes.');
    const { body, attachments = [] } = asked.body as { body?: { content?: string; contentType?: string }; attachments?: { id?: string; content?: string }[] };
    if (asked.bytes.length > 2 * MOST_BYTES || attachments.some(({ content = '' }) => Buffer.byteLength(content) > MOST_BYTES)) return no(413, 'RequestEntityTooLarge', 'Request body too large');
    if (body?.content === undefined || body.content === '') return no(400, 'BadRequest', 'Missing body content');
    if (body.contentType !== undefined && !['text', 'html'].includes(body.contentType)) return no(400, 'BadRequest', 'contentType');
    const marks = [...body.content.matchAll(/<attachment id="([^"]+)">/g)].map(([, id]) => id);
    if (attachments.some(({ id, content }) => !marks.includes(id) || typeof content !== 'string')) return no(400, 'BadRequest', 'Attachment is not referenced in the body');
    if (body.content.includes('\u0000')) return no(400, 'BadRequest', 'Invalid content');
    const made = { id: String(1_616_990_100_000 + messages.length), webUrl: 'https://teams.microsoft.com/l/message/1', body: body as JsonObject, createdDateTime: '2026-11-20T09:31:00.000Z' };
    messages.unshift(made);
    return { status: 201, json: made };
  }

  const inChannel = (work: (asked: Asked) => Answer) => (asked: Asked): Answer => {
    const team = channels.get(asked.params['team']!);
    if (team === undefined) return no(404, 'NotFound', 'No team found with Group Id');
    return team.has(asked.params['channel']!) ? work(asked) : no(404, 'NotFound', 'Channel does not exist');
  };

  function create({ params, body }: Asked): Answer {
    const team = channels.get(params['team']!);
    const { displayName } = body as { displayName?: string };
    if (team === undefined) return no(404, 'NotFound', 'No team found with Group Id');
    if (displayName === undefined || displayName === 'General') return no(400, 'BadRequest', 'Channel name already existed, please use other name.');
    const id = `19:new${team.size}@thread.tacv2`;
    team.set(id, channelOf(id, displayName));
    return { status: 201, json: team.get(id)! };
  }

  function workflow({ query, body, bytes }: Asked): Answer {
    if (bytes.length > MOST_BYTES) return { status: 413, json: { error: { code: 'RequestEntityTooLarge', message: 'Message size exceeded 28 KB' } } };
    if (query['sig'] !== SIGNATURE) return { status: 401, json: { error: { code: 'DirectApiAuthorizationRequired', message: 'The request must be authenticated' } } };
    const { type, attachments } = body as { type?: string; attachments?: { contentType?: string; content?: JsonObject }[] };
    const card = attachments?.[0];
    if (type !== 'message' || card?.contentType !== 'application/vnd.microsoft.card.adaptive' || card.content?.['type'] !== 'AdaptiveCard') return { status: 400, json: { error: { code: 'TriggerInputSchemaMismatch', message: 'The input body does not match' } } };
    return JSON.stringify(card.content).includes('#flow-is-off') ? { status: 400, json: { error: { code: 'WorkflowTriggerIsNotEnabled', message: 'Could not execute workflow: it is disabled' } } } : { status: 202 };
  }

  return startVendor({
    routes: {
      'POST /contoso/oauth2/v2.0/token': token,
      'POST /workflows/abc/triggers/manual/paths/invoke': workflow,
      'GET /v1.0/me': () => ({ json: { id: 'u-1', displayName: 'Ada' } }),
      'GET /v1.0/organization': () => ({ json: { value: [{ id: 'o-1' }] } }),
      'GET /v1.0/me/joinedTeams': (asked) => (kindOf(asked) === 'app' ? no(400, 'BadRequest', '/me request is only valid with delegated authentication flow.') : teamsOf(asked)),
      'GET /v1.0/users/:user/joinedTeams': (asked) => (asked.params['user'] === 'ada@contoso.com' ? teamsOf(asked) : no(404, 'Request_ResourceNotFound', 'Resource does not exist')),
      'GET /v1.0/teams/:team/channels': (asked) => { const team = channels.get(asked.params['team']!); return team === undefined ? no(404, 'NotFound', 'No team found with Group Id') : page([...team.values()], asked, 20); },
      'POST /v1.0/teams/:team/channels': create,
      'GET /v1.0/teams/:team/channels/:channel/messages': inChannel((asked) => (Number(asked.query['$top'] ?? 20) > 50 ? no(400, 'BadRequest', 'Invalid page size') : page(messages, asked, Number(asked.query['$top'] ?? 20)))),
      'POST /v1.0/teams/:team/channels/:channel/messages': inChannel(message),
      'POST /v1.0/teams/:team/channels/:channel/messages/:message/replies': inChannel((asked) => (messages.some(({ id }) => id === asked.params['message']) ? message(asked) : no(404, 'NotFound', 'Message not found'))),
      'POST /v1.0/chats/:chat/messages': (asked) => (asked.params['chat'] === CHAT ? message(asked) : no(404, 'NotFound', 'Chat not found')),
    },
    authorize(asked) {
      if (!asked.path.startsWith('/v1.0/')) return undefined;
      return kindOf(asked) === undefined ? no(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.') : undefined;
    },
    limited: { status: 429, headers: { 'retry-after': '2' }, json: { error: { code: 'TooManyRequests', message: 'Too many requests' } } },
    expired: no(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
    unknown: no(404, 'NotFound', 'Resource not found'),
    config: (url) => { origin = url; return { graph_url: `${url}/v1.0`, login_url: url, directory: 'contoso', client_id: CLIENT }; },
    secrets: (url) => ({ client_secret: SECRET, refresh_token: REFRESH, webhook_url: `${url}/workflows/abc/triggers/manual/paths/invoke?api-version=1&sig=${SIGNATURE}`, outgoing_token: Buffer.from('outgoing-token-0123456789').toString('base64') }),
  });
}
