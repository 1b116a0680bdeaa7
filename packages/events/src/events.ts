/** What happened: kept in the order of commits, told to who listens, and delivered to the endpoints that take it. */
import { type Behaviour, type Context, type Document, eventPublish, type EventView, Failure, type NewId, operation, type Operation, type Row, type WatchQuery } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { SendWebhook } from './deliver/attempt.ts';
import { createDelivery, DELIVERY_OPTIONS, type DeliveryOptions } from './deliver/engine.ts';
import { endpointBehaviour } from './endpoint.ts';
import { type EventDraft, type EventPlan, planEvent } from './publish.ts';
import { redrive } from './redrive.ts';
import { replay } from './replay.ts';
import { watch } from './watch.ts';
import { openCredentials } from './webhook-credentials.ts';

export interface EventPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** The hub's own types are facts about the hub: nobody else tells them. */
  readonly platformTypes: ReadonlySet<string>;
  readonly send: SendWebhook;
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  readonly meter?: (outcome: 'delivered' | 'retry' | 'dead', ms: number) => void;
}

export interface Events {
  readonly operations: readonly Operation[];
  readonly behaviours: { readonly endpoint: Behaviour };
  /** An event, with its deliveries, as part of somebody's unit. */
  tell(draft: EventDraft): EventPlan;
  /** By itself: resolved means on disk, with all its deliveries. */
  publish(draft: EventDraft): Promise<string>;
  watch(query: WatchQuery, tenant: string, signal: AbortSignal): AsyncIterable<EventView>;
  /** Begins to deliver. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Deliveries in memory. */
  readonly inFlight: number;
}

export function createEvents(ports: EventPorts, options: Partial<DeliveryOptions> = {}): Events {
  const { store, newId, platformTypes, sealedOf } = ports;
  const delivery = createDelivery({ ...ports, credentials: (endpoint) => openCredentials(endpoint, ports), tell }, { ...DELIVERY_OPTIONS, ...options });

  function tell(draft: EventDraft): EventPlan {
    return planEvent(draft, { newId, delivery });
  }

  async function publish(draft: EventDraft): Promise<string> {
    const { id, ops, committed } = tell(draft);
    const outcome = await store.commit(ops);
    if (outcome.kind === 'refused') throw new Error(`an event was refused (${outcome.why})`);
    committed();
    return id;
  }

  const publishing = operation(eventPublish, ({ type, subject, channels, data }, ctx: Context) => {
    if (platformTypes.has(type)) throw new Failure('input.invalid', `${type} is told by the hub itself`, { issues: [{ path: 'type', message: 'a type of the hub’s own; choose another name' }] });
    const { id, ops, committed } = tell({ tenant: ctx.caller.tenant, type, subject, channels, data, at: ctx.now });
    for (const op of ops) ctx.unit.add(op);
    ctx.unit.after(committed);
    ctx.target(id);
    return { id };
  });

  return Object.freeze({
    operations: [publishing, redrive({ store, newId, wake: delivery.wake }), replay({ store, newId, receivers: delivery.receivers, wake: delivery.wake })],
    behaviours: { endpoint: endpointBehaviour({ receivers: delivery.receivers, newId, sealedOf }) },
    tell,
    publish,
    watch: (query: WatchQuery, tenant: string, signal: AbortSignal) => watch(query, tenant, store, signal),
    start: delivery.start,
    stop: delivery.stop,
    get inFlight() { return delivery.inFlight; },
  });
}
