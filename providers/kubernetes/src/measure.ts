/** What an operator counts of itself. */
import type { Term } from './create-operator.ts';
import type { Metrics, Sample } from './metrics.ts';
import { isReady } from './object/status.ts';

export function measure(metrics: Metrics, term: () => Term | undefined): void {
  metrics.counter('reconciles_total', 'Looks at an object, by what came of them.');
  metrics.counter('reconcile_seconds_total', 'Time that looks took.');
  metrics.gauge('leader', 'Whether this one works.', () => [{ labels: {}, value: term() === undefined ? 0 : 1 }]);
  metrics.gauge('queue_depth', 'Objects that wait or are worked on.', () => [{ labels: {}, value: term()?.queue.depth ?? 0 }]);
  metrics.gauge('queue_retries', 'Looks that failed and are tried again, since it works.', () => [{ labels: {}, value: term()?.queue.retries ?? 0 }]);
  metrics.gauge('objects', 'Objects by kind, and whether they are ready.', () => {
    const counts = new Map<string, Sample>();
    for (const [kind, object] of term()?.watches.all() ?? []) {
      const labels = { kind: kind.kind, ready: String(isReady(object)) };
      const key = `${labels.kind}/${labels.ready}`;
      counts.set(key, { labels, value: (counts.get(key)?.value ?? 0) + 1 });
    }
    return counts.values();
  });
}
