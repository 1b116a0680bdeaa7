/** The operator: watches all that is declared, and works through it. Whoever starts it decides when it may work. */
import type { Kube } from './api/kube-client.ts';
import { type KubeObject, nameOf } from './api/kube-object.ts';
import type { Clock } from './clock.ts';
import { FINALIZER } from './crd/names.ts';
import type { HubSource } from './hub.ts';
import type { Kind, Kinds } from './kinds.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { measure } from './measure.ts';
import { conditionsIn, idIn } from './object/status.ts';
import { createQueue, defaultQueue, type Queue, type QueueOptions } from './queue.ts';
import { type Context, keyOfObject } from './reconcile/context.ts';
import { createLinks, type Links, secretKey } from './reconcile/links.ts';
import { createRecorder } from './reconcile/recorder.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { createWatches, type Listeners, type Watches } from './watches.ts';

export interface OperatorPorts {
  readonly kube: Kube;
  readonly kinds: Kinds;
  readonly hub: HubSource;
  readonly clock: Clock;
  readonly random: () => number;
  /** A key that nobody else has. */
  readonly newKey: () => string;
  readonly log: Log;
}

export interface OperatorOptions {
  /** Who it is among operators. */
  readonly identity: string;
  /** Only what is in these; all, if there is none. */
  readonly namespaces?: readonly string[];
  readonly resyncMs?: number;
  readonly approvalPollMs?: number;
  readonly queue?: Partial<QueueOptions>;
}

export interface Operator {
  /** Until the signal says so, and until what is under way has ended. */
  work(signal: AbortSignal): Promise<void>;
  readonly metrics: Metrics;
  /** Whether it can take its turn; and when it works, whether it knows all that there is. */
  readonly ready: boolean;
}

const DEFAULTS = { resyncMs: 600_000, approvalPollMs: 10_000 };

export function createOperator(ports: OperatorPorts, options: OperatorOptions): Operator {
  const metrics = createMetrics();
  let term: Term | undefined;
  measure(metrics, () => term);
  return Object.freeze({
    metrics,
    get ready() { return term === undefined || term.synced; },
    async work(signal: AbortSignal) {
      term = begin(ports, options, metrics, signal);
      await through(term, ports, signal).finally(() => { term = undefined; });
    },
  });
}

/** What it knows and does from the beginning of its turn to the end. */
export interface Term { readonly queue: Queue; readonly watches: Watches; synced: boolean }

function begin(ports: OperatorPorts, { identity, namespaces = [], resyncMs = DEFAULTS.resyncMs, approvalPollMs = DEFAULTS.approvalPollMs, queue: queueOptions = {} }: OperatorOptions, metrics: Metrics, signal: AbortSignal): Term {
  const { kube, kinds, hub, clock, random, newKey, log } = ports;
  const links = createLinks();
  const watches = createWatches(ports, namespaces, listenersOf(() => term, links));
  const context: Context = {
    kube, kinds, hub, links, metrics, log, random, newKey, now: clock.now, sent: new Map(), claims: new Map(), rehearsed: new Map(), find: watches.find, objects: watches.objects, put: watches.put, options: { resyncMs, approvalPollMs },
    record: createRecorder({ kube, newKey, identity, now: clock.now, onError: (error) => log('warn', 'an event was not written', { error: String(error) }) }, signal),
  };
  const term: Term = { watches, queue: createQueue((key, stop) => reconcile(context, key, stop), { clock, random }, { ...defaultQueue, ...queueOptions }), synced: false };
  return term;
}

/** Nothing is looked at before everything is known: what an object names would seem not to be there. */
async function through(term: Term, { log }: OperatorPorts, signal: AbortSignal): Promise<void> {
  const { queue, watches } = term;
  const stopped = ended(signal).then(() => queue.stop());
  const running = watches.run(signal);
  await Promise.race([watches.synced, running]);
  term.synced = !signal.aborted;
  for (const [kind, object] of watches.all()) queue.add(keyOf(kind, object));
  if (term.synced) log('info', 'works', { objects: queue.depth });
  await Promise.all([running, stopped]);
}

const ended = (signal: AbortSignal): Promise<void> => new Promise((resolve) => {
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', () => resolve(), { once: true });
});

const keyOf = (kind: Kind, object: KubeObject): string => keyOfObject(kind.model.name, nameOf(object));

/** Which objects are to be looked at when something changed. */
function listenersOf(term: () => Term, links: Links): Listeners {
  const enqueue = (keys: Iterable<string>): void => { for (const key of keys) term().queue.add(key); };
  return {
    changed(kind, object, before) {
      if (!term().synced) return;
      const key = keyOf(kind, object);
      if (needsLook(object, before)) enqueue([key]);
      if (idIn(before?.status) !== idIn(object.status) || isRehearsed(before) !== isRehearsed(object) || before?.metadata.deletionTimestamp !== object.metadata.deletionTimestamp) enqueue(links.to(key));
    },
    // What it named may have waited for it to go.
    gone(kind, object) {
      const key = keyOf(kind, object);
      enqueue([key, ...[...links.from(key)].filter((target) => !target.startsWith('/')), ...links.to(key)]);
    },
    secretChanged: (namespace, name) => enqueue(links.to(secretKey(namespace, name))),
  };
}

/** Then those that name it can be rehearsed, too. */
const isRehearsed = (object: KubeObject | undefined): boolean => conditionsIn(object?.status).some(({ reason }) => reason === 'operator.dry_run');

/** Our own writes of the status are no reason to look again. */
function needsLook({ metadata }: KubeObject, before: KubeObject | undefined): boolean {
  if (before === undefined || before.metadata.uid !== metadata.uid || before.metadata.generation !== metadata.generation) return true;
  if (before.metadata.deletionTimestamp !== metadata.deletionTimestamp) return true;
  const lostFinalizer = before.metadata.finalizers?.includes(FINALIZER) === true && metadata.finalizers?.includes(FINALIZER) !== true;
  return lostFinalizer || JSON.stringify(before.metadata.annotations) !== JSON.stringify(metadata.annotations);
}
