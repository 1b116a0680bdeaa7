/** The registry of Docker distribution, as Debian has it, behind TLS and a password, with a hub that it notifies. */
import { createHash } from 'node:crypto';
import { type AskFirst, fileOf, type Vendor } from '@patchbay/connectors/testing';
import { certificate, certificateKey } from '../../doubles/sinks/certificate.ts';
import { startProgram } from '../../doubles/program.ts';
import type { RealCase, RealPlace, RealSystem } from './real.ts';
import { type Odd, sendPlain, sendTls } from './tls-client.ts';

const PASSWORD = 'real-password-0123456789';
const HASH = '$2b$05$abcdefghijklmnopqrstuuraQ6ctBe2uOr/YOaRifKwglsI4CWj56';
const TOKEN = 'notification-token-0123456789';
const login = { auth: `hub:${PASSWORD}` };
const OCI = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

const configOf = (port: number, webhookUrl: string): string => `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: FOLDER/data }, delete: { enabled: true } }
http: { addr: '127.0.0.1:${port}', tls: { certificate: FOLDER/cert.pem, key: FOLDER/key.pem } }
auth: { htpasswd: { realm: registry, path: FOLDER/htpasswd } }
notifications: { endpoints: [{ name: hub, url: '${webhookUrl}', headers: { Authorization: ['Bearer ${TOKEN}'] }, timeout: 2s, threshold: 3, backoff: 100ms }] }
`;

type Fields = Readonly<Record<string, unknown>>;
const digestOf = (bytes: string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const isDigest = (output: unknown): boolean => /^sha256:[a-f0-9]{64}$/.test(String((output as Fields)['digest']));
const NONE = digestOf('nothing');
const retagged = (ask: AskFirst, tag: string) => ask('retag', { repository: 'team/shop', from: '1.4.2', tag });

const actions: Readonly<Record<string, RealCase>> = {
  retag: { input: { repository: 'team/shop', from: '1.4.2', tag: 'staging' }, answers: isDigest, refused: { input: { repository: 'team/shop', from: 'none', tag: 'staging' }, code: 'upstream.not_found' } },
  promote: { input: { repository: 'team/shop', from: '1.4.2', to: 'release/shop', tag: '1.4.2' }, answers: isDigest, refused: { input: { repository: 'team/none', from: '1.4.2', to: 'release/shop', tag: '1.4.2' }, code: 'upstream.not_found' } },
  delete_manifest: { input: async (ask) => ({ repository: 'team/old', digest: String(((await ask('resolve', { repository: 'team/old', reference: '0.0.1' })) as Fields)['digest']) }), answers: isDigest, refused: { input: { repository: 'team/shop', digest: NONE }, code: 'upstream.not_found' } },
  list_tags: { input: { repository: 'team/shop' }, answers: (output) => (output as { items: string[] }).items.sort().join() === '1.4.2,amd64,arm64,staging', refused: { input: { repository: 'team/none' }, code: 'upstream.not_found' } },
  list_repositories: { input: {}, answers: (output) => (output as { items: string[] }).items.join() === 'release/shop,team/old,team/shop' },
  resolve: { input: { repository: 'release/shop', reference: '1.4.2' }, answers: isDigest, refused: { input: { repository: 'team/shop', reference: 'none' }, code: 'upstream.not_found' } },
  get_manifest: { input: { repository: 'release/shop', reference: '1.4.2' }, answers: (output) => (output as { platforms: string[] }).platforms.join() === 'linux/amd64,linux/arm64', refused: { input: { repository: 'team/shop', reference: 'none' }, code: 'upstream.not_found' } },
};

const tells: NonNullable<RealPlace['tells']> = [
  { title: 'a push, and not its layers', happens: (ask) => retagged(ask, 'production'), becomes: [{ type: 'oci.image.pushed', subject: 'team/shop:production' }] },
  { title: 'an image that was deleted', happens: async (ask) => { const { digest } = (await ask('resolve', { repository: 'team/shop', reference: 'arm64' })) as { digest: string }; await ask('delete_manifest', { repository: 'team/shop', digest }); }, becomes: [{ type: 'oci.image.deleted', subject: `team/shop@${digestOf(imageOf('arm64'))}` }] },
];

async function start(port: number, webhookUrl: string): Promise<RealPlace> {
  const program = await startProgram({
    command: 'docker-registry', port, files: { 'c.yml': configOf(port, webhookUrl), htpasswd: `hub:${HASH}\n`, 'cert.pem': certificate, 'key.pem': certificateKey },
    args: (folder) => ['serve', `${folder}/c.yml`],
  });
  try {
    await seed(port);
    return { actions, tells, send: async (odd) => (await sendTls(port, odd, login)).status, close: program.stop };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** One layer, one configuration. Odd spacing on purpose: whoever writes it anew changes the digest. */
function imageOf(name: string): string {
  const part = (text: string, mediaType: string): string => `{ "mediaType":"${mediaType}","digest":"${digestOf(text)}","size":${text.length} }`;
  return `{ "schemaVersion":2,  "mediaType":"${OCI}",\n"config":${part(`{"of":"${name}"}`, 'application/vnd.oci.image.config.v1+json')},"layers":[${part(`layer of ${name}`, 'application/vnd.oci.image.layer.v1.tar')}] }`;
}

/** As another client of the registry would. */
async function seed(port: number): Promise<void> {
  for (const [repository, tag] of [['team/shop', 'amd64'], ['team/shop', 'arm64'], ['team/old', '0.0.1']] as const) {
    for (const blob of [`{"of":"${tag}"}`, `layer of ${tag}`]) await pushBlob(port, repository, blob);
    await put(port, { method: 'PUT', path: `/v2/${repository}/manifests/${tag}`, body: imageOf(tag), type: OCI });
  }
  const platforms = (['amd64', 'arm64'] as const).map((architecture) => `{"mediaType":"${OCI}","digest":"${digestOf(imageOf(architecture))}","size":${imageOf(architecture).length},"platform":{"os":"linux","architecture":"${architecture}"}}`);
  await put(port, { method: 'PUT', path: '/v2/team/shop/manifests/1.4.2', body: `{"schemaVersion":2, "mediaType":"${INDEX}","manifests":[${platforms.join(',')}]}`, type: INDEX });
}

async function pushBlob(port: number, repository: string, blob: string): Promise<void> {
  const { pathname, search } = new URL(await put(port, { method: 'POST', path: `/v2/${repository}/blobs/uploads/` }));
  await put(port, { method: 'PUT', path: `${pathname}${decodeURIComponent(search)}&digest=${digestOf(blob)}`, body: blob, type: 'application/octet-stream' });
}

async function put(port: number, odd: Odd): Promise<string> {
  const { status, location } = await sendTls(port, odd, login);
  if (status >= 300) throw new Error(`${odd.method} ${odd.path}: ${status}`);
  return location;
}

/** The double hands out tokens, where this registry takes a password. */
async function double(): Promise<Pick<RealPlace, 'send' | 'close'>> {
  const { startRegistry } = (await import(fileOf('oci', 'double.ts'))) as { startRegistry(): Promise<Vendor> };
  const vendor = await startRegistry();
  const scopes = ['registry:catalog:*', ...['team/shop', 'team/old', 'team/none', 'Team/shop'].map((name) => `repository:${name}:pull,push,delete`)];
  const reply = await fetch(`${vendor.url}/token?service=registry.test${scopes.map((scope) => `&scope=${encodeURIComponent(scope)}`).join('')}`, { headers: { authorization: `Basic ${Buffer.from(`${String(vendor.config['username'])}:${vendor.secrets['password']!}`).toString('base64')}` } });
  const { token } = (await reply.json()) as { token: string };
  return { send: (odd) => sendPlain(vendor.url, odd, `Bearer ${token}`), close: vendor.close };
}

const manifest = (path: string, more: Partial<Odd> = {}): Odd => ({ method: 'GET', path: `/v2/team/${path}`, headers: { accept: `${OCI}, ${INDEX}` }, ...more });
const unknownParts = `{"schemaVersion":2,"mediaType":"${OCI}","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"${NONE}","size":2},"layers":[]}`;
const unknownImages = `{"schemaVersion":2,"mediaType":"${INDEX}","manifests":[{"mediaType":"${OCI}","digest":"${NONE}","size":2,"platform":{"os":"linux","architecture":"amd64"}}]}`;
const writes: readonly (readonly [string, string, string])[] = [
  ['shop/manifests/odd', unknownParts, OCI], ['shop/manifests/odd', 'no json', OCI], ['shop/manifests/odd', '{"schemaVersion":2}', 'text/plain'], [`shop/manifests/${NONE}`, unknownParts, OCI], ['shop/manifests/odd', unknownParts.replace(OCI, INDEX), OCI], ['shop/manifests/odd', unknownImages, INDEX], ['shop/manifests/odd', `{"schemaVersion":2,"mediaType":"${INDEX}","manifests":[]}`, INDEX],
];
const odd: readonly Odd[] = [
  ...['/v2/', '/v2/_catalog', '/v2/_catalog?n=1', '/v2/team/shop/tags/list', '/v2/team/none/tags/list', '/v2/Team/shop/tags/list', `/v2/team/shop/nothing/${NONE}`].map((path): Odd => ({ method: 'GET', path })),
  ...['shop/manifests/1.4.2', 'shop/manifests/none', `shop/manifests/${NONE}`, 'none/manifests/1.4.2'].flatMap((path) => [manifest(path), manifest(path, { method: 'HEAD' })]),
  manifest('shop/manifests/amd64', { headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' } }), manifest('shop/manifests/amd64', { headers: {} }),
  ...writes.map(([path, body, type]) => manifest(path, { method: 'PUT', body, type })),
  ...['shop/manifests/1.4.2', `shop/manifests/${NONE}`, `none/manifests/${NONE}`, 'shop/blobs/uploads/none'].map((path) => manifest(path, { method: 'DELETE' })),
  ...[NONE, 'abc'].map((blob) => manifest(`shop/blobs/uploads/?mount=${blob}&from=team/old`, { method: 'POST', body: '', type: 'text/plain' })),
];

export const registry: RealSystem = {
  connector: 'oci', name: 'Docker distribution', tool: 'docker-registry', start, double, odd,
  installed: (port) => ({ config: { registry_url: `https://127.0.0.1:${port}`, ca_cert: certificate, username: 'hub' }, secrets: { password: PASSWORD, webhook_token: TOKEN } }),
};
