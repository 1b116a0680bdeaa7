/** Structured lines: the object first, a constant message second. Everything passes the redaction before pino sees it. */
import { pino } from 'pino';
import { pretty } from './pretty.ts';
import { redact, redactText } from './redact.ts';

export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
type Write = (about: object, message: string) => void;

export interface Log {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A log whose lines all say this too. */
  child(about: object): Log;
}

export interface LogPorts {
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** trace_id and span_id of what is under way. */
  readonly trace: () => object | undefined;
}

export interface LogOptions {
  readonly service: string;
  readonly version: string;
  readonly level: Level;
  readonly format: 'json' | 'pretty';
}

export function createLog({ write, now, trace }: LogPorts, { service, version, level, format }: LogOptions): Log {
  const destination = { write: format === 'pretty' ? (line: string) => write(pretty(line)) : write };
  return wrap(pino({
    level,
    base: { service, version },
    timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => trace() ?? {},
    /** Ours has done it, for errors in any field and with their causes. */
    serializers: { err: (shown: unknown) => shown },
  }, destination));
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const nothing: Write = () => undefined;

/** A level that is off costs nothing: its objects are not even looked at. */
function wrap(logger: pino.Logger): Log {
  const writers = LEVELS.map((name) => [name, logger.isLevelEnabled(name) ? (about: object, message: string) => { logger[name](fields(about), redactText(message)); } : nothing] as const);
  return Object.freeze({ ...(Object.fromEntries(writers) as Record<(typeof LEVELS)[number], Write>), child: (about: object) => wrap(logger.child({ ...fields(about) })) }); // pino asks its bindings for a prototype
}

/** The line's own words can't be taken over by what is logged. */
const OWN = ['level', 'time', 'msg', 'service', 'version', 'trace_id', 'span_id'] as const;

function fields(about: object): object {
  const shown = about instanceof Error ? redact({ err: about }) : redact(about);
  for (const name of OWN) {
    if (!(name in shown)) continue;
    shown[`_${name}`] = shown[name]!;
    delete shown[name];
  }
  return shown;
}
