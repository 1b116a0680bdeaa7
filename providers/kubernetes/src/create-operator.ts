/** The operator: watches all that is declared, and works through it. Whoever starts it decides when it may work. */
import type { Kube } from './api/kube-client.ts';
import { type KubeObject, nameOf } from './api/kube-object.ts';
import type { Clock } from './clock.ts';
import { FINALIZER } from './crd/names.ts';
import type { HubSource } from './hub.ts';
import type { Kind, Kinds } from './kinds.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { idIn, isReady } from './object/status.ts';
import { createQueue, defaultQueue, type Queue, type QueueOptions } from './queue.ts';
import { type Context, keyOfObject } from './reconcile/context.ts';
import { createLinks, type Links, secretKey } from './reconcile/links.ts';
import { createRecorder } from './reconcile/recorder.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { createWatches, type Watches } from './watches.ts';

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

export function createOperator(ports: OperatorPorts, { identity, namespaces = [], resyncMs = DEFAULTS.resyncMs, approvalPollMs = DEFAULTS.approvalPollMs, queue: queueOptions = {} }: OperatorOptions): Operator {
  const metrics = createMetrics();
  let term: Term | undefined;
  measure(metrics, () => term);

  return Object.freeze({
    metrics,
    get ready() { return term === undefined || term.synced; },
    async work(signal: AbortSignal) {
      const { kube, kinds, hub, clock, random, newKey, log } = ports;
      const links = createLinks();
      const watches = createWatches(ports, namespaces, { changed: (...change) => changed(...change), gone: (...one) => gone(...one), secretChanged: (namespace, name) => enqueueAll(links.to(secretKey(namespace, name))) });
      const context: Context = {
        kube, kinds, hub, links, metrics, log, random, newKey, now: clock.now, sent: new Map(), find: watches.find, put: watches.put, options: { resyncMs, approvalPollMs },
        record: createRecorder({ kube, newKey, identity, now: clock.now, onError: (error) => log('warn', 'an event was not written', { error: String(error) }) }, signal),
      };
      const queue = createQueue((key, stop) => reconcile(context, key, stop), { clock, random }, { ...defaultQueue, ...queueOptions });
      const current: Term = { queue, watches, links, synced: false };
      const running = watches.run(signal);
      term = current;

      function changed(kind: Kind, object: KubeObject, before: KubeObject | undefined): void {
        if (!current.synced) return;
        const key = keyOfObject(kind.model.name, nameOf(object));
        if (needsLook(object, before)) queue.add(key);
        if (idIn(before?.status) !== idIn(object.status) || before?.metadata.deletionTimestamp !== object.metadata.deletionTimestamp) enqueueAll(links.to(key));
      }
      /** What it named may have waited for it to go. */
      function gone(kind: Kind, object: KubeObject): void {
        const key = keyOfObject(kind.model.name, nameOf(object));
        const named = [...links.from(key)].filter((target) => !target.startsWith('/'));
        queue.add(key);
        enqueueAll([...named, ...links.to(key)]);
      }
      function enqueueAll(keys: Iterable<string>): void {
        for (const key of keys) queue.add(key);
      }

      await Promise.race([watches.synced, running]);
      current.synced = !signal.aborted;
      for (const [kind, object] of watches.all()) queue.add(keyOfObject(kind.model.name, nameOf(object)));
      if (current.synced) log('info', 'works', { objects: queue.depth });
      await running;
      await queue.stop();
      term = undefined;
    },
  });
}

interface Term { readonly queue: Queue; readonly watches: Watches; readonly links: Links; synced: boolean }

/** Our own writes of the status are no reason to look again. */
function needsLook({ metadata }: KubeObject, before: KubeObject | undefined): boolean {
  if (before === undefined || before.metadata.uid !== metadata.uid || before.metadata.generation !== metadata.generation) return true;
  if (before.metadata.deletionTimestamp !== metadata.deletionTimestamp) return true;
  const lostFinalizer = before.metadata.finalizers?.includes(FINALIZER) === true && metadata.finalizers?.includes(FINALIZER) !== true;
  return lostFinalizer || JSON.stringify(before.metadata.annotations) !== JSON.stringify(metadata.annotations);
}

function measure(metrics: Metrics, term: () => Term | undefined): void {
  metrics.counter('reconciles_total', 'Looks at an object, by what came of them.');
  metrics.gauge('leader', 'Whether this one works.', () => [{ labels: {}, value: term() === undefined ? 0 : 1 }]);
  metrics.gauge('queue_depth', 'Objects that wait or are worked on.', () => [{ labels: {}, value: term()?.queue.depth ?? 0 }]);
  metrics.gauge('queue_retries', 'Looks that failed and are tried again, since it works.', () => [{ labels: {}, value: term()?.queue.retries ?? 0 }]);
  metrics.gauge('objects', 'Objects by kind, and whether they are ready.', () => {
    const counts = new Map<string, { readonly labels: { kind: string; ready: string }; value: number }>();
    for (const [kind, object] of term()?.watches.all() ?? []) {
      const labels = { kind: kind.kind, ready: String(isReady(object)) };
      const key = `${labels.kind}/${labels.ready}`;
      counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + 1 });
    }
    return counts.values();
  });
}
