/** All documents of a resource in memory, made ready for use. Changes come in by a log that every hub on the store follows. */
import type { Collection, NewId, Op, Row } from '@patchbay/contracts';
import { followLog, type LogFollower, type Store } from '@patchbay/storage';

export interface Mirrored {
  readonly id: string;
  readonly version: number;
  readonly enabled?: boolean;
}

export interface MirrorPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly report: (error: unknown) => void;
}

export interface Mirror<T extends Mirrored> {
  start(): Promise<void>;
  stop(): void;
  get(tenant: string, id: string): T | undefined;
  /** What is unknown here, or switched off, is read anew: other hubs may have heard more. Nothing is given up on less. */
  look(tenant: string, id: string): Promise<T | undefined>;
  of(tenant: string): ReadonlyMap<string, T> | undefined;
  all(): Iterable<T>;
  /** Belongs into the unit of every change. */
  changeOp(change: { readonly tenant: string; readonly id: string; readonly at: number }): Op;
  /** Reads one anew, at once. */
  refresh(tenant: string, id: string): Promise<void>;
  onChange(listener: (tenant: string, id: string, item: T | undefined) => void): void;
  readonly follower: LogFollower;
}

/** Which documents changed, in the order of commits. */
export const changesOf = (resource: string): Collection => ({ name: `${resource}_change`, kind: 'log', lean: true, fields: {} });

export function createMirror<T extends Mirrored>({ store, newId, report }: MirrorPorts, { resource, make }: { readonly resource: string; readonly make: (row: Row) => T | undefined }): Mirror<T> {
  const log = changesOf(resource).name;
  const tenants = new Map<string, Map<string, T>>();
  const listeners: ((tenant: string, id: string, item: T | undefined) => void)[] = [];
  const turns = new Map<string, Promise<void>>();
  const follower = followLog({ store, report }, log, async (changes) => { for (const { tenant, body } of changes) await refresh(tenant, String(body['id'] ?? body[resource])); }, { renew });

  function put(tenant: string, id: string, item: T | undefined): void {
    const items = tenants.get(tenant) ?? new Map<string, T>();
    tenants.set(tenant, items);
    if (item === undefined) items.delete(id);
    else items.set(id, item);
  }

  /** One that can't be read is not there, and keeps nobody else from being read. */
  function made(row: Row): T | undefined {
    try {
      return make(row);
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  async function start(): Promise<void> {
    await follower.start();
    for await (const rows of store.scan(resource, {})) for (const row of rows) put(row.tenant, row.id, made(row));
  }

  /** Of a store that was restored: versions say nothing there, and what is gone nobody tells. */
  async function renew(): Promise<void> {
    const there = new Map<string, Row>();
    for await (const rows of store.scan(resource, {})) for (const row of rows) there.set(`${row.tenant} ${row.id}`, row);
    const gone = [...tenants].flatMap(([tenant, items]) => [...items.keys()].map((id) => ({ tenant, id }))).filter(({ tenant, id }) => !there.has(`${tenant} ${id}`));
    for (const { tenant, id } of gone) replace(tenant, id, undefined);
    for (const row of there.values()) replace(row.tenant, row.id, made(row));
  }

  function replace(tenant: string, id: string, item: T | undefined): void {
    put(tenant, id, item);
    for (const listener of listeners) listener(tenant, id, item);
  }

  /** One after the other for each: who read it earlier and was slow must not put back what it was. */
  function refresh(tenant: string, id: string): Promise<void> {
    const key = `${tenant} ${id}`;
    const turn = (turns.get(key) ?? Promise.resolve()).catch(() => undefined).then(() => reread(tenant, id));
    const left = (): void => { if (turns.get(key) === turn) turns.delete(key); };
    turns.set(key, turn);
    turn.then(left, left);
    return turn;
  }

  async function reread(tenant: string, id: string): Promise<void> {
    const row = await store.get(resource, tenant, id);
    const known = tenants.get(tenant)?.get(id);
    if (row === undefined ? known === undefined : known !== undefined && known.version >= row.version) return;
    replace(tenant, id, row === undefined ? undefined : made(row));
  }

  const get = (tenant: string, id: string): T | undefined => tenants.get(tenant)?.get(id);

  async function look(tenant: string, id: string): Promise<T | undefined> {
    const known = get(tenant, id);
    if (known !== undefined && known.enabled !== false) return known;
    await refresh(tenant, id);
    return get(tenant, id);
  }

  return Object.freeze({
    start, refresh, get, look, follower,
    stop: follower.stop,
    of: (tenant: string) => tenants.get(tenant),
    *all() { for (const items of tenants.values()) yield* items.values(); },
    changeOp: ({ tenant, id, at }: { readonly tenant: string; readonly id: string; readonly at: number }): Op => ({ op: 'append', in: log, tenant, id: newId('chg'), body: { id, [resource]: id }, at }), // while hubs are replaced, those of the release of before tell and read it by the name of the resource
    onChange: (listener: (tenant: string, id: string, item: T | undefined) => void) => { listeners.push(listener); },
  });
}
