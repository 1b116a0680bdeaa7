/** Docker Hub on loopback: logins that give tokens, pages with absolute links, tags that are gone once deleted. */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@patchbay/sdk';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const USER = 'acmebot';
const PASSWORD = 'dckr_pat_0123456789abcdefghijk';
const refused = (status: number, message: string): Answer => ({ status, json: { message, errinfo: {} } });
export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export function startDockerHub(): Promise<Vendor> {
  const tags = new Map<string, JsonObject>(Array.from({ length: 230 }, (_, n) => {
    const name = `1.0.${n}`;
    const pushed = new Date(1_790_000_000_000 - n * 60_000).toISOString();
    return [name, { id: n + 1, name, digest: digestOf(name), full_size: 12_345, last_updated: pushed, tag_last_pushed: pushed, images: [{ os: 'linux', architecture: 'amd64', digest: digestOf(`${name} amd64`) }, { os: 'linux', architecture: 'arm64', digest: digestOf(`${name} arm64`) }, { os: 'unknown', architecture: 'unknown' }] }];
  }));
  const sessions = new Set<string>();

  function login({ body }: Asked): Answer {
    const { username, password } = body as { username?: string; password?: string };
    if (username !== USER || password !== PASSWORD) return { status: 401, json: { detail: 'Incorrect authentication credentials' } };
    const token = `eyJ-session-${sessions.size + 1}`;
    sessions.add(token);
    return { json: { token } };
  }

  function page(field: string, all: readonly Json[], { query, path, headers }: Asked): Answer {
    const [at, size] = [Number(query['page'] ?? 1), Number(query['page_size'] ?? 10)];
    if (size > 100) return refused(400, 'page_size is 100 at most');
    if (at > 1 && (at - 1) * size >= all.length) return refused(404, 'object not found');
    const next = at * size < all.length ? `http://${headers['host']!}${path}?page=${at + 1}&page_size=${size}` : null;
    return { json: { count: all.length, next, previous: null, [field]: all.slice((at - 1) * size, at * size) } };
  }

  const own = (run: (asked: Asked) => Answer) => (asked: Asked): Answer => (asked.params['ns'] === 'acme' && (asked.params['repo'] ?? 'shop') === 'shop' ? run(asked) : refused(404, 'object not found'));

  function removeImages({ body, params }: Asked): Answer {
    const { dry_run: dry = false, manifests = [] } = body as { dry_run?: boolean; manifests?: readonly { readonly repository?: string; readonly digest?: string }[] };
    if (params['ns'] !== 'acme') return refused(403, 'access denied');
    if (manifests.length === 0 || manifests.length > 25) return refused(400, 'between 1 and 25 manifests are expected');
    const hit = [...tags].filter(([, { digest }]) => manifests.some((each) => each.repository === 'shop' && each.digest === digest));
    if (hit.length === 0) return refused(404, 'manifest not found');
    if (!dry) for (const [name] of hit) tags.delete(name);
    return { json: { dry_run: dry, metrics: { manifest_deletes: manifests.length, manifest_errors: 0, tag_deletes: hit.length, tag_errors: 0 } } };
  }

  return startVendor({
    routes: {
      'POST /v2/users/login': login,
      'GET /v2/namespaces/:ns/repositories/:repo/tags': own((asked) => page('results', [...tags.values()], asked)),
      'GET /v2/namespaces/:ns/repositories/:repo/tags/:tag': own(({ params }) => (tags.has(params['tag']!) ? { json: tags.get(params['tag']!)! } : refused(404, 'tag not found'))),
      'DELETE /v2/repositories/:ns/:repo/tags/:tag/': own(({ params }) => (tags.delete(params['tag']!) ? { status: 204 } : refused(404, 'tag not found'))),
      'POST /v2/namespaces/:ns/delete-images': removeImages,
      'GET /v2/access-tokens': (asked) => page('results', [{ uuid: 'b30bbf97-506c-4ecd-aabc-842f3cb484fb', token_label: 'hub', is_active: true, scopes: ['repo:read'], created_at: '2026-11-20T09:30:00Z', last_used: null }], asked),
      'GET /v2/auditlogs/:ns': own((asked) => page('logs', [{ account: 'acme', action: 'repo.tag.push', name: 'acme/shop', actor: 'ada', timestamp: '2026-11-20T09:30:00Z', action_description: 'pushed a tag' }].filter(({ action }) => (asked.query['action'] ?? action) === action), asked)),
    },
    authorize: ({ path, headers }) => (path === '/v2/users/login' || sessions.has(headers['authorization']?.replace('Bearer ', '') ?? '') ? undefined : refused(401, 'unauthorized')),
    limited: { status: 429, headers: { 'retry-after': '2', 'x-ratelimit-remaining': '0' }, json: { message: 'too many requests', errinfo: {} } },
    expired: refused(401, 'token is expired'),
    unknown: refused(404, 'object not found'),
    config: (url) => ({ base_url: url, username: USER }),
    secrets: { password: PASSWORD },
  });
}
