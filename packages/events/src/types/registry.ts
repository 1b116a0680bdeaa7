/** All event types of the hub in memory, so that publishing asks nobody. Changes come in by a log that every hub on the store follows. */
import { type Collection, type Document, eventTypeResource, type NewId, type Op, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { compileSchema, type Validator } from './schema/compile.ts';

/** Which event types changed, in the order of commits. */
export const typeChangeCollection: Collection = { name: 'event_type_change', kind: 'log', lean: true, fields: {} };

export interface EventType {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly enforcement: 'off' | 'warn' | 'reject';
  readonly deprecated: boolean;
  readonly archived: boolean;
  /** Seconds. */
  readonly retryDelays: readonly number[] | undefined;
  readonly retention: number | undefined;
  readonly example: Document | undefined;
  /** Compiled when it is first asked for. */
  readonly validator: Validator | undefined;
}

export interface TypeRegistry {
  start(): Promise<void>;
  stop(): void;
  get(tenant: string, name: string): EventType | undefined;
  all(): Iterable<EventType>;
  /** Belongs into the unit of every change of an event type. */
  changeOp(change: { readonly tenant: string; readonly id: string; readonly at: number }): Op;
  /** Reads one anew, at once. */
  refresh(tenant: string, id: string): Promise<void>;
}

interface OfTenant {
  readonly byId: Map<string, EventType>;
  readonly byName: Map<string, EventType>;
}

const AT_ONCE = 500;

export function createTypeRegistry({ store, newId, report }: { readonly store: Store; readonly newId: NewId; readonly report: (error: unknown) => void }): TypeRegistry {
  const tenants = new Map<string, OfTenant>();
  let seen = 0;
  let following: Promise<void> | undefined;
  let again = false;
  let stopListening = (): void => undefined;

  function put(tenant: string, id: string, type: EventType | undefined): void {
    const of = tenants.get(tenant) ?? { byId: new Map<string, EventType>(), byName: new Map<string, EventType>() };
    tenants.set(tenant, of);
    const before = of.byId.get(id);
    if (before !== undefined && of.byName.get(before.name) === before) of.byName.delete(before.name);
    if (type === undefined) of.byId.delete(id);
    else {
      of.byId.set(id, type);
      of.byName.set(type.name, type);
    }
  }

  async function start(): Promise<void> {
    stopListening = store.onAppend((logs) => { if (logs.has(typeChangeCollection.name)) void follow(); });
    seen = await store.head(typeChangeCollection.name);
    for await (const rows of store.scan(eventTypeResource.name, {})) for (const row of rows) put(row.tenant, row.id, typeOf(row));
  }

  /** One at a time; who rings meanwhile makes it look once more. */
  function follow(): Promise<void> {
    again = true;
    return (following ??= catchUp().catch(report).finally(() => { following = undefined; }));
  }

  async function catchUp(): Promise<void> {
    while (again) {
      again = false;
      const changes = await store.tail(typeChangeCollection.name, { after: seen, limit: AT_ONCE });
      for (const { tenant, body, seq } of changes) {
        await refresh(tenant, String(body['event_type']));
        seen = seq ?? seen;
      }
      again ||= changes.length === AT_ONCE;
    }
  }

  async function refresh(tenant: string, id: string): Promise<void> {
    const row = await store.get(eventTypeResource.name, tenant, id);
    const known = tenants.get(tenant)?.byId.get(id);
    if (row === undefined || known === undefined || known.version < row.version) put(tenant, id, row && typeOf(row));
  }

  return Object.freeze({
    start, refresh,
    stop: () => stopListening(),
    get: (tenant: string, name: string) => tenants.get(tenant)?.byName.get(name),
    all: function* () { for (const { byId } of tenants.values()) yield* byId.values(); },
    changeOp: ({ tenant, id, at }): Op => ({ op: 'append', in: typeChangeCollection.name, tenant, id: newId('etc'), body: { event_type: id }, at }),
  } satisfies TypeRegistry);
}

/** What the `event_type` resource stores; its schema was parsed, and compiled, before it was written. */
interface TypeBody {
  readonly name: string;
  readonly enforcement: EventType['enforcement'];
  readonly deprecated: boolean;
  readonly archived: boolean;
  readonly schema?: unknown;
  readonly retry_delays?: readonly number[];
  readonly retention?: number;
  readonly example?: Document;
}

function typeOf({ tenant, id, version, body }: Row): EventType {
  const { name, enforcement, deprecated, archived, schema, retry_delays: retryDelays, retention, example } = body as unknown as TypeBody;
  let compiled: Validator | undefined;
  return {
    tenant, id, version, name, enforcement, deprecated, archived, retryDelays, retention, example,
    get validator() { return schema === undefined ? undefined : (compiled ??= compileSchema(schema).validator); },
  };
}
