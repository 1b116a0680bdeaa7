/** The registry in OpenTelemetry's words. It is read when an export is due, so that counting costs nothing more. */
import type { Attributes, HrTime } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type DataPoint, type Histogram, type MetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';
import type { Resource } from '@opentelemetry/resources';
import type Registry from 'prom-client/lib/registry.js';

export interface RegistryProducerPorts {
  readonly registry: Registry;
  readonly resource: Resource;
  readonly now: () => number;
}

/** How prom-client tells one value; a histogram's are its buckets, its sum and its count. */
interface Value { readonly labels: Readonly<Record<string, string | number>>; readonly value: number; readonly metricName?: string }
interface Told { readonly name: string; readonly help: string; readonly type: unknown; readonly values: readonly Value[] }

export function registryProducer({ registry, resource, now }: RegistryProducerPorts): MetricProducer {
  const startTime = hrTime(now());
  return {
    async collect() {
      const told = (await registry.getMetricsAsJSON()) as unknown as readonly Told[]; // its types leave metricName out
      const times = { startTime, endTime: hrTime(now()) };
      return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: 'patchbay' }, metrics: told.map((each) => metricOf(each, times)).filter((each) => each.dataPoints.length > 0) }] }, errors: [] };
    },
  };
}

type Times = Pick<DataPoint<number>, 'startTime' | 'endTime'>;

function metricOf({ name, help, type, values }: Told, times: Times): MetricData {
  const base = { descriptor: { name, description: help, unit: unitOf(name), valueType: 1 }, aggregationTemporality: AggregationTemporality.CUMULATIVE };
  if (type === 'histogram') return { ...base, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms(name, values, times) };
  const dataPoints = values.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value }));
  return type === 'counter' ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints } : { ...base, dataPointType: DataPointType.GAUGE, dataPoints };
}

/** One data point per set of labels. Prometheus counts each bucket with all below it; OpenTelemetry counts it alone. */
function histograms(name: string, values: readonly Value[], times: Times): DataPoint<Histogram>[] {
  const series = new Map<string, { attributes: Attributes; boundaries: number[]; totals: number[]; sum: number; count: number }>();
  for (const { labels: { le, ...attributes }, value, metricName } of values) {
    const id = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    const one = series.get(id) ?? { attributes, boundaries: [], totals: [], sum: 0, count: 0 };
    series.set(id, one);
    if (metricName === `${name}_sum`) one.sum = value;
    else if (metricName === `${name}_count`) one.count = value;
    else if (le !== '+Inf') { one.boundaries.push(Number(le)); one.totals.push(value); }
  }
  return [...series.values()].map(({ attributes, boundaries, totals, sum, count }) => {
    const counts = [...totals, count].map((total, at, all) => total - (all[at - 1] ?? 0));
    return { ...times, attributes, value: { buckets: { boundaries, counts }, sum, count } };
  });
}

const unitOf = (name: string): string => (/_seconds(_total)?$/.test(name) ? 's' : /_bytes(_total)?$/.test(name) ? 'By' : '');
const hrTime = (at: number): HrTime => [Math.trunc(at / 1000), Math.round((at % 1000) * 1e6)];
