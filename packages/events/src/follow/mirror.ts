/** All documents of a resource in memory, made ready for use. Changes come in by a log that every hub on the store follows. */
import type { Collection, NewId, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

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
}

const AT_ONCE = 500;

/** Which documents changed, in the order of commits. */
export const changesOf = (resource: string): Collection => ({ name: `${resource}_change`, kind: 'log', lean: true, fields: {} });

export function createMirror<T extends Mirrored>({ store, newId, report }: MirrorPorts, { resource, make }: { readonly resource: string; readonly make: (row: Row) => T }): Mirror<T> {
  const log = changesOf(resource).name;
  const tenants = new Map<string, Map<string, T>>();
  const listeners: ((tenant: string, id: string, item: T | undefined) => void)[] = [];
  let seen = 0;
  let following: Promise<void> | undefined;
  let again = false;
  let stopListening = (): void => undefined;

  function put(tenant: string, id: string, item: T | undefined): void {
    const items = tenants.get(tenant) ?? new Map<string, T>();
    tenants.set(tenant, items);
    if (item === undefined) items.delete(id);
    else items.set(id, item);
  }

  async function start(): Promise<void> {
    stopListening = store.onAppend((logs) => { if (logs.has(log)) void follow(); });
    seen = await store.head(log);
    for await (const rows of store.scan(resource, {})) for (const row of rows) put(row.tenant, row.id, make(row));
  }

  /** One at a time; who rings meanwhile makes it look once more. */
  function follow(): Promise<void> {
    again = true;
    return (following ??= catchUp().catch(report).finally(() => { following = undefined; }));
  }

  async function catchUp(): Promise<void> {
    while (again) {
      again = false;
      const changes = await store.tail(log, { after: seen, limit: AT_ONCE });
      for (const { tenant, body, seq } of changes) {
        await refresh(tenant, String(body['id']));
        seen = seq ?? seen;
      }
      again ||= changes.length === AT_ONCE;
    }
  }

  async function refresh(tenant: string, id: string): Promise<void> {
    const row = await store.get(resource, tenant, id);
    const known = tenants.get(tenant)?.get(id);
    if (row === undefined ? known === undefined : known !== undefined && known.version >= row.version) return;
    const item = row === undefined ? undefined : make(row);
    put(tenant, id, item);
    for (const listener of listeners) listener(tenant, id, item);
  }

  const get = (tenant: string, id: string): T | undefined => tenants.get(tenant)?.get(id);

  async function look(tenant: string, id: string): Promise<T | undefined> {
    const known = get(tenant, id);
    if (known !== undefined && known.enabled !== false) return known;
    await refresh(tenant, id);
    return get(tenant, id);
  }

  return Object.freeze({
    start, refresh, get, look,
    stop: () => stopListening(),
    of: (tenant: string) => tenants.get(tenant),
    *all() { for (const items of tenants.values()) yield* items.values(); },
    changeOp: ({ tenant, id, at }: { readonly tenant: string; readonly id: string; readonly at: number }): Op => ({ op: 'append', in: log, tenant, id: newId('chg'), body: { id }, at }),
    onChange: (listener: (tenant: string, id: string, item: T | undefined) => void) => { listeners.push(listener); },
  });
}
