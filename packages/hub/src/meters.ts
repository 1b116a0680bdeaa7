/** What the hub tells about itself: logs, the metrics of the one path, spans when a collector is configured. */
import { Failure } from '@patchbay/contracts';
import { createTelemetry } from '@patchbay/telemetry';
import { createCallTally } from './call-tally.ts';
import type { Config } from './config.ts';
import { version } from './version.ts';

interface Place { readonly plugin: string; readonly installation: string }
const HEALTH = { ok: 1, degraded: 0.5, down: 0 } as const;
/** Installations, plugins and actions with numbers of their own; those beyond share theirs. What plugins and attached servers bring is named by tenants, and may be named anew every day. */
const MOST_NAMED = 1000;
const MOST_ACTIONS = 5000;

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
  const notified = telemetry.counter('patchbay_notifications_total', 'Tries to send a message of a rule, by channel and what came of it.', ['channel', 'outcome']);
  const received = telemetry.counter('patchbay_inbound_total', 'Webhooks that came in, by what became of them.', ['outcome']);
  const requests = telemetry.counter('patchbay_connector_requests_total', 'Requests of installations to the systems behind them, by what came of them.', ['plugin', 'installation', 'outcome']);
  const answering = telemetry.histogram('patchbay_connector_request_duration_seconds', 'How long the systems behind installations took to answer.', ['plugin'], SECONDS);
  const remaining = telemetry.gauge('patchbay_connector_rate_limit_remaining', 'How many more requests the system behind an installation takes, as it said last.', ['plugin', 'installation']);
  const states = telemetry.gauge('patchbay_connector_health', 'What the health check of an installation said last: 1 ok, 0.5 degraded, 0 down.', ['plugin', 'installation']);
  const [named, namedPlugin, namedAction] = [createNames(MOST_NAMED), createNames(MOST_NAMED), createNames(MOST_ACTIONS)];
  return Object.freeze({
    log: telemetry.log,
    /** Whether anybody reads what is said in detail. */
    detailed: level === 'debug' || level === 'trace',
    text: telemetry.metricsText,
    /** Of the span that runs now. */
    traceparent: telemetry.traceparent,
    shutdown: telemetry.shutdown,
    call(action: string, via: string, outcome: string, milliseconds: number) {
      tally.count(namedAction(action), via, outcome);
      durations.observe({ via }, milliseconds / 1000);
    },
    delivery(outcome: string, milliseconds: number) {
      deliveries.inc({ outcome });
      attempts.observe({}, milliseconds / 1000);
    },
    sink(kind: string, outcome: string, entries: number) {
      streamed.inc({ kind, outcome }, entries);
    },
    connector: {
      request({ plugin, installation }: Place, outcome: string, milliseconds: number) {
        requests.inc({ plugin: namedPlugin(plugin), installation: named(installation), outcome });
        answering.observe({ plugin: namedPlugin(plugin) }, milliseconds / 1000);
      },
      remaining: ({ plugin, installation }: Place, left: number) => remaining.set({ plugin: namedPlugin(plugin), installation: named(installation) }, left),
      health: ({ plugin, installation }: Place, state: 'ok' | 'degraded' | 'down') => states.set({ plugin: namedPlugin(plugin), installation: named(installation) }, HEALTH[state]),
    },
    notification(channel: string, outcome: string) {
      notified.inc({ channel, outcome });
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

function createNames(most: number): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.size < most) known.add(name);
    return known.has(name) ? name : 'other';
  };
}
