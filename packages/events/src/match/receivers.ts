/** All endpoints of the hub in memory, so that routing an event asks nobody. Changes come in by a log that every hub on the store follows. */
import type { Collection, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { type Candidates, candidatesOf } from './candidates.ts';
import type { EventFacts } from './event-facts.ts';
import { type Receiver, receiverOf } from './receiver.ts';

/** Which endpoints changed, in the order of commits. */
export const changeCollection: Collection = { name: 'endpoint_change', kind: 'log', lean: true, fields: {} };

export interface Receivers {
  start(): Promise<void>;
  stop(): void;
  /** Those that take this event. */
  match(event: EventFacts): readonly Receiver[];
  get(tenant: string, id: string): Receiver | undefined;
  /** One that is unknown here, or switched off, is read anew: other hubs may have heard more. Nothing is given up on less. */
  look(tenant: string, id: string): Promise<Receiver | undefined>;
  /** Belongs into the unit of every change of an endpoint. */
  changeOp(change: { readonly tenant: string; readonly endpoint: string; readonly id: string; readonly at: number }): Op;
  /** Reads one anew, at once. */
  refresh(tenant: string, id: string): Promise<void>;
  onChange(listener: (receiver: Receiver | undefined, id: string) => void): void;
}

interface OfTenant {
  readonly byId: Map<string, Receiver>;
  /** Made anew by the first event after a change. */
  candidates: Candidates | undefined;
}

const NONE: readonly Receiver[] = [];
const AT_ONCE = 500;

export function createReceivers({ store, report }: { readonly store: Store; readonly report: (error: unknown) => void }): Receivers {
  const tenants = new Map<string, OfTenant>();
  const listeners: ((receiver: Receiver | undefined, id: string) => void)[] = [];
  let seen = 0;
  let following: Promise<void> | undefined;
  let again = false;
  let stopListening = (): void => undefined;

  function put(tenant: string, id: string, receiver: Receiver | undefined): void {
    const of: OfTenant = tenants.get(tenant) ?? { byId: new Map<string, Receiver>(), candidates: undefined };
    tenants.set(tenant, of);
    of.candidates = undefined;
    if (receiver === undefined) of.byId.delete(id);
    else of.byId.set(id, receiver);
  }

  async function start(): Promise<void> {
    stopListening = store.onAppend((logs) => { if (logs.has(changeCollection.name)) void follow(); });
    seen = await store.head(changeCollection.name);
    for await (const rows of store.scan('endpoint', {})) for (const row of rows) put(row.tenant, row.id, receiverOf(row));
  }

  /** One at a time; who rings meanwhile makes it look once more. */
  function follow(): Promise<void> {
    again = true;
    return (following ??= catchUp().catch(report).finally(() => { following = undefined; }));
  }

  async function catchUp(): Promise<void> {
    while (again) {
      again = false;
      const changes = await store.tail(changeCollection.name, { after: seen, limit: AT_ONCE });
      for (const { tenant, body, seq } of changes) {
        await refresh(tenant, String(body['endpoint']));
        seen = seq ?? seen;
      }
      again ||= changes.length === AT_ONCE;
    }
  }

  async function refresh(tenant: string, id: string): Promise<void> {
    const row = await store.get('endpoint', tenant, id);
    const known = tenants.get(tenant)?.byId.get(id);
    if (row === undefined ? known === undefined : known !== undefined && known.version >= row.version) return;
    const receiver = row === undefined ? undefined : receiverOf(row);
    put(tenant, id, receiver);
    for (const listener of listeners) listener(receiver, id);
  }

  function match(event: EventFacts): readonly Receiver[] {
    const of = tenants.get(event.tenant);
    if (of === undefined || of.byId.size === 0) return NONE;
    return (of.candidates ??= candidatesOf(of.byId.values())).match(event);
  }

  const get = (tenant: string, id: string): Receiver | undefined => tenants.get(tenant)?.byId.get(id);

  async function look(tenant: string, id: string): Promise<Receiver | undefined> {
    const known = get(tenant, id);
    if (known?.enabled === true) return known;
    await refresh(tenant, id);
    return get(tenant, id);
  }

  return Object.freeze({
    start, match, refresh, get, look,
    stop: () => stopListening(),
    changeOp: ({ tenant, endpoint, id, at }): Op => ({ op: 'append', in: changeCollection.name, tenant, id, body: { endpoint }, at }),
    onChange: (listener) => { listeners.push(listener); },
  } satisfies Receivers);
}
