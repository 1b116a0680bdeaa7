/** What the hub tells about itself: logs, the metrics of the one path, spans when a collector is configured. */
import { Failure } from '@patchbay/contracts';
import { createTelemetry } from '@patchbay/telemetry';
import { createCallTally } from './call-tally.ts';
import type { Config } from './config.ts';
import { version } from './version.ts';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export async function openMeters({ level, format, otlpEndpoint, otlpHeaders = '' }: Config['observe'], now: () => number) {
  const telemetry = await createTelemetry({ now }, { service: 'patchbay', version, level, format, ...(otlpEndpoint === undefined ? {} : { otlp: { endpoint: otlpEndpoint, headers: headersOf(otlpHeaders) } }) });
  const tally = createCallTally();
  telemetry.counter('patchbay_calls_total', 'Calls of actions, by what came of them.', ['action', 'via', 'outcome'], (counter) => {
    for (const { calls, ...labels } of tally.take()) counter.inc(labels, calls);
  });
  const durations = telemetry.histogram('patchbay_call_duration_seconds', 'How long calls took, from the door to the answer.', ['via'], SECONDS);
  const deliveries = telemetry.counter('patchbay_deliveries_total', 'Attempts to deliver an event, by what became of the delivery.', ['outcome']);
  const attempts = telemetry.histogram('patchbay_attempt_duration_seconds', 'How long receivers took to answer.', [], SECONDS);
  const streamed = telemetry.counter('patchbay_sink_entries_total', 'Entries for sinks, by what came of them.', ['kind', 'outcome']);
  const received = telemetry.counter('patchbay_inbound_total', 'Webhooks that came in, by what became of them.', ['outcome']);
  return Object.freeze({
    log: telemetry.log,
    text: telemetry.metricsText,
    shutdown: telemetry.shutdown,
    call(action: string, via: string, outcome: string, milliseconds: number) {
      tally.count(action, via, outcome);
      durations.observe({ via }, milliseconds / 1000);
    },
    delivery(outcome: string, milliseconds: number) {
      deliveries.inc({ outcome });
      attempts.observe({}, milliseconds / 1000);
    },
    sink(kind: string, outcome: string, entries: number) {
      streamed.inc({ kind, outcome }, entries);
    },
    inbound(outcome: string) {
      received.inc({ outcome });
    },
    /** A fault of the hub, or a failure that no caller waits for. */
    report(error: unknown, about: Readonly<Record<string, unknown>>) {
      if (error instanceof Failure && error.code !== 'hub.internal') telemetry.log.warn({ ...about, code: error.code, err: error }, 'something failed');
      else telemetry.log.error({ ...about, err: error }, 'a fault of the hub');
    },
    ...(otlpEndpoint === undefined ? {} : { trace: <T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>, options: { readonly traceparent?: string | undefined }) => telemetry.span(name, attributes, work, options) }),
  });
}

const headersOf = (text: string): Record<string, string> => Object.fromEntries(text.split(',').filter((each) => each !== '').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
