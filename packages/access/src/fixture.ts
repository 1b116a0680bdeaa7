/** For the tests: access over a real store with a clock that is set by hand, and the resource engine's part played in a few lines. */
import { hash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, collectionOf, type Context, createIds, type Document, Failure, hubResources, type Op, type Row, schemasOf } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { type Access, createAccess } from './access.ts';
import { collections as ownCollections } from './collections.ts';

export interface Clock { at: number }
type Owned = 'api_key' | 'tenant' | 'role_binding';
type Created = Document & { readonly id: string };

export interface Fixture {
  readonly file: string;
  readonly store: Store;
  readonly access: Access;
  readonly clock: Clock;
  /** A second hub on the same file. */
  another(): Promise<Fixture>;
  /** The caller of the first key. */
  root(): Promise<{ key: string; caller: Caller }>;
  enter(key: string, tenant?: string): Promise<Caller>;
  create(resource: Owned, fields: Document, caller: Caller): Promise<Created>;
  update(resource: Owned, id: string, patch: Document, caller: Caller): Promise<void>;
  remove(resource: Owned, id: string, caller: Caller): Promise<void>;
  show(resource: Owned, id: string, caller: Caller): Promise<Document>;
  [Symbol.asyncDispose](): Promise<void>;
}

const sha256 = (text: string): string => hash('sha256', text);
const collections = [...hubResources.filter((each) => each.kind === 'resource').map(collectionOf), ...ownCollections];

export async function openAccess(limits = { principal: 600, tenant: 6000 }): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-access-'));
  const clock = { at: Date.UTC(2030, 0, 1) };
  const hub = await openHub(join(folder, 'hub.db'), clock, limits);
  return { ...hub, async [Symbol.asyncDispose]() { await hub[Symbol.asyncDispose](); await rm(folder, { recursive: true }); } };
}

async function openHub(file: string, clock: Clock, limits: { principal: number; tenant: number }): Promise<Fixture> {
  const now = (): number => clock.at;
  const store = await openSqlite({ file, collections, now });
  const newId = createIds({ now, random: () => randomBytes(10) });
  const access = createAccess({ store, newId, now, random: randomBytes, digest: sha256, load: () => Promise.reject(new Error('there is no network')), tell: () => ({ ops: [], committed() {} }), brought: () => [] }, { limits });
  const enter = (key: string, tenant?: string): Promise<Caller> => access.authenticate({ authorization: `Bearer ${key}`, tenant });

  /** One call: runs, then commits what it collected. */
  async function perform<T>(caller: Caller, run: (ctx: Context, add: (op: Op) => void) => Promise<T>): Promise<T> {
    const ops: Op[] = [];
    const unit = { add: (op: Op) => { ops.push(op); }, after() {} };
    const ctx: Context = { caller, signal: new AbortController().signal, now: clock.at, callId: newId('call'), via: 'rest', dryRun: false, unit, emit() {}, target() {} };
    const answer = await run(ctx, unit.add);
    const outcome = await store.commit(ops);
    if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.why} at ${JSON.stringify(ops[outcome.at])}`);
    return answer;
  }

  async function rowOf(resource: Owned, id: string, caller: Caller): Promise<Row> {
    const row = await store.get(resource, caller.tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `no ${resource} ${id}`);
    return row;
  }

  const fixture: Fixture = {
    file, store, access, clock, enter,
    another: () => openHub(file, clock, limits),
    async root() {
      const { key } = await access.bootstrap();
      if (key === undefined) throw new Error('this store has its first key already');
      return { key, caller: await enter(key) };
    },
    create: (resource, fields, caller) => perform(caller, async (ctx, add) => {
      const definition = hubResources.find((each) => each.name === resource)!;
      const parsed = schemasOf(definition).create.parse(fields);
      const id = newId(definition.prefix);
      const { computed, once } = await access.behaviours[resource].create!(parsed, { ...ctx, id });
      add({ op: 'insert', in: resource, tenant: caller.tenant, id, at: ctx.now, body: { ...parsed, ...computed } });
      return { id, ...parsed, ...computed, ...once };
    }),
    update: (resource, id, patch, caller) => perform(caller, async (ctx, add) => {
      const row = await rowOf(resource, id, caller);
      const after = { ...row.body, ...patch };
      const computed = await access.behaviours[resource].update!(row, after, ctx, []);
      add({ op: 'update', in: resource, tenant: caller.tenant, id, at: ctx.now, version: row.version, body: { ...after, ...computed } });
    }),
    remove: (resource, id, caller) => perform(caller, async (ctx, add) => {
      const row = await rowOf(resource, id, caller);
      await access.behaviours[resource].delete!(row, ctx);
      add({ op: 'delete', in: resource, tenant: caller.tenant, id, version: row.version });
    }),
    show: (resource, id, caller) => perform(caller, async (ctx) => {
      const row = await rowOf(resource, id, caller);
      const [shown] = (await access.behaviours[resource].show?.([row], ctx)) ?? [];
      return { ...row.body, ...shown, version: row.version };
    }),
    [Symbol.asyncDispose]: () => store.close(),
  };
  return fixture;
}

export const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  try { await promise; } catch (error) { if (error instanceof Failure) return error; throw error; }
  throw new Error('was not refused');
};

export { ROOT_TENANT } from './issue-key.ts';
