/** A package: packed so that the same plugin gives the same bytes, and verified in an order in which nothing is believed before it is proved. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { Failure } from '@patchbay/contracts';
import type { Manifest } from '@patchbay/sdk';
import { digest, digest512 } from '@patchbay/vault';
import { z } from 'zod';
import { parseVersion } from '../version.ts';
import { checkBundle, RELEASE, signStatement, type SigningPair } from './dsse.ts';
import { PluginJson } from './manifest-schema.ts';
import { type PackageFile, readTar, TarRefused, writeTar } from './tar.ts';

export const PACKAGE_LIMITS = { bytes: 10 * 2 ** 20, unpackedBytes: 50 * 2 ** 20, ratio: 100, files: 500, bundleBytes: 2 * 2 ** 20 };
export const CODE_FILE = 'dist/plugin.js';
const NEEDED = ['package.json', 'plugin.json', CODE_FILE, 'README.md', 'LICENSE'];
const ALLOWED = /^(package\.json|plugin\.json|dist\/plugin\.js|dist\/plugin\.js\.map|ui\/[^/].*|docs\/[^/].*|icon\.svg|README\.md|CHANGELOG\.md|LICENSE|sbom\.cdx\.json)$/;
const FORBIDDEN = /\.(node|wasm|so|dll|dylib|exe|jsc|bin)$/i;

const Predicate = z.strictObject({
  publisher: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/), plugin: z.string().max(120), version: z.string().max(60), sequence: z.int().min(1), channel: z.enum(['stable', 'beta', 'security']),
  manifestSha256: z.string(), permissionsSha256: z.string(), sdkVersion: z.string().max(60), sourceCommit: z.string().max(120).optional(),
});
export type ReleaseFacts = z.output<typeof Predicate>;

export interface Packed { readonly tgz: Buffer; readonly sha256: string; readonly fileName: string; readonly manifest: Manifest }

export interface Verified {
  readonly sha256: string;
  readonly keyId: string;
  readonly facts: ReleaseFacts;
  readonly manifest: Manifest;
  readonly code: string;
  readonly files: readonly PackageFile[];
}

/** The files besides package.json and plugin.json, which are made here. */
export function packPlugin(manifest: Manifest, files: readonly PackageFile[]): Packed {
  const about = Buffer.from(`${JSON.stringify({ name: `@${manifest.id}`, version: manifest.version, description: manifest.summary, type: 'module', main: CODE_FILE, keywords: ['patchbay-plugin'] }, undefined, 2)}\n`);
  const listed = [...files, { path: 'package.json', content: about }].sort((a, b) => (a.path < b.path ? -1 : 1));
  const json = Buffer.from(`${JSON.stringify({ ...manifest, files: listed.map(({ path, content }) => ({ path, size: content.length, sha256: digest(content) })) }, undefined, 1)}\n`);
  const tgz = gzipSync(writeTar([...listed, { path: 'plugin.json', content: json }]), { level: 9 });
  tgz[9] = 255; // the system that packed is nobody's business, and would change the digest
  return { tgz, sha256: digest(tgz), fileName: `${manifest.id.replace('/', '-')}-${manifest.version}.tgz`, manifest };
}

export interface Signing { readonly sequence: number; readonly channel?: ReleaseFacts['channel']; readonly sdkVersion: string; readonly sourceCommit?: string }

export function signPackage(tgz: Buffer, { sequence, channel = 'stable', sdkVersion, sourceCommit }: Signing, pair: SigningPair): string {
  const { manifest, json } = readPackage(tgz);
  const [publisher = ''] = manifest.id.split('/');
  const predicate: ReleaseFacts = {
    publisher, plugin: manifest.id, version: manifest.version, sequence, channel, manifestSha256: digest(json), permissionsSha256: permissionsDigest(manifest), sdkVersion, ...(sourceCommit === undefined ? {} : { sourceCommit }),
  };
  return signStatement({ subject: [{ name: `${manifest.id.replace('/', '-')}-${manifest.version}.tgz`, digest: { sha256: digest(tgz), sha512: digest512(tgz) } }], predicateType: RELEASE, predicate }, pair);
}

export const permissionsDigest = ({ permissions }: Manifest): string => digest(JSON.stringify([...permissions].sort()));

/** Steps of the verification that need nobody else: size, archive, signature, digests. Policy and consent come behind it. */
export function verifyPackage(tgz: Buffer, bundle: string, publicKey: string, expected?: string): Verified {
  if (tgz.length > PACKAGE_LIMITS.bytes) throw refused('size', `it has ${tgz.length} bytes, more than the ${PACKAGE_LIMITS.bytes} it may have`);
  const { manifest, json, files } = readPackage(tgz);
  const sha256 = digest(tgz);
  if (expected !== undefined && sha256 !== expected) throw refused('digest', 'its sha256 is another one than expected');
  const checked = checkBundle(bundle, publicKey);
  if (checked.kind === 'bad') throw refused('signature', checked.why);
  const { subject: [subject], predicateType, predicate } = checked.statement;
  if (subject!.digest.sha256 !== sha256 || (subject!.digest.sha512 !== undefined && subject!.digest.sha512 !== digest512(tgz))) throw refused('signature', 'the signature is of another package');
  const facts = Predicate.safeParse(predicate);
  if (predicateType !== RELEASE || !facts.success) throw refused('signature', 'what was signed is no release of a plugin');
  refuseOtherFacts(facts.data, manifest, json);
  return { sha256, keyId: checked.keyId, facts: facts.data, manifest, code: Buffer.from(files.find(({ path }) => path === CODE_FILE)!.content).toString('utf8'), files };
}

/** Reads, checks the list of files, and believes nothing else. */
export function readPackage(tgz: Buffer): { readonly manifest: Manifest; readonly json: Buffer; readonly files: readonly PackageFile[] } {
  const files = filesOf(tgz);
  const missing = NEEDED.filter((path) => !files.some((file) => file.path === path));
  if (missing.length > 0) throw refused('files', `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`);
  const json = Buffer.from(files.find(({ path }) => path === 'plugin.json')!.content);
  const parsed = PluginJson.safeParse(jsonOf(json.toString('utf8')));
  if (!parsed.success) throw refused('manifest', `plugin.json is not valid at ${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? 'it is no JSON'}`);
  const { files: listed, ...manifest } = parsed.data as unknown as PluginJson; // the schema is the type, with bounds
  if (parseVersion(manifest.version) === undefined) throw refused('manifest', `${manifest.version} is no semantic version`);
  refuseOtherFiles(files.filter(({ path }) => path !== 'plugin.json'), listed);
  refuseScripts(files);
  return { manifest, json, files };
}

function filesOf(tgz: Buffer): PackageFile[] {
  try {
    const most = Math.min(PACKAGE_LIMITS.unpackedBytes, Math.max(tgz.length * PACKAGE_LIMITS.ratio, 64 * 1024));
    return readTar(gunzipSync(tgz, { maxOutputLength: most }), PACKAGE_LIMITS);
  } catch (error) {
    if (error instanceof TarRefused) throw refused('archive', error.message);
    throw refused('archive', error instanceof RangeError ? 'it unpacks to more than it may' : 'it is no gzip archive');
  }
}

function refuseOtherFiles(files: readonly PackageFile[], listed: PluginJson['files']): void {
  const bad = files.find(({ path }) => FORBIDDEN.test(path) || !ALLOWED.test(path));
  if (bad !== undefined) throw refused('files', `${bad.path} has no place in a package`);
  for (const { path, content } of files) {
    const entry = listed.find((each) => each.path === path);
    if (entry === undefined) throw refused('files', `${path} is not listed in plugin.json`);
    if (entry.size !== content.length || entry.sha256 !== digest(content)) throw refused('files', `${path} is not what plugin.json says`);
  }
  const gone = listed.find(({ path }) => !files.some((file) => file.path === path));
  if (gone !== undefined) throw refused('files', `${gone.path} is listed in plugin.json and missing`);
  const code = files.find(({ path }) => path === CODE_FILE);
  if (code !== undefined && code.content.length > PACKAGE_LIMITS.bundleBytes) throw refused('size', `${CODE_FILE} has ${code.content.length} bytes, more than the ${PACKAGE_LIMITS.bundleBytes} it may have`);
}

/** What npm would run or fetch. */
function refuseScripts(files: readonly PackageFile[]): void {
  const about = jsonOf(Buffer.from(files.find(({ path }) => path === 'package.json')!.content).toString('utf8'));
  const found = typeof about !== 'object' || about === null ? ['a JSON object'] : ['scripts', 'dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies', 'bundledDependencies', 'gypfile', 'bin'].filter((field) => field in about);
  if (found.length > 0) throw refused('files', `package.json has ${found.join(', ')}; a plugin brings one file of code and installs nothing`);
}

function refuseOtherFacts(facts: ReleaseFacts, manifest: Manifest, json: Buffer): void {
  if (facts.plugin !== manifest.id || facts.version !== manifest.version || facts.publisher !== manifest.id.split('/')[0]) throw refused('signature', 'the signature names another plugin, version or publisher than plugin.json');
  if (facts.manifestSha256 !== digest(json)) throw refused('manifest', 'plugin.json is not the one that was signed');
  if (facts.permissionsSha256 !== permissionsDigest(manifest)) throw refused('permissions', 'the permissions are not those that were signed');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const refused = (step: string, reason: string): Failure => new Failure('package.refused', `The package is refused: ${reason}`, { step, reason });
