/** Releases that come as signed packages: taken in, kept by their digest, verified again whenever they are loaded, and taken back. */
import { type Collection, collectionOf, type Context, type Document, Failure, type NewId, operation, type Op, type Operation, type Plan, pluginPublish, pluginReleaseDecide, pluginReleaseRecord, pluginRevoke, type Row } from '@patchbay/contracts';
import type { Sandbox } from '@patchbay/sandbox';
import type { Manifest } from '@patchbay/sdk';
import type { Store } from '@patchbay/storage';
import { digest, keyIdOf } from '@patchbay/vault';
import { z } from 'zod';
import type { Directory } from '../directory.ts';
import type { Mark } from '../lifecycle/marks.ts';
import { scan } from '../marketplace/scan.ts';
import type { Registry } from '../registry/registry.ts';
import { sortedJson } from '../sorted-json.ts';
import { blobCollection, blobOps, readBlob } from './blobs.ts';
import { hintOf, REVOCATION } from './dsse.ts';
import { looksLike } from './look-alike.ts';
import { refused, type Verified, verifyPackage } from './package-file.ts';
import { keyOfNamespace, publisherCollection } from './publishers.ts';
import { signedBy } from './signed-by.ts';

/** The newest sequence of a plugin, so that of two that publish at once one is refused. */
const sequenceCollection: Collection = { name: 'plugin_sequence', kind: 'documents', fields: {} };

const releases = collectionOf(pluginReleaseRecord);
export const packageCollections: readonly Collection[] = [{ ...releases, unique: [{ fields: ['sha256'] }] }, publisherCollection, sequenceCollection, blobCollection];

export interface PackagePorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly registry: Registry;
  readonly root: string;
  readonly tell: (draft: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: Document; readonly at: number }) => Plan;
  readonly sandbox: () => Sandbox;
}

export interface Packages {
  readonly operations: readonly Operation[];
  /** Into the registry, or out of it when it was revoked. */
  load(tenant: string, id: string): Promise<void>;
  follow(directory: Directory, mark: () => Mark): void;
}

interface Publisher { readonly publicKey: string; readonly isNew: boolean }

const Revocation = z.strictObject({ plugin: z.string().max(120), version: z.string().max(60), reason: z.string().min(1).max(1000) });

export function createPackages({ store, newId, now, registry, root, sandbox }: PackagePorts): Packages {
  let directory: Directory | undefined;
  let mark: (() => Mark) | undefined;

  const keyOf = (tenant: string, namespace: string): Promise<string | undefined> => keyOfNamespace(store, [root, tenant], namespace);

  async function publisherOf(tenant: string, namespace: string, offered: string | undefined): Promise<Publisher> {
    if (namespace === 'patchbay' && tenant !== root) throw refused('policy', 'the namespace patchbay is the hub’s own');
    const known = await keyOf(tenant, namespace);
    if (known !== undefined) {
      if (offered !== undefined && offered !== known) throw refused('policy', `the namespace ${namespace} belongs to another key`);
      return { publicKey: known, isNew: false };
    }
    if (offered === undefined || keyIdOf(offered) === undefined) throw refused('policy', `nobody published as ${namespace} yet: expected the Ed25519 key of the publisher in public_key, and ${offered === undefined ? 'none came' : 'what came is no such key'}`);
    return { publicKey: offered, isNew: true };
  }

  const publish = operation(pluginPublish, async ({ package: text, signature, public_key }, ctx) => {
    const { tenant } = ctx.caller;
    const tgz = Buffer.from(text, 'base64');
    const namespace = namespaceOf(tgz, signature);
    const publisher = await publisherOf(tenant, namespace, public_key);
    const verified = verifyPackage(tgz, signature, publisher.publicKey);
    const { manifest, facts, sha256, keyId, code } = verified;
    if (facts.publisher !== namespace) throw refused('policy', 'the signature names another publisher');
    await refuseName(tenant, manifest.id);
    const sequence = await sequenceAfter(tenant, verified);
    await refuseOtherCode(manifest, code, tenant);
    const code_sha256 = digest(code);
    const scans = scan({ ...verified, takenBack: await takenBack(tenant, code_sha256) });
    const status = scans.some(({ outcome }) => outcome === 'failed') ? ('held' as const) : ('listed' as const);
    const id = newId(pluginReleaseRecord.prefix);
    ctx.target(id);
    const body = {
      plugin: manifest.id, plugin_version: manifest.version, sha256, size: tgz.length, publisher: namespace, key_id: keyId, sequence: facts.sequence, channel: facts.channel, permissions: manifest.permissions,
      status, scans, code_sha256, manifest, signature, public_key: publisher.publicKey,
    };
    const taken = (): Failure => new Failure('resource.duplicate', `${manifest.id} ${manifest.version} is published already`, { fields: ['plugin', 'plugin_version'] });
    ctx.unit.add({ op: 'insert', in: releases.name, tenant, id, body, at: ctx.now }, taken);
    for (const op of blobOps(tenant, sha256, tgz, ctx.now)) ctx.unit.add(op, taken);
    ctx.unit.add(sequence, () => 'again');
    if (publisher.isNew) ctx.unit.add({ op: 'insert', in: publisherCollection.name, tenant, id: namespace, body: { public_key: publisher.publicKey, key_id: keyId }, at: ctx.now }, () => 'again');
    announce(ctx, id);
    ctx.emit({ type: 'plugin.published', subject: manifest.id, data: { plugin: manifest.id, plugin_version: manifest.version, sha256, publisher: namespace } });
    return { id, plugin: manifest.id, plugin_version: manifest.version, sha256, permissions: [...manifest.permissions], status, scans };
  });

  /** A release in the registry never changes, and the next one has a higher sequence. */
  async function sequenceAfter(tenant: string, { manifest, facts }: Verified): Promise<Op> {
    if (registry.get(tenant, manifest.id, manifest.version) !== undefined) throw new Failure('resource.duplicate', `${manifest.id} ${manifest.version} is published already`, { fields: ['plugin', 'plugin_version'] });
    const row = await store.get(sequenceCollection.name, tenant, manifest.id);
    const last = Number(row?.body['sequence'] ?? 0);
    if (facts.sequence <= last) throw refused('policy', `its sequence is ${facts.sequence}, and ${last} was published already`);
    const same = await store.list(releases.name, { tenant, where: { plugin: manifest.id }, limit: 1000 });
    const before = same.find(({ body }) => body['plugin_version'] === manifest.version);
    if (before !== undefined) throw refused('policy', `${manifest.version} was published and is ${String(before.body['status'])}; a version is never published twice`);
    const write = { in: sequenceCollection.name, tenant, id: manifest.id, body: { sequence: facts.sequence }, at: now() };
    return row === undefined ? { op: 'insert', ...write } : { op: 'update', ...write, version: row.version };
  }

  /** A release with this code that may not run any more. */
  async function takenBack(tenant: string, code: string): Promise<string | undefined> {
    const rows = (await Promise.all([...new Set([root, tenant])].map((of) => store.list(releases.name, { tenant: of, where: { status: 'revoked' }, limit: 1000 })))).flat();
    const found = rows.find(({ body }) => body['code_sha256'] === code);
    return found === undefined ? undefined : `${String(found.body['plugin'])} ${String(found.body['plugin_version'])}`;
  }

  async function refuseName(tenant: string, plugin: string): Promise<void> {
    if (registry.releases(tenant, plugin)[0]?.origin === 'built_in') throw refused('policy', `${plugin} comes with the hub`);
    const alike = looksLike(plugin, registry.plugins(tenant));
    if (alike !== undefined) throw refused('policy', `${plugin} looks like ${alike}`);
  }

  /** The code says of itself what plugin.json says of it. */
  async function refuseOtherCode(manifest: Manifest, code: string, tenant: string): Promise<void> {
    const loaded = await sandbox().load(code, `publish/${tenant}`);
    if (loaded.kind === 'refused') throw refused('code', `the code can’t be loaded: ${loaded.message}`);
    const ask = () => sandbox().run(loaded.program, { name: 'describe', input: 'null', limits: { cpuMs: 1000, wallMs: 10_000 }, idempotent: true });
    let said = await ask();
    if (said.kind === 'stopped') said = await ask(); // a busy machine is no fault of the package
    if (said.kind !== 'done' || said.output === null) throw refused('code', `the code does not describe itself (${said.kind === 'stopped' ? said.limit : said.kind === 'threw' ? said.message : 'nothing'}); pack it with \`patchbay plugin pack\``);
    if (sortedJson(JSON.parse(said.output)) !== sortedJson(manifest)) throw refused('manifest', 'plugin.json says something else than the code');
  }

  const revoke = operation(pluginRevoke, async ({ revocation }, ctx) => {
    const { tenant } = ctx.caller;
    const { body: facts, namespace } = await readRevocation(tenant, revocation);
    const row = (await store.list(releases.name, { tenant, where: { plugin: facts.plugin }, limit: 1000 })).find(({ body }) => body['plugin_version'] === facts.version);
    if (row === undefined) throw new Failure('plugin.not_found', `There is no release ${facts.version} of ${facts.plugin} here`, { plugin: facts.plugin });
    if (row.body['publisher'] !== namespace) throw refused('policy', 'another publisher signed it');
    ctx.target(row.id);
    const running = directory?.live(tenant === root ? undefined : tenant).filter(({ plugin, version }) => plugin === facts.plugin && version === facts.version) ?? [];
    const at = new Date(ctx.now).toISOString();
    if (row.body['status'] !== 'revoked') ctx.unit.add({ op: 'update', in: releases.name, tenant, id: row.id, body: { ...row.body, status: 'revoked', revoked_because: facts.reason, revoked_at: at, revocation }, at: ctx.now, version: row.version }, () => 'again');
    announce(ctx, row.id);
    ctx.unit.after(async () => {
      for (const { tenant: of, id, version } of running) await mark?.()(of, id, ({ body }) => (body['installed_version'] === version ? { body: { status: 'quarantined', status_reason: `${version} was taken back: ${facts.reason}`, status_since: at } } : undefined));
    });
    return { id: row.id, stopped: running.length };
  });

  const decideRelease = operation(pluginReleaseDecide, async ({ id, decision, reason }, ctx) => {
    const { tenant } = ctx.caller;
    const row = await store.get(releases.name, tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `There is no release ${id} here`, { id });
    if (row.body['status'] !== 'held') throw refused('policy', `it is ${String(row.body['status'])}, and only what is held waits for a decision`);
    const status = decision === 'list' ? ('listed' as const) : ('rejected' as const);
    ctx.target(id);
    ctx.unit.add({ op: 'update', in: releases.name, tenant, id, body: { ...row.body, status, decided_because: reason }, at: ctx.now, version: row.version }, () => 'again');
    announce(ctx, id);
    return { id, status };
  });

  async function readRevocation(tenant: string, text: string): Promise<{ body: z.output<typeof Revocation>; namespace: string }> {
    const signed = await signedBy(text, { store, tenants: [tenant, root] });
    if (signed.kind === 'bad') throw refused('signature', signed.why);
    const parsed = Revocation.safeParse(signed.statement.predicate);
    if (signed.statement.predicateType !== REVOCATION || !parsed.success) throw refused('signature', 'what was signed is no revocation');
    const namespace = parsed.data.plugin.split('/')[0]!;
    if (await keyOf(tenant, namespace) !== signed.publicKey) throw refused('policy', `the key is not the one of ${namespace}`);
    return { body: parsed.data, namespace };
  }

  function announce(ctx: Context, id: string): void {
    const { tenant } = ctx.caller;
    if (directory === undefined) throw new Error('packages need their directory');
    ctx.unit.add(directory.changeOp(tenant, { kind: 'release', id }, ctx.now));
    ctx.unit.after(() => directory!.refresh(tenant, { kind: 'release', id }));
  }

  async function load(tenant: string, id: string): Promise<void> {
    const row = await store.get(releases.name, tenant, id);
    if (row === undefined || row.body['status'] !== 'listed') return registry.drop(tenant, id);
    const { body } = row;
    let source: Promise<string> | undefined;
    const read = (): Promise<string> => (source ??= sourceOf(row, store).catch((error: unknown) => { source = undefined; throw error; }));
    registry.put(tenant, id, {
      plugin: String(body['plugin']), version: String(body['plugin_version']), manifest: body['manifest'] as unknown as Manifest, code: { kind: 'sandboxed', digest: String(body['sha256']), source: read },
      origin: 'package', at: row.created_at, channel: body['channel'] as 'stable',
    });
  }

  return Object.freeze({ operations: [publish, revoke, decideRelease], load, follow(of: Directory, marks: () => Mark) { directory = of; mark = marks; } });
}

/** From the store, and verified as on the first day. */
async function sourceOf({ tenant, body }: Row, store: Store): Promise<string> {
  try {
    const tgz = await readBlob(store, tenant, String(body['sha256']));
    const { code, manifest } = verifyPackage(tgz, String(body['signature']), String(body['public_key']), String(body['sha256']));
    if (sortedJson(manifest) !== sortedJson(body['manifest'])) throw refused('manifest', 'the kept manifest is another one');
    return code;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'package.refused') throw error;
    throw new Failure('package.damaged', `The stored package of ${String(body['plugin'])} ${String(body['plugin_version'])} is not what was verified: ${String(error.details['reason'])}`, { plugin: body['plugin'], step: error.details['step'] });
  }
}

/** Only to find the key; the package is not believed before the signature holds. */
function namespaceOf(tgz: Buffer, bundle: string): string {
  const payload = hintOf(bundle) === undefined ? undefined : (JSON.parse(bundle) as { dsseEnvelope: { payload: string } }).dsseEnvelope.payload;
  const named = payload === undefined ? undefined : /"publisher":"([a-z0-9][a-z0-9-]{0,79})"/.exec(Buffer.from(payload, 'base64').toString('utf8'))?.[1];
  if (named === undefined) throw refused('signature', 'the signature file is no Sigstore bundle v0.3 of a release');
  if (tgz.length === 0) throw refused('archive', 'it is empty');
  return named;
}
