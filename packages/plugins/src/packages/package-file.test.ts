import { gunzipSync, gzipSync } from 'node:zlib';
import { Failure } from '@patchbay/contracts';
import { definePlugin, manifestOf, t } from '@patchbay/sdk';
import { generateSigningKey, sign } from '@patchbay/vault';
import { describe, expect, it } from 'vitest';
import { checkBundle, signStatement } from './dsse.ts';
import { packPlugin, readPackage, signPackage, verifyPackage } from './package-file.ts';
import { looksLike } from './look-alike.ts';
import { readTar, writeTar } from './tar.ts';

const manifest = manifestOf(definePlugin({ id: 'acme/weather', version: '1.2.0', title: 'Weather', summary: 'Tells the weather.', config: t.object({ token: t.secret({ description: 'Token.' }) }), hosts: ['https://api.weather.example'] }));
const text = (path: string, content = path) => ({ path, content: Buffer.from(content) });
const files = [text('dist/plugin.js', 'export const invoke = () => 1;'), text('README.md'), text('LICENSE')];
const key = generateSigningKey();
const signed = (): { tgz: Buffer; bundle: string } => {
  const { tgz } = packPlugin(manifest, files);
  return { tgz, bundle: signPackage(tgz, { sequence: 3, sdkVersion: '0.1.0' }, key) };
};
const why = (work: () => unknown): string => { try { work(); } catch (error) { if (error instanceof Failure) return `${String(error.details['step'])}: ${String(error.details['reason'])}`; throw error; } return 'not refused'; };
/** The same package with its archive changed and signed by whoever. */
const rebuilt = (change: (tar: Buffer) => Buffer): Buffer => gzipSync(change(gunzipSync(packPlugin(manifest, files).tgz)));
const repacked = (change: (all: { path: string; content: Buffer }[]) => { path: string; content: Buffer }[]): Buffer => rebuilt((tar) => writeTar(change(readTar(tar, { files: 500 }).map(({ path, content }) => ({ path, content: Buffer.from(content) })))));
const json = (content: Buffer): Record<string, unknown> => JSON.parse(content.toString()) as Record<string, unknown>;
const edited = (path: string, edit: (of: Record<string, unknown>) => object): Buffer => repacked((all) => all.map((file) => (file.path === path ? text(path, JSON.stringify(edit(json(file.content)))) : file)));

describe('a package', () => {
  it('has the same bytes whenever it is packed, and says what it is once its signature holds', () => {
    const { tgz, bundle } = signed();
    expect(packPlugin(manifest, [...files].reverse()).tgz.equals(tgz)).toBe(true);
    expect(verifyPackage(tgz, bundle, key.publicKey)).toMatchObject({ facts: { plugin: 'acme/weather', publisher: 'acme', sequence: 3, channel: 'stable' }, manifest: { id: 'acme/weather' }, code: 'export const invoke = () => 1;' });
    expect(JSON.parse(bundle)).toMatchObject({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: { payloadType: 'application/vnd.in-toto+json' } });
  });

  it('is refused when its signature is another one', () => {
    const { tgz, bundle } = signed();
    const other = generateSigningKey();
    const broken = (change: (of: { dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] }; mediaType: string }) => void): string => { const copy = JSON.parse(bundle) as never; change(copy); return JSON.stringify(copy); };
    expect(why(() => verifyPackage(tgz, bundle, other.publicKey))).toMatch(/^signature: it is signed with another key/);
    expect(why(() => verifyPackage(tgz, broken((of) => { of.dsseEnvelope.signatures[0]!.sig = Buffer.alloc(64).toString('base64'); }), key.publicKey))).toBe('signature: the signature does not fit what was signed');
    expect(why(() => verifyPackage(tgz, broken((of) => { of.dsseEnvelope.payload = Buffer.from(Buffer.from(of.dsseEnvelope.payload, 'base64').toString().replace('"sequence":3', '"sequence":9')).toString('base64'); }), key.publicKey))).toBe('signature: the signature does not fit what was signed');
    for (const change of [(of: { mediaType: string }) => { of.mediaType = 'x'; }, (of: { dsseEnvelope: { payloadType: string } }) => { of.dsseEnvelope.payloadType = 'text/plain'; }]) expect(why(() => verifyPackage(tgz, broken(change), key.publicKey))).toMatch(/no Sigstore bundle/);
    expect(why(() => verifyPackage(tgz, 'not json', key.publicKey))).toMatch(/no Sigstore bundle/);
    const naked = Buffer.from(JSON.parse(bundle).dsseEnvelope.payload as string, 'base64'); // signed without the lengths before it
    expect(why(() => verifyPackage(tgz, broken((of) => { of.dsseEnvelope.signatures[0]!.sig = sign(key.privateKey, naked).toString('base64'); }), key.publicKey))).toBe('signature: the signature does not fit what was signed');
    expect(why(() => verifyPackage(packPlugin({ ...manifest, version: '1.2.1' }, files).tgz, bundle, key.publicKey))).toBe('signature: the signature is of another package');
    expect(why(() => verifyPackage(tgz, bundle, key.publicKey, 'f'.repeat(64)))).toMatch(/^digest/);
    const revocation = signStatement({ subject: [{ name: 'x', digest: { sha256: packPlugin(manifest, files).sha256 } }], predicateType: 'https://patchbay.dev/plugin/revocation/v1', predicate: {} }, key);
    expect(why(() => verifyPackage(tgz, revocation, key.publicKey))).toBe('signature: what was signed is no release of a plugin');
    expect(checkBundle(bundle, 'AAAA').kind).toBe('bad');
  });

  it.each([
    ['no gzip', () => Buffer.from('hello'), 'archive: it is no gzip archive'],
    ['a bomb', () => gzipSync(Buffer.alloc(80 * 2 ** 20)), 'archive: it unpacks to more than it may'],
    ['a cut archive', () => rebuilt((tar) => tar.subarray(0, 515)), 'archive: LICENSE is cut off'],
    ['something behind the end', () => rebuilt((tar) => Buffer.concat([tar, Buffer.from('hidden')])), 'archive: something hides behind the end'],
    ['a link', () => rebuilt((tar) => { const copy = Buffer.from(tar); copy.write('2', 156, 'latin1'); return checksummed(copy); }), /^archive: .* is no plain file/],
    ['a wrong checksum', () => rebuilt((tar) => { const copy = Buffer.from(tar); copy.write('3', 156, 'latin1'); return copy; }), 'archive: a header has a wrong checksum'],
    ['a path upwards', () => rebuilt((tar) => { const copy = Buffer.from(tar); copy.fill(0, 0, 100); copy.write('package/../../etc/passwd', 0); return checksummed(copy); }), /^archive: .* is no plain relative path/],
    ['an absolute path', () => rebuilt((tar) => { const copy = Buffer.from(tar); copy.fill(0, 0, 100); copy.write('/etc/passwd', 0); return checksummed(copy); }), /^archive: .* is not below package/],
    ['a file twice', () => rebuilt((tar) => Buffer.concat([tar.subarray(0, 1024), tar])), /^archive: .* is there twice/],
    ['names that differ in case', () => repacked((all) => [...all, text('readme.md')]), /^archive: .* differs only in case/],
    ['too many files', () => repacked((all) => [...all, ...Array.from({ length: 500 }, (_, index) => text(`ui/f${index}`))]), 'archive: there are more than 500 files'],
    ['a file in a file', () => repacked((all) => [...all, text('LICENSE/x')]), 'archive: license/x lies in a file'],
    ['no code', () => repacked((all) => all.filter(({ path }) => path !== 'dist/plugin.js')), 'files: dist/plugin.js is missing'],
    ['changed code', () => repacked((all) => all.map((file) => (file.path === 'dist/plugin.js' ? text(file.path, 'evil()') : file))), 'files: dist/plugin.js is not what plugin.json says'],
    ['an unlisted file', () => repacked((all) => [...all, text('ui/evil.html')]), 'files: ui/evil.html is not listed in plugin.json'],
    ['a file that is not there', () => edited('plugin.json', (of) => ({ ...of, files: [...(of['files'] as object[]), { path: 'ui/x', size: 0, sha256: '0'.repeat(64) }] })), 'files: ui/x is listed in plugin.json and missing'],
    ['native code', () => packPlugin(manifest, [...files, text('ui/evil.node')]).tgz, 'files: ui/evil.node has no place in a package'],
    ['wasm', () => packPlugin(manifest, [...files, text('ui/evil.wasm')]).tgz, 'files: ui/evil.wasm has no place in a package'],
    ['a file in an odd place', () => packPlugin(manifest, [...files, text('node_modules/x.js')]).tgz, 'files: node_modules/x.js has no place in a package'],
    ['an unknown field', () => packPlugin({ ...manifest, postinstall: 'x' } as never, files).tgz, /^manifest: plugin.json is not valid/],
    ['a trusted runtime', () => packPlugin({ ...manifest, runtime: 'trusted' }, files).tgz, /^manifest: plugin.json is not valid at runtime/],
    ['no version', () => packPlugin({ ...manifest, version: 'latest' }, files).tgz, 'manifest: latest is no semantic version'],
    ['too much code', () => packPlugin(manifest, [text('dist/plugin.js', unlike(2 ** 21 + 1)), ...files.slice(1)]).tgz, /^size: dist\/plugin.js has/],
  ])('with %s is refused before its signature is looked at', (_, make, expected) => {
    const said = why(() => readPackage(make()));
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it('with scripts or dependencies is refused, although all its hashes are right', () => {
    for (const [field, value] of [['scripts', { postinstall: 'x' }], ['dependencies', { left: '1' }], ['bin', 'x']] as const) {
      const about = Buffer.from(JSON.stringify({ name: 'x', [field]: value }));
      const { tgz } = packPlugin(manifest, [...files, { path: 'package.json', content: about }].filter(({ path }, index, all) => all.findIndex((each) => each.path === path) === index));
      expect(why(() => readPackage(tgz))).toMatch(/package.json (has|is there twice)/);
    }
    expect(why(() => readPackage(edited('package.json', (of) => ({ ...of, scripts: {} }))))).toMatch(/package.json is not what plugin.json says/);
  });

  it('with other permissions than those that were signed is refused', () => {
    const { tgz, bundle } = signed();
    const predicate = JSON.parse(Buffer.from(JSON.parse(bundle).dsseEnvelope.payload as string, 'base64').toString()) as { subject: []; predicateType: string; predicate: Record<string, unknown> };
    for (const [field, step] of [['permissionsSha256', 'permissions'], ['manifestSha256', 'manifest'], ['version', 'signature'], ['plugin', 'signature'], ['publisher', 'signature']] as const) {
      const other = signStatement({ ...predicate, predicate: { ...predicate.predicate, [field]: field === 'version' ? '9.9.9' : field === 'plugin' ? 'acme/other' : 'other' } }, key);
      expect(why(() => verifyPackage(tgz, other, key.publicKey))).toMatch(new RegExp(`^${step}: `));
    }
  });
});

describe('a name', () => {
  it.each([
    ['evil/slack', ['patchbay/slack'], 'patchbay/slack'], ['evil/s1ack', ['patchbay/slack'], 'patchbay/slack'], ['evil/slakc', ['acme/slack'], 'acme/slack'], ['evil/lsack', ['acme/stack'], undefined], ['evil/sIack', ['acme/weather'], undefined],
    ['acmee/weather', ['acme/weather'], 'acme/weather'], ['evil/wheather', ['acme/weather'], 'acme/weather'], ['evil/wea-ther', ['acme/weather'], 'acme/weather'], ['acme/weather2', ['acme/weather'], undefined], ['other/weather', ['acme/weather'], undefined],
  ])('%s beside %s: taken for %s', (name, known, expected) => {
    expect(looksLike(name, known)).toBe(expected);
  });
});

/** Text that does not shrink much. */
function unlike(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => String.fromCharCode(32 + ((seed = (seed * 48_271) % 2_147_483_647) % 90))).join('');
}

function checksummed(tar: Buffer): Buffer {
  tar.fill(' ', 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return tar;
}
