/**
 * A histogram that counts in plain numbers and is put into words when somebody looks: prom-client's own looks up each observation by a
 * text of its labels, and there are two of them for every event.
 */
import type { Metric } from 'prom-client';
import type Registry from 'prom-client/lib/registry.js';

interface Cell {
  readonly labels: Readonly<Record<string, string | number>>;
  /** Of each bucket alone; the last is beyond all bounds. */
  readonly counts: number[];
  sum: number;
  count: number;
}

export interface HistogramFacts {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds, from small to large. */
  readonly buckets: readonly number[];
}

export function registerHistogram(registry: Registry, { name, help, labels: names, buckets }: HistogramFacts) {
  const cells = new Map<string | number, Cell>();
  const [only] = names;
  const keyOf = (labels: Readonly<Record<string, string | number>>): string | number =>
    only === undefined ? '' : names.length === 1 ? labels[only]! : names.map((each) => String(labels[each])).join('\0');

  function cellOf(labels: Readonly<Record<string, string | number>>): Cell {
    const key = keyOf(labels);
    let cell = cells.get(key);
    if (cell === undefined) cells.set(key, (cell = { labels: { ...labels }, counts: Array.from({ length: buckets.length + 1 }, () => 0), sum: 0, count: 0 }));
    return cell;
  }

  /** As prom-client tells its own: each bucket counts with all below it. */
  function valuesOf({ labels, counts, sum, count }: Cell): object[] {
    let below = 0;
    const within = buckets.map((le, at) => ({ labels: { le, ...labels }, value: (below += counts[at]!), metricName: `${name}_bucket` }));
    return [...within, { labels: { le: '+Inf', ...labels }, value: count, metricName: `${name}_bucket` }, { labels: { ...labels }, value: sum, metricName: `${name}_sum` }, { labels: { ...labels }, value: count, metricName: `${name}_count` }];
  }

  if (only === undefined) cellOf({});
  const metric = { name, get: async () => ({ name, help, type: 'histogram', values: [...cells.values()].flatMap(valuesOf), aggregator: 'sum' }) };
  registry.registerMetric(metric as unknown as Metric); // this much of one is asked for

  return {
    observe(labels: Readonly<Record<string, string | number>>, value: number): void {
      if (!Number.isFinite(value)) throw new TypeError(`${name} was told ${value}, which is no number`);
      const cell = cellOf(labels);
      let at = 0;
      while (at < buckets.length && value > buckets[at]!) at++;
      cell.counts[at]!++;
      cell.sum += value;
      cell.count++;
    },
  };
}
