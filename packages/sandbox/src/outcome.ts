/** What became of a program or a call. Whatever the guest does ends as one of these, never as an exception of the host. */

export type Outcome = Done | Threw | Stopped;

export interface Done {
  readonly kind: 'done';
  /** JSON text; null when the function returned nothing that JSON can hold (`undefined`, a function, a symbol). */
  readonly output: string | null;
  readonly logs: readonly LogLine[];
  readonly cpuMs: number;
}

/** The guest threw, or broke a rule of the language. */
export interface Threw {
  readonly kind: 'threw';
  readonly name: string;
  readonly message: string;
  /** Frames of the guest only. */
  readonly stack: string;
  readonly logs: readonly LogLine[];
  readonly cpuMs: number;
}

/** The guest reached a limit, or was not run at all. */
export interface Stopped {
  readonly kind: 'stopped';
  readonly limit: LimitName;
  /** In the unit of the limit: milliseconds, bytes or calls; 0 for what has no measure. */
  readonly allowed: number;
  /** At least this much. */
  readonly used: number;
  readonly logs: readonly LogLine[];
  readonly cpuMs: number;
}

export type LimitName =
  | 'cpu'
  | 'wall' // real time, waiting for the host included
  | 'memory'
  | 'stack'
  | 'input'
  | 'output'
  | 'queue' // too many calls were waiting; this one was not run
  | 'aborted'
  | 'unsettled' // the promise that it returned can’t settle any more
  | 'crashed'; // its thread or the engine failed: once under it, twice beside it, or after it had asked the host for something

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

export type LoadOutcome<Program> = { readonly kind: 'loaded'; readonly program: Program } | Refused;

/** Why a source is no program. */
export interface Refused {
  readonly kind: 'refused';
  readonly why: 'syntax' | 'import' | 'threw' | 'limit' | 'no_function';
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Counted from 1. Null when nobody knows. */
  readonly line: number | null;
  readonly column: number | null;
  readonly limit: LimitName | null;
}
