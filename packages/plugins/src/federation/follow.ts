/** Following another hub: its list is believed or not, what is new there is published here by the one path of every package, and what it took back is taken back. */
import { type Behaviour, type Call, type Caller, type Collection, type Context, covers, type Document, Failure, gaveUp, operation, type Operation, type Plan, pluginPublish, registryRefresh, type Row, scopeSet, type TenantId } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { digest } from '@patchbay/vault';
import { z } from 'zod';
import type { SendEgress } from '../broker/send-request.ts';
import { publisherCollection } from '../packages/publishers.ts';
import type { Registry } from '../registry/registry.ts';
import { type Believed, type Index, readIndex } from './signed-index.ts';

/** What is known of a registry besides what is declared, under its id. */
export const believedCollection: Collection = { name: 'registry_state', kind: 'documents', fields: {} };

export interface FollowPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly registry: Registry;
  readonly root: string;
  readonly send: SendEgress;
  readonly tokenOf: (row: Row) => Promise<string | undefined>;
  readonly invoke: (call: Call) => Promise<{ readonly output: unknown }>;
  readonly newCallId: () => string;
  readonly tell: (draft: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: Document; readonly at: number }) => Plan;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export interface Follow {
  readonly behaviour: Behaviour;
  readonly operations: readonly Operation[];
  /** Whether one that this tenant gets plugins from did not answer when it was asked last: nobody knows what is new there. */
  isOutOfReach(tenant: string): Promise<boolean>;
  /** All that are fetched. */
  refreshAll(stopping: AbortSignal): Promise<void>;
}

interface State extends Partial<Believed> { readonly problem: string | null; readonly trouble: 'refused' | 'unreachable' | null; readonly releases: number }
interface Wanted { readonly plugin: string; readonly plugin_version: string; readonly sha256: string; readonly public_key: string }
interface Refreshed { readonly index_version: number; readonly taken: string[]; readonly revoked: string[]; readonly wanted: Wanted[]; readonly problems: string[] }

const IndexReply = z.object({ index: z.string() });
const PackageReply = z.object({ package: z.string(), signature: z.string(), public_key: z.string() });
const MOST_BYTES = 16 * 2 ** 20;
const DEADLINE_MS = 30_000;

export function createFollow({ store, now, registry, root, send, tokenOf, invoke, newCallId, tell, report }: FollowPorts): Follow {
  async function read({ tenant, id }: Pick<Row, 'tenant' | 'id'>): Promise<{ readonly state: State; readonly version: number }> {
    const row = await store.get(believedCollection.name, tenant, id);
    return { state: (row?.body ?? { problem: null, trouble: null, releases: 0 }) as unknown as State, version: row?.version ?? 0 }; // written below and nowhere else
  }

  /** Against the version that was read: of two lists that come at the same time, the older one can't win. Answers the new version. */
  async function remember({ tenant, id, body }: Row, version: number, state: State, told?: string): Promise<number> {
    const at = now();
    const write = { in: believedCollection.name, tenant, id, body: { ...state }, at };
    const plan = told === undefined ? undefined : tell({ tenant, type: 'registry.refused', subject: id, data: { registry: id, name: body['name'], reason: told }, at });
    const { kind } = await store.commit([{ op: 'present', in: 'registry', tenant, id }, version === 0 ? { op: 'insert', ...write } : { op: 'update', ...write, version }, ...(plan?.ops ?? [])]);
    if (kind === 'refused') throw new Failure('resource.conflict', 'Two took over the list of one registry at the same time');
    plan?.committed();
    return version + 1;
  }

  async function refresh(row: Row, given: string | undefined, signal: AbortSignal): Promise<Refreshed> {
    if (given === undefined && row.body['url'] === undefined) throw new Failure('input.invalid', `${String(row.body['name'])} has no url: hand its list over`, { issues: [{ path: 'index', message: 'is missing' }] });
    const { state: before, version } = await read(row);
    let kept = version;
    try {
      const text = given ?? IndexReply.parse(await fetchFrom(row, '/v1/plugin_index', signal)).index;
      const index = readIndex(text, String(row.body['public_key']), believed(before), now());
      const state = { version: index.version, digest: digest(text), expires_at: index.expiresAt, releases: index.releases.length, problem: null, trouble: null };
      kept = await remember(row, kept, state);
      const done = await takeOver(row, index, given === undefined, signal);
      if (done.problems.length > 0) await remember(row, kept, { ...state, problem: done.problems[0]!.slice(0, 1000) });
      return done;
    } catch (error) {
      if (gaveUp(signal)) throw error;
      const trouble = error instanceof Failure && error.code === 'registry.refused' ? 'refused' : 'unreachable';
      const problem = error instanceof Failure ? String(error.details['reason'] ?? error.message) : 'it answers something that is no list';
      if (before.problem !== problem && kept === version) await remember(row, kept, { ...before, problem: problem.slice(0, 1000), trouble }, trouble === 'refused' ? problem : undefined);
      if (error instanceof Failure && trouble === 'refused') throw error;
      return { index_version: before.version ?? 0, taken: [], revoked: [], wanted: [], problems: [problem] }; // it is tried again by itself: an answer about the registry, and no fault of this call
    }
  }

  /** In the order of their sequences, so that none stands in the way of another. What fails is told, and the others go on. */
  async function takeOver(row: Row, { releases, publishers, revocations, version }: Index, fetches: boolean, signal: AbortSignal): Promise<Refreshed> {
    const done: Refreshed = { index_version: version, taken: [], revoked: [], wanted: [], problems: [] };
    const asked = row.body['namespaces'] as readonly string[];
    const ours = ({ plugin }: { readonly plugin: string }): boolean => asked.length === 0 || asked.includes(plugin.split('/')[0]!);
    const last = await sequencesIn(row.tenant);
    const news = releases.filter((each) => ours(each) && each.sequence > (last.get(each.plugin) ?? 0) && registry.get(row.tenant, each.plugin, each.version) === undefined).sort((a, b) => a.sequence - b.sequence);
    for (const { plugin, version: plugin_version, sha256, publicKey: public_key } of news) {
      const wanted = { plugin, plugin_version, sha256, public_key };
      await followKey(row, publishers.find(({ namespace }) => plugin.startsWith(`${namespace}/`)), public_key, signal);
      if (!fetches) { done.wanted.push(wanted); continue; }
      await publish(row, wanted, signal).then(() => done.taken.push(`${plugin} ${plugin_version}`), (error: unknown) => done.problems.push(`${plugin} ${plugin_version}: ${error instanceof Error ? error.message : 'it failed'}`));
    }
    for (const { plugin, version: of, statement } of revocations.filter(ours)) {
      if (!(await isListed(row.tenant, plugin, of))) continue;
      await callAs(row, 'plugin_revoke', { revocation: statement }, signal).then(() => done.revoked.push(`${plugin} ${of}`), (error: unknown) => done.problems.push(`${plugin} ${of}: ${error instanceof Error ? error.message : 'it failed'}`));
    }
    return done;
  }

  /** From the key that is known here to the one that signed, by the word of each key before. What does not fit is left to the refusal of the package. */
  async function followKey(row: Row, publisher: Index['publishers'][number] | undefined, wanted: string, signal: AbortSignal): Promise<void> {
    for (const rotation of publisher?.rotations ?? []) {
      const known = await store.get(publisherCollection.name, row.tenant, publisher!.namespace);
      if (known === undefined || known.body['public_key'] === wanted) return;
      await callAs(row, 'plugin_publisher_rotate', { rotation }, signal).catch((error: unknown) => { if (!(error instanceof Failure)) throw error; });
    }
  }

  async function publish(row: Row, { sha256, public_key }: Wanted, signal: AbortSignal): Promise<void> {
    const { package: tgz, signature } = PackageReply.parse(await fetchFrom(row, `/v1/plugin_packages/${sha256}`, signal));
    if (digest(Buffer.from(tgz, 'base64')) !== sha256) throw new Failure('package.refused', 'The package is refused: its sha256 is another one than the list says', { step: 'digest', reason: 'its sha256 is another one than the list says' });
    await callAs(row, 'plugin_publish', { package: tgz, signature, public_key }, signal);
  }

  async function sequencesIn(tenant: string): Promise<ReadonlyMap<string, number>> {
    const rows = await store.list('plugin_sequence', { tenant, limit: 10_000 });
    return new Map(rows.map(({ id, body }) => [id, Number(body['sequence'])]));
  }

  const isListed = async (tenant: string, plugin: string, version: string): Promise<boolean> =>
    (await store.list('plugin_release', { tenant, where: { plugin }, limit: 1000 })).some(({ body }) => body['plugin_version'] === version && body['status'] !== 'revoked');

  /** On record as the registry, which may do this and nothing else. */
  async function callAs({ tenant, id, body }: Row, action: string, input: Document, signal: AbortSignal): Promise<void> {
    const caller: Caller = { tenant: tenant as TenantId, principal: id, name: `registry ${String(body['name'])}`, scopes: scopeSet(['plugin_release:write']), issuers: [] };
    await invoke({ action, input, caller, signal, via: 'registry', requestId: newCallId() });
  }

  async function fetchFrom(row: Row, path: string, signal: AbortSignal): Promise<unknown> {
    const url = String(row.body['url']);
    const token = await tokenOf(row);
    const reply = await send({ method: 'GET', url: `${url.replace(/\/+$/, '')}${path}`, headers: { accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, deadlineMs: DEADLINE_MS, maxBytes: MOST_BYTES }, signal);
    if (reply.status !== 200) throw new Failure('upstream.unavailable', `${String(row.body['name'])} answered ${reply.status}`, { upstream: row.body['name'], status_there: reply.status });
    return JSON.parse(Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.byteLength).toString('utf8')) as unknown;
  }

  const refreshOne = operation(registryRefresh, async ({ id, index }, ctx) => {
    const row = await store.get('registry', ctx.caller.tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `There is no registry ${id} here`, { id });
    ctx.target(id);
    return refresh(row, index, ctx.signal);
  });

  return Object.freeze({
    operations: [refreshOne],
    behaviour: {
      create(_, ctx) {
        refuseReach(ctx);
        return { computed: { status: 'waiting', problem: null, index_version: null, index_expires_at: null, releases: 0 } };
      },
      update({ body: { status, problem, index_version, index_expires_at, releases } }, _, ctx) {
        refuseReach(ctx);
        return { status, problem, index_version, index_expires_at, releases };
      },
      async delete({ tenant, id }, ctx) { if ((await store.get(believedCollection.name, tenant, id)) !== undefined) ctx.unit.add({ op: 'delete', in: believedCollection.name, tenant, id }, () => 'again'); },
      show: async (rows) => Promise.all(rows.map(async (row) => shown((await read(row)).state, now()))),
    } satisfies Behaviour,
    async isOutOfReach(tenant: string) {
      const states = await Promise.all([...new Set([tenant, root])].map((of) => store.list(believedCollection.name, { tenant: of, limit: 1000 })));
      return states.flat().some(({ body }) => body['trouble'] === 'unreachable');
    },
    async refreshAll(stopping: AbortSignal) {
      for await (const rows of store.scan('registry', {}, stopping)) {
        const followed = rows.filter(({ body }) => body['enabled'] === true && body['url'] !== undefined);
        await Promise.all(followed.map((row) => refresh(row, undefined, AbortSignal.any([stopping, AbortSignal.timeout(DEADLINE_MS * 4)])).catch((error: unknown) => { if (!stopping.aborted && !(error instanceof Failure)) report(error, { registry: row.id }); }))); // none waits for another that is slow
      }
    },
  });
}

/** What it brings is published here: who may not publish can’t let others do it. */
function refuseReach({ caller }: Context): void {
  const needs = pluginPublish.scope;
  if (!covers(caller.scopes, [needs])) throw new Failure('caller.forbidden', `${caller.name} may not publish plugins, and so not follow who does`, { needs, has: caller.scopes.list });
}

const believed = ({ version, digest: of, expires_at }: State): Believed | undefined => (version === undefined || of === undefined || expires_at === undefined ? undefined : { version, digest: of, expires_at });

function shown({ version, expires_at, problem, trouble, releases }: State, now: number): Document {
  const status = trouble ?? (expires_at === undefined ? 'waiting' : Date.parse(expires_at) <= now ? 'stale' : 'current');
  return { status, problem, index_version: version ?? null, index_expires_at: expires_at ?? null, releases };
}
