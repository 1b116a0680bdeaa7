/** Traces and metrics to an OpenTelemetry collector over OTLP/HTTP with JSON. Loaded only where one is configured: it costs 0.1 s and 30 MB. */
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Metrics } from './metrics.ts';
import { registryProducer } from './otlp-metrics.ts';
import type { Tracing } from './span.ts';
import { createTracing } from './tracing.ts';

export interface OtlpOptions {
  /** `http://collector:4318`; `/v1/traces` and `/v1/metrics` are put behind it. */
  readonly endpoint: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Share of new traces that are kept, 0 to 1. A caller's own decision counts before it. */
  readonly sample?: number;
  readonly metricsEveryMs?: number;
  readonly spansEveryMs?: number;
  /** How long one export, and the end, may take. */
  readonly timeoutMs?: number;
}

export interface OtlpPorts {
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly report: (error: unknown, signal: 'traces' | 'metrics') => void;
}

export function startOtlp({ metrics, now, report }: OtlpPorts, { service, version }: { service: string; version: string }, options: OtlpOptions): Tracing {
  const { endpoint, headers = {}, sample = 1, metricsEveryMs = 30_000, spansEveryMs = 1_000, timeoutMs = 3_000 } = options;
  const resource = resourceFromAttributes({ 'service.name': service, 'service.version': version });
  const to = (signal: string) => ({ url: `${endpoint.replace(/\/+$/, '')}/v1/${signal}`, headers: { ...headers }, timeoutMillis: timeoutMs });

  const spans = watched(new OTLPTraceExporter(to('traces')), (error) => report(error, 'traces'));
  const values = watched(new OTLPMetricExporter(to('metrics')), (error) => report(error, 'metrics'));
  const tracers = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sample) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: spans, scheduledDelayMillis: spansEveryMs, exportTimeoutMillis: timeoutMs, maxQueueSize: 8_192, maxExportBatchSize: 512 })],
  });
  const reader = new PeriodicExportingMetricReader({ exporter: values, exportIntervalMillis: metricsEveryMs, exportTimeoutMillis: Math.min(timeoutMs, metricsEveryMs), metricProducers: [registryProducer({ registry: metrics.registry, resource, now })] });
  const meters = new MeterProvider({ resource, readers: [reader] });

  return createTracing(tracers.getTracer('patchbay', version), async () => {
    await Promise.allSettled([tracers.shutdown(), meters.shutdown()]);
  });
}

interface Exporter<T> { export(items: T, done: (result: { code: number; error?: Error }) => void): void }

/** An export that fails is told to us; OpenTelemetry itself would drop it in silence. */
function watched<T, E extends Exporter<T>>(exporter: E & Exporter<T>, report: (error: unknown) => void): E {
  const plain = exporter.export.bind(exporter);
  exporter.export = (items, done) => plain(items, (result) => {
    if (result.code !== 0) report(result.error ?? new Error('the collector refused'));
    done(result);
  });
  return exporter;
}
