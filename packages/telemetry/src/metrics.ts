/** Counters, gauges and histograms in a registry of their own: two hubs in one process keep apart. */
/// <reference path="./prom-client.d.ts" />
import PromCounter from 'prom-client/lib/counter.js';
import PromGauge from 'prom-client/lib/gauge.js';
import Registry from 'prom-client/lib/registry.js';
import { registerHistogram } from './histogram.ts';

export type Labels<L extends string> = Readonly<Record<L, string | number>>;
/** A metric without labels takes none. */
type With<L extends string> = [L] extends [never] ? Readonly<Record<never, never>> : Labels<L>;

export interface Counter<L extends string = never> { inc(labels: With<L>, by?: number): void }
export interface Gauge<L extends string = never> { set(labels: With<L>, value: number): void }
export interface Histogram<L extends string = never> { observe(labels: With<L>, value: number): void }

export interface Metrics {
  /** The same name again is the same metric. With `read`, it is asked whenever somebody looks. Give labels only values that are few: an action id, never a tenant's own text. */
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[], read?: (counter: Counter<L>) => void): Counter<L>;
  /** With `read`, it is asked whenever somebody looks. */
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[], read?: (gauge: Gauge<L>) => void): Gauge<L>;
  /** Buckets are upper bounds, in the unit that the name ends with. */
  histogram<L extends string = never>(name: string, help: string, labels?: readonly L[], buckets?: readonly number[]): Histogram<L>;
  readonly registry: Registry;
}

/** Seconds: from a look-up in memory to the longest call. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const made = new Map<string, unknown>();
  const once = <M>(kind: string, name: string, make: () => M): M => {
    const known = made.get(`${kind} ${name}`);
    if (known !== undefined) return known as M; // the same kind under the same name
    const metric = Object.freeze(make());
    made.set(`${kind} ${name}`, metric);
    return metric;
  };

  return Object.freeze({
    registry,
    counter: <L extends string = never>(name: string, help: string, labels: readonly L[] = [], read?: (counter: Counter<L>) => void) => once<Counter<L>>('counter', name, () => {
      const own: Counter<L> = { inc: (values, by) => counter.inc(values, by) };
      const counter = new PromCounter<string>({ name, help, labelNames: labels, registers: [registry], ...(read === undefined ? {} : { collect: () => read(own) }) });
      return own;
    }),
    gauge: <L extends string = never>(name: string, help: string, labels: readonly L[] = [], read?: (gauge: Gauge<L>) => void) => once<Gauge<L>>('gauge', name, () => {
      const own: Gauge<L> = { set: (values, value) => gauge.set(values, value) };
      const gauge = new PromGauge<string>({ name, help, labelNames: labels, registers: [registry], ...(read === undefined ? {} : { collect: () => read(own) }) });
      return own;
    }),
    histogram: <L extends string = never>(name: string, help: string, labels: readonly L[] = [], buckets: readonly number[] = SECONDS) => once<Histogram<L>>('histogram', name, () => registerHistogram(registry, { name, help, labels, buckets })),
  });
}
