/** A registry on loopback: tokens for each repository, manifests by digest, mounts, pages with Link, and what it refuses. */
import { createHash } from 'node:crypto';
import { type Answer, type Asked, startVendor, type Vendor } from '../testing/index.ts';

const USER = 'robot';
const PASSWORD = 'registry-password-0123456789';
const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

export const digestOf = (text: string | Buffer): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
/** Odd spacing on purpose: whoever writes it anew changes the digest. */
const image = (name: string): string => `{ "schemaVersion":2,  "mediaType":"${OCI}",\n"config":{"digest":"${digestOf(`config of ${name}`)}"},"layers":[{"digest":"${digestOf(`layer of ${name}`)}"}] }`;
export const old = (n: number): string => image(`old-${n}`);

interface Stored { readonly bytes: Buffer; readonly type: string }
interface Repository { readonly tags: Map<string, string>; readonly manifests: Map<string, Stored>; readonly blobs: Set<string> }

const refused = (status: number, code: string, message: string): Answer => ({ status, json: { errors: [{ code, message, detail: null }] } });

/** What it is must be what it says that it is. */
function isManifest({ bytes, headers }: Asked): boolean {
  try {
    const { schemaVersion, mediaType, config, manifests } = JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
    const type = headers['content-type'];
    return schemaVersion === 2 && (mediaType ?? type) === type && (type === OCI ? config !== undefined : type === INDEX && manifests !== undefined);
  } catch {
    return false;
  }
}

export function startRegistry(): Promise<Vendor> {
  const repositories = new Map<string, Repository>();
  const tokens = new Map<string, readonly string[]>();
  const uploads = new Set<string>();
  const of = (name: string): Repository => { const known = repositories.get(name) ?? { tags: new Map(), manifests: new Map(), blobs: new Set() }; repositories.set(name, known); return known; };

  function seed(name: string, tag: string, text: string, type = OCI): string {
    const repository = of(name);
    for (const [, digest] of text.matchAll(/"(sha256:[a-f0-9]{64})"/g)) repository.blobs.add(digest!);
    repository.manifests.set(digestOf(text), { bytes: Buffer.from(text), type });
    repository.tags.set(tag, digestOf(text));
    return digestOf(text);
  }
  for (let n = 0; n < 130; n++) seed('team/old', `0.0.${n}`, old(n));
  const amd = seed('team/shop', 'amd64', image('shop on amd64'));
  const arm = seed('team/shop', 'arm64', image('shop on arm64'));
  seed('team/shop', '1.4.2', `{"schemaVersion":2, "mediaType":"${INDEX}","manifests":[{"digest":"${amd}","platform":{"os":"linux","architecture":"amd64"}},{"digest":"${arm}","platform":{"os":"linux","architecture":"arm64"}}]}`, INDEX);

  function token({ headers, search, query }: Asked): Answer {
    if (headers['authorization'] !== `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`) return refused(401, 'UNAUTHORIZED', 'authentication required');
    if (query['service'] !== 'registry.test') return refused(400, 'INVALID', 'unknown service');
    const fresh = `registry-token-${tokens.size + 1}`;
    tokens.set(fresh, new URLSearchParams(search).getAll('scope'));
    return { json: { token: fresh, expires_in: 300 } };
  }

  /** `/v2/team/shop/…` and its method need this of the token. */
  function allowed({ path, method, query }: Asked, scopes: readonly string[]): boolean {
    const name = /^\/v2\/([^/]+\/[^/]+)\/(?:tags|manifests|blobs)\//.exec(path)?.[1];
    if (path === '/v2/_catalog') return scopes.includes('registry:catalog:*');
    if (name === undefined) return true;
    const needed = method === 'DELETE' ? 'delete' : method === 'GET' || method === 'HEAD' ? 'pull' : 'push';
    const has = (repository: string, what: string): boolean => scopes.some((scope) => scope.startsWith(`repository:${repository}:`) && scope.split(':').at(-1)!.split(',').includes(what));
    return has(name, needed) && (query['from'] === undefined || has(query['from'], 'pull'));
  }

  const nameOf = ({ params }: Asked): string => `${params['a']!}/${params['b']!}`;
  const known = (run: (repository: Repository, asked: Asked) => Answer) => (asked: Asked): Answer => (repositories.has(nameOf(asked)) ? run(repositories.get(nameOf(asked))!, asked) : refused(404, 'NAME_UNKNOWN', 'repository name not known to registry'));

  const read = known(({ tags, manifests }, { params, method, headers }) => {
    const digest = tags.get(params['ref']!) ?? params['ref']!;
    const found = manifests.get(digest);
    if (found === undefined || headers['accept']?.includes(found.type) !== true) return refused(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    return { headers: { 'content-type': found.type, 'docker-content-digest': digest }, ...(method === 'HEAD' ? {} : { bytes: found.bytes }) };
  });

  function write(asked: Asked): Answer {
    const repository = of(nameOf(asked));
    const digest = digestOf(asked.bytes);
    const ref = asked.params['ref']!;
    if (ref.startsWith('sha256:') && ref !== digest) return refused(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    if (!isManifest(asked)) return refused(400, 'MANIFEST_INVALID', 'manifest invalid');
    const parts = [...asked.bytes.toString().matchAll(/"(sha256:[a-f0-9]{64})"/g)].map((match) => match[1]!);
    if (!parts.every((part) => repository.blobs.has(part) || repository.manifests.has(part))) return refused(400, 'MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry');
    repository.manifests.set(digest, { bytes: asked.bytes, type: asked.headers['content-type'] ?? '' });
    if (!ref.startsWith('sha256:')) repository.tags.set(ref, digest);
    return { status: 201, headers: { 'docker-content-digest': digest, location: `/v2/${nameOf(asked)}/manifests/${digest}` } };
  }

  function mount(asked: Asked): Answer {
    const { mount: blob = '', from = '' } = asked.query;
    if (repositories.get(from)?.blobs.has(blob) !== true) { uploads.add(`upload-${uploads.size + 1}`); return { status: 202, headers: { location: `/v2/${nameOf(asked)}/blobs/uploads/upload-${uploads.size}` } }; }
    of(nameOf(asked)).blobs.add(blob);
    return { status: 201, headers: { 'docker-content-digest': blob } };
  }

  const remove = known((repository, { params }) => {
    if (!params['ref']!.startsWith('sha256:')) return refused(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
    if (!repository.manifests.delete(params['ref']!)) return refused(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    for (const [tag, digest] of repository.tags) if (digest === params['ref']) repository.tags.delete(tag);
    return { status: 202 };
  });

  function page(field: string, all: readonly string[], { query, path }: Asked, more: object = {}): Answer {
    const size = Number(query['n'] ?? 100);
    const rest = [...all].sort().filter((each) => each > (query['last'] ?? ''));
    const shown = rest.slice(0, size);
    return { ...(rest.length > size ? { headers: { link: `<${path}?last=${encodeURIComponent(shown.at(-1)!)}&n=${size}>; rel="next"` } } : {}), json: { ...more, [field]: shown } };
  }

  const challenge = (url: string): Record<string, string> => ({ 'www-authenticate': `Bearer realm="${url}/token",service="registry.test"` });
  const unauthorized = (host: string): Answer => ({ ...refused(401, 'UNAUTHORIZED', 'authentication required'), headers: challenge(`http://${host}`) });

  return startVendor({
    routes: {
      'GET /token': token,
      'GET /v2/': () => ({ json: {} }),
      'GET /v2/_catalog': (asked) => (asked.query['last'] === 'denied' ? refused(403, 'DENIED', 'requested access to the resource is denied') : page('repositories', [...repositories.keys()], asked)),
      'GET /v2/:a/:b/tags/list': known(({ tags }, asked) => page('tags', [...tags.keys()], asked, { name: nameOf(asked) })),
      'GET /v2/:a/:b/manifests/:ref': read,
      'HEAD /v2/:a/:b/manifests/:ref': read,
      'PUT /v2/:a/:b/manifests/:ref': write,
      'DELETE /v2/:a/:b/manifests/:ref': remove,
      'POST /v2/:a/:b/blobs/uploads/': mount,
      'DELETE /v2/:a/:b/blobs/uploads/:id': ({ params }) => (uploads.delete(params['id']!) ? { status: 204 } : refused(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry')),
    },
    authorize(asked) {
      if (asked.path === '/token') return undefined;
      const scopes = tokens.get(asked.headers['authorization']?.replace('Bearer ', '') ?? '');
      return scopes !== undefined && allowed(asked, scopes) ? undefined : unauthorized(asked.headers['host']!);
    },
    limited: { ...refused(429, 'TOOMANYREQUESTS', 'too many requests'), headers: { 'retry-after': '2' } },
    expired: refused(401, 'UNAUTHORIZED', 'authentication required'),
    unknown: refused(404, 'NAME_UNKNOWN', 'repository name not known to registry'),
    config: (url) => ({ registry_url: url, username: USER }),
    secrets: { password: PASSWORD, webhook_token: 'notification-token-0123456789' },
  });
}
