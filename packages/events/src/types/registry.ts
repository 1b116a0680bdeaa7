/** All event types of the hub in memory, by name, so that publishing asks nobody. */
import { compileSchema, type Document, eventTypeResource, type Row, type Validator } from '@patchbay/contracts';
import { changesOf, createMirror, type Mirror, type MirrorPorts } from '../follow/mirror.ts';

export const typeChangeCollection = changesOf(eventTypeResource.name);

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

export interface TypeRegistry extends Pick<Mirror<EventType>, 'start' | 'stop' | 'all' | 'changeOp' | 'refresh' | 'follower'> {
  named(tenant: string, name: string): EventType | undefined;
}

export function createTypeRegistry(ports: MirrorPorts): TypeRegistry {
  const mirror = createMirror(ports, { resource: eventTypeResource.name, make: typeOf });
  const names = new Map<string, ReadonlyMap<string, EventType>>();
  mirror.onChange((tenant) => { names.delete(tenant); });

  function namesOf(tenant: string): ReadonlyMap<string, EventType> {
    const known = names.get(tenant);
    if (known !== undefined) return known;
    const made = new Map([...(mirror.of(tenant)?.values() ?? [])].map((type) => [type.name, type]));
    names.set(tenant, made);
    return made;
  }

  async function start(): Promise<void> {
    await mirror.start();
    names.clear(); // what was asked before the start was answered without them
  }

  const { stop, all, changeOp, refresh, follower } = mirror;
  return Object.freeze({ start, stop, all, changeOp, refresh, follower, named: (tenant: string, name: string) => namesOf(tenant).get(name) });
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
