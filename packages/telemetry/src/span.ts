/** A span as the rooms see it, whether or not anybody collects them. */
export type Attribute = string | number | boolean;

export interface Span {
  set(name: string, value: Attribute): void;
}

export interface SpanOptions {
  /** A W3C `traceparent` header: the span goes on under the caller's. Ignored when it is none. */
  readonly traceparent?: string | undefined;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
}

export interface Tracing {
  /** Runs `fn` inside a span; a span that throws is marked as failed. */
  span<T>(name: string, attributes: Readonly<Record<string, Attribute>>, fn: (span: Span) => T, options?: SpanOptions): T;
  /** For an outgoing request of what is under way. */
  traceparent(): string | undefined;
  /** For the log. */
  ids(): { readonly trace_id: string; readonly span_id: string } | undefined;
  shutdown(): Promise<void>;
}

const nobody: Span = Object.freeze({ set: () => undefined });

export const noTracing: Tracing = Object.freeze({
  span: <T>(_: string, __: Readonly<Record<string, Attribute>>, fn: (span: Span) => T): T => fn(nobody),
  traceparent: () => undefined,
  ids: () => undefined,
  shutdown: async () => undefined,
});
