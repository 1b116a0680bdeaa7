/** A system of somebody's own on loopback: orders, jobs, files, GraphQL, behind OAuth 2 client credentials. */
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const CLIENT = 'hub';
const SECRET = 'client-secret-0123456789';

const problem = (status: number, title: string): Answer => ({ status, headers: { 'content-type': 'application/problem+json' }, text: JSON.stringify({ type: 'about:blank', title, status }) });

export function startSystem(): Promise<Vendor> {
  const orders = new Map<string, JsonObject>(Array.from({ length: 250 }, (_, n) => [String(n + 1), { id: String(n + 1), customer: 'acme', state: 'open' }]));
  const looks = new Map<string, number>();
  const tokens = new Set<string>();
  const made = new Map<string, string>();

  function token({ headers, body }: Asked): Answer {
    if (headers['authorization'] !== `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}`) return { status: 401, json: { error: 'invalid_client' } };
    if ((body as JsonObject)['grant_type'] !== 'client_credentials') return { status: 400, json: { error: 'unsupported_grant_type' } };
    if ((body as JsonObject)['scope'] !== 'orders') return { status: 400, json: { error: 'invalid_scope' } };
    const fresh = `token-${tokens.size + 1}-abcdefghij`;
    tokens.add(fresh);
    return { json: { access_token: fresh, token_type: 'Bearer', expires_in: 3600 } };
  }

  function page({ query, headers }: Asked): Answer {
    const from = Number(query['after'] ?? 0);
    const size = Number(query['size'] ?? 100);
    if (size > 100) return problem(400, 'size is 100 at most');
    const all = [...orders.values()];
    const next = from + size < all.length ? String(from + size) : undefined;
    return { ...(next === undefined ? {} : { headers: { link: `<http://${headers['host']!}/orders?after=${next}&size=${size}>; rel="next"` } }), json: { orders: all.slice(from, from + size), ...(next === undefined ? {} : { next }) } };
  }

  function create({ body, headers }: Asked): Answer {
    const { customer, lines } = body as { customer?: Json; lines?: Json };
    if (typeof customer !== 'string' || customer === '' || typeof lines !== 'number') return problem(422, 'customer is text and lines is a number');
    const key = headers['idempotency-key'];
    const known = key === undefined ? undefined : made.get(key);
    const id = known ?? String(orders.size + 1001);
    if (key !== undefined) made.set(key, id);
    orders.set(id, { id, customer, lines, state: 'open' });
    return { status: 201, headers: { location: `/orders/${id}` }, json: orders.get(id)! };
  }

  function job({ params: { id } }: Asked): Answer {
    if (id === 'none') return problem(404, 'There is no such job');
    const look = (looks.get(id!) ?? 0) + 1;
    looks.set(id!, look);
    return { json: { id: id!, state: id === 'broken' ? 'failed' : look >= 3 ? 'done' : 'running' } };
  }

  function graph({ body }: Asked): Answer {
    const { query, variables } = body as { query?: string; variables?: { id?: string } };
    const order = orders.get(variables?.id ?? '');
    if (typeof query !== 'string' || !query.includes('order')) return { json: { errors: [{ message: 'Cannot query field' }] } };
    if (order === undefined) return { json: { data: null, errors: [{ message: 'There is no such order', extensions: { code: 'NOT_FOUND' } }] } };
    if (query.startsWith('mutation')) orders.set(variables!.id!, { ...order, state: 'cancelled' });
    return { json: { data: { order: orders.get(variables!.id!)! } } };
  }

  const known = (run: (order: JsonObject) => Answer) => ({ params }: Asked): Answer => {
    const order = orders.get(params['id']!);
    return order === undefined ? problem(404, 'There is no such order') : run(order);
  };

  return startVendor({
    routes: {
      'POST /token': token,
      'GET /orders': page,
      'POST /orders': create,
      'GET /orders/:id': known((order) => ({ json: { data: order } })),
      'DELETE /orders/:id': known((order) => { orders.delete(String(order['id'])); return { status: 204 }; }),
      'GET /jobs/:id': job,
      'POST /graphql': graph,
      'POST /files': ({ bytes, headers }) => (headers['content-type']?.startsWith('multipart/form-data; boundary=') === true && bytes.includes('name="file"; filename="') ? { status: 201, json: { size: bytes.length } } : problem(400, 'The form has no field file')),
    },
    authorize: ({ path, headers }) => (path === '/token' || tokens.has(headers['authorization']?.replace('Bearer ', '') ?? '') ? undefined : problem(401, 'The token is not valid')),
    limited: { ...problem(429, 'Slow down'), headers: { 'retry-after': '2' } },
    expired: problem(401, 'The token has expired'),
    unknown: problem(404, 'There is nothing here'),
    config: (url) => ({ base_url: url, token_url: `${url}/token`, client_id: CLIENT, scope: 'orders' }),
    secrets: { client_secret: SECRET, webhook_secret: `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`, webhook_token: 'shown-token-0123456789' },
  });
}
