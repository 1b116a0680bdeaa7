/** Logs, metrics and traces. Without a collector, a span is a function call. */
import { createLog, type Log, type LogOptions } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { OtlpOptions } from './otlp.ts';
import { watchProcess } from './process-metrics.ts';
import { noTracing, type Tracing } from './span.ts';
import { standardOutput } from './standard-output.ts';

export interface TelemetryPorts {
  /** Takes one line, with its end. Standard output when absent. */
  readonly write?: (line: string) => void;
  readonly now: () => number;
}

export interface TelemetryOptions extends LogOptions {
  readonly otlp?: OtlpOptions;
}

export interface Telemetry extends Pick<Metrics, 'counter' | 'gauge' | 'histogram'>, Pick<Tracing, 'span' | 'traceparent'> {
  readonly log: Log;
  /** In Prometheus' text format. */
  metricsText(): Promise<string>;
  readonly metricsContentType: string;
  /** Sends what is still here, for a few seconds at most. */
  shutdown(): Promise<void>;
}

export async function createTelemetry({ write, now }: TelemetryPorts, options: TelemetryOptions): Promise<Telemetry> {
  const output = write === undefined ? standardOutput() : { write, flush: async () => undefined };
  const metrics = createMetrics();
  const stopWatching = watchProcess(metrics, now);
  let tracing = noTracing;
  const log = createLog({ write: output.write, now, trace: () => tracing.ids() }, options);
  if (options.otlp !== undefined) tracing = await traceTo(options.otlp, { metrics, now, log }, options);
  const { counter, gauge, histogram, registry } = metrics;

  return Object.freeze({
    log, counter, gauge, histogram,
    span: tracing.span,
    traceparent: tracing.traceparent,
    metricsText: () => registry.metrics(),
    metricsContentType: registry.contentType,
    async shutdown() {
      await tracing.shutdown();
      stopWatching();
      await output.flush();
    },
  });
}

const QUIET_MS = 60_000;

/** A collector that is away is one warning a minute, and a counter. */
async function traceTo(otlp: OtlpOptions, { metrics, now, log }: { metrics: Metrics; now: () => number; log: Log }, about: { service: string; version: string }): Promise<Tracing> {
  const failures = metrics.counter('telemetry_export_failures_total', 'Exports to the collector that failed.', ['signal']);
  let quietUntil = 0;
  const { startOtlp } = await import('./otlp.ts');
  return startOtlp({
    metrics, now,
    report(err, signal) {
      failures.inc({ signal });
      if (now() < quietUntil) return;
      quietUntil = now() + QUIET_MS;
      log.warn({ err, signal }, 'the collector took no telemetry');
    },
  }, about, otlp);
}
