/** Spans over OpenTelemetry. Registers nothing globally: two hubs in one process keep apart. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, isSpanContextValid, ROOT_CONTEXT, type Span as ApiSpan, SpanKind, SpanStatusCode, trace, type Tracer, TraceFlags } from '@opentelemetry/api';
import { isSecretName, redactText } from './redact.ts';
import type { Attribute, Span, SpanOptions, Tracing } from './span.ts';

const KIND = { internal: SpanKind.INTERNAL, server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER } as const satisfies Record<NonNullable<SpanOptions['kind']>, SpanKind>;

export function createTracing(tracer: Tracer, shutdown: () => Promise<void>): Tracing {
  const active = new AsyncLocalStorage<Context>();
  const current = () => trace.getSpanContext(active.getStore() ?? ROOT_CONTEXT);

  return Object.freeze({
    span<T>(name: string, attributes: Readonly<Record<string, Attribute>>, fn: (span: Span) => T, { traceparent, kind = 'internal' }: SpanOptions = {}): T {
      const parent = contextOf(traceparent) ?? active.getStore() ?? ROOT_CONTEXT;
      const span = tracer.startSpan(name, { kind: KIND[kind], attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, shown(key, value)])) }, parent);
      return active.run(trace.setSpan(parent, span), () => run(span, fn));
    },
    traceparent() {
      const span = current();
      return span === undefined ? undefined : `00-${span.traceId}-${span.spanId}-0${(span.traceFlags & TraceFlags.SAMPLED).toString(16)}`;
    },
    ids() {
      const span = current();
      return span === undefined ? undefined : { trace_id: span.traceId, span_id: span.spanId };
    },
    shutdown,
  });
}

/** Ends the span when `fn` has ended, which for a promise is later. */
function run<T>(span: ApiSpan, fn: (span: Span) => T): T {
  try {
    const result = fn({ set: (name, value) => { span.setAttribute(name, shown(name, value)); } });
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then((value: unknown) => { span.end(); return value; }, (error: unknown) => { fail(span, error); throw error; }) as T; // the same promise type, with the end in it
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

function fail(span: ApiSpan, error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const code = error instanceof Error && 'code' in error ? String(error.code) : name;
  span.setAttribute('error.type', code);
  span.recordException({ name, message: redactText(message), ...(error instanceof Error && error.stack !== undefined ? { stack: redactText(error.stack) } : {}) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: redactText(message) });
  span.end();
}

const shown = (name: string, value: Attribute): Attribute => (isSecretName(name) ? '•••' : typeof value === 'string' ? redactText(value) : value);

/** `00-<trace id>-<span id>-<flags>`; a later version may say more behind it. https://www.w3.org/TR/trace-context/ */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

function contextOf(traceparent: string | undefined): Context | undefined {
  const match = traceparent === undefined ? null : TRACEPARENT.exec(traceparent.trim());
  if (match === null || (match[1] === '00' && match[5] !== undefined)) return undefined;
  const context = { traceId: match[2]!, spanId: match[3]!, traceFlags: Number.parseInt(match[4]!, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : undefined;
}
