/** Logs, metrics, traces. */
export type { Level, Log } from './log.ts';
export type { Counter, Gauge, Histogram } from './metrics.ts';
export type { OtlpOptions } from './otlp.ts';
export { redact, redactText } from './redact.ts';
export type { Attribute, Span, SpanOptions } from './span.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions, type TelemetryPorts } from './telemetry.ts';
