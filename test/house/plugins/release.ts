/** Signed packages of a small plugin, made in the test: its code is the body of its one way in. */
import { packPlugin, signPackage, REVOCATION, ROTATION, signStatement } from '@patchbay/plugins';
import { action, definePlugin, type Manifest, manifestOf, t } from '@patchbay/sdk';
import { generateSigningKey, type SigningKey } from '@patchbay/vault';

export const publisher: SigningKey = generateSigningKey();

export interface ReleaseOptions {
  readonly id?: `${string}/${string}`;
  readonly version: string;
  readonly sequence?: number;
  readonly channel?: 'stable' | 'beta' | 'security';
  readonly hosts?: readonly string[];
  /** Of `invoke({ handler, name, input, facts })`; answers `output`. */
  readonly body?: string;
  readonly health?: boolean;
  readonly key?: SigningKey;
  /** What the manifest says besides; the code says the same. */
  readonly manifest?: Partial<Manifest>;
  /** What only the code says. */
  readonly describes?: Partial<Manifest>;
}

let last = 0;

export function releaseOf({ id = 'acme/echo', version, sequence = ++last, channel = 'stable', hosts = [], body = "return handler === 'health' ? { state: 'ok' } : input;", health = true, key = publisher, manifest: more = {}, describes = {} }: ReleaseOptions) {
  const manifest = { ...manifestOf(definePlugin({
    id, version, title: 'Echo', summary: 'Answers what it is asked.', hosts,
    actions: { echo: action({ title: 'Echo', description: 'Answers the input.', safety: 'moderate', input: t.object({ text: t.string() }), output: t.json(), run: () => null }) },
    ...(health ? { health: () => ({ state: 'ok' as const }) } : {}),
  })), ...more };
  const code = `const manifest = ${JSON.stringify({ ...manifest, ...describes })};\nexport const describe = () => manifest;\nexport async function invoke({ handler, name, input, facts }) {\n  const work = async () => { ${body} };\n  return { ok: true, output: (await work()) ?? null };\n}\n`;
  const text = (path: string, content: string) => ({ path, content: Buffer.from(content) });
  const { tgz, sha256 } = packPlugin(manifest, [text('dist/plugin.js', code), text('README.md', '# Echo\n'), text('LICENSE', 'Apache-2.0\n')]);
  return { sha256, input: { package: tgz.toString('base64'), signature: signPackage(tgz, { sequence, channel, sdkVersion: '0.1.0' }, key), public_key: key.publicKey } };
}

export const revocationOf = (version: string, { id = 'acme/echo', key = publisher, reason = 'it leaks' } = {}): string =>
  signStatement({ subject: [{ name: `${id}-${version}`, digest: { sha256: '0'.repeat(64) } }], predicateType: REVOCATION, predicate: { plugin: id, version, reason } }, key);

export const rotationOf = (to: SigningKey, { namespace = 'acme', key = publisher }: { namespace?: string; key?: SigningKey } = {}): string =>
  signStatement({ subject: [{ name: `${namespace} key`, digest: { sha256: '0'.repeat(64) } }], predicateType: ROTATION, predicate: { namespace, publicKey: to.publicKey } }, key);
