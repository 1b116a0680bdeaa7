/** What happened: kept in the order of commits, told to who listens, and delivered to the endpoints that take it. */
import type { Behaviour, EventView, NewId, Operation, WatchQuery } from '@patchbay/contracts';
import type { LogFollower, Store } from '@patchbay/storage';
import { createDelivery, DELIVERY_OPTIONS, type DeliveryOptions } from './deliver/engine.ts';
import { createEndpoints, type EndpointsPorts } from './endpoints.ts';
import type { PublicKeys } from './endpoint-keys.ts';
import { DELIVERY_QUEUE } from './deliver/delivery.ts';
import { projectChangeCollection } from './deliver/project-rates.ts';
import { createEventJobs } from './jobs/jobs.ts';
import { changeCollection } from './match/receivers.ts';
import type { React } from './publish.ts';
import { projectBehaviour } from './project.ts';
import { publishing } from './publishing.ts';
import { readFrom } from './retention/read-from.ts';
import { createRetention, RETENTION_OPTIONS } from './retention/retention.ts';
import { eventBehaviour } from './search.ts';
import { RULE_QUEUE } from './rules/rule-work.ts';
import { createTelling, type Telling } from './telling.ts';
import { createEventTypes, type EventTypes, type UnknownTypes } from './types/event-types.ts';
import { historyActions } from './history/history.ts';
import { eventTypeBehaviour } from './types/event-type.ts';
import { createTypeRegistry, typeChangeCollection } from './types/registry.ts';
import { watch } from './watch.ts';

export interface EventPorts extends EndpointsPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  /** The hub's own types are facts about the hub: nobody else tells them. */
  readonly platformTypes: ReadonlySet<string>;
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
  /** What rules make of an event; nothing, if absent. */
  readonly react?: React;
  /** The place in the log of events behind which a sink still reads; Infinity, if none does. */
  readonly readFrom?: () => Promise<number>;
  /** Queues of other engines whose work begins with the id of an event: that event stays. */
  readonly queuesOfOthers?: readonly string[];
  /** The logs by which hubs tell each other what changed: what is in them is forgotten after a day. Our own, if absent. */
  readonly changes?: readonly string[];
  /** Logs of others that are kept as long as events. */
  readonly logsOfOthers?: readonly string[];
  readonly meter?: (outcome: 'delivered' | 'retry' | 'dead', ms: number) => void;
  /** Fires when the hub is told to stop: who waits for events has an answer then. Never, if absent. */
  readonly stopping?: AbortSignal;
  /** How busy the event loop was since this was asked last, 0 to 1; measured, if absent. */
  readonly busy?: () => number;
}

export interface EventOptions extends DeliveryOptions {
  /** What happens to events of types that nobody declared. */
  readonly unknownTypes: UnknownTypes;
  /** Bytes of an event's data as JSON. */
  readonly maxBytes: number;
  /** Seconds that events are kept, where their type says nothing else; 0: for ever. */
  readonly retentionSeconds: number;
}

export const EVENT_OPTIONS: EventOptions = { ...DELIVERY_OPTIONS, unknownTypes: 'accept', maxBytes: 262_144, retentionSeconds: RETENTION_OPTIONS.seconds };

export interface Events extends Telling {
  readonly operations: readonly Operation[];
  readonly behaviours: { readonly endpoint: Behaviour; readonly event: Behaviour; readonly event_type: Behaviour; readonly project: Behaviour };
  /** Of an endpoint, for its receivers; nobody has to show a credential for them. */
  readonly publicKeys: PublicKeys;
  /** Whether an event may be told, as far as its type decides that. Throws a `Failure`. */
  readonly check: EventTypes['check'];
  /** What other hubs change of endpoints and event types. */
  readonly followers: readonly LogFollower[];
  /** Removes what is too old; called now and then. */
  tidy(): Promise<void>;
  watch(query: WatchQuery, tenant: string, signal: AbortSignal): AsyncIterable<EventView>;
  /** Begins to deliver. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Deliveries in memory. */
  readonly inFlight: number;
}

export function createEvents(ports: EventPorts, given: Partial<EventOptions> = {}): Events {
  const { store, newId, platformTypes, report, stopping } = ports;
  const options = { ...EVENT_OPTIONS, ...given };
  const registry = createTypeRegistry({ store, newId, report: (error) => report(error, { engine: 'event types' }) });
  const types = createEventTypes(registry, options.unknownTypes);
  const endpoints = createEndpoints({ exampleOf: types.exampleOf, ...ports });
  const telling = createTelling({ store, newId, delivery: () => delivery, react: ports.react });
  const delivery = createDelivery({ ...ports, credentials: endpoints.credentials, transform: endpoints.transform, tell: telling.tell, retryOf: types.retryOf }, options);
  const jobs = createEventJobs({ ...ports, tell: telling.tell, delivery }, { leaseMs: options.leaseMs });

  const retention = createRetention({ ...ports, types: registry, readFrom: () => readFrom(store), queues: [DELIVERY_QUEUE, RULE_QUEUE, ...(ports.queuesOfOthers ?? [])], changes: ports.changes ?? [changeCollection.name, typeChangeCollection.name, projectChangeCollection.name], logsOfOthers: ports.logsOfOthers ?? [] }, { ...RETENTION_OPTIONS, seconds: options.retentionSeconds });
  const { behaviour, operations, publicKeys } = endpoints.around(delivery.receivers);

  async function start(): Promise<void> {
    await registry.start();
    await delivery.start();
    jobs.start();
  }

  async function stop(): Promise<void> {
    registry.stop();
    await jobs.stop();
    await delivery.stop();
  }

  return Object.freeze({
    operations: [...publishing({ store, types, tell: telling.tell, turn: delivery.turn, platformTypes, maxBytes: options.maxBytes }), ...jobs.operations, ...operations, ...historyActions({ store, receivers: delivery.receivers, ...(stopping === undefined ? {} : { stopping }) })],
    behaviours: { endpoint: behaviour, event: eventBehaviour(store), event_type: eventTypeBehaviour({ registry, platformTypes }), project: projectBehaviour(delivery.rates) },
    publicKeys,
    ...telling,
    check: types.check,
    followers: [delivery.receivers.follower, registry.follower, delivery.rates.follower],
    tidy: retention.tidy,
    watch: (query: WatchQuery, tenant: string, signal: AbortSignal) => watch(query, tenant, store, signal),
    start,
    stop,
    get inFlight() { return delivery.inFlight; },
  });
}
