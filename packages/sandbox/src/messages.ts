/** What the pool and an executor thread say to each other. Everything is text, numbers and plain objects. */
import type { EngineName } from './builds.ts';
import type { Limits } from './limits.ts';
import type { Outcome, Refused } from './outcome.ts';
import type { Modules } from './wasm/compile-twice.ts';

export interface LoadMessage { readonly op: 'load'; readonly id: number; readonly program: number; readonly source: string; readonly partition: string; readonly now: number }

export interface RunMessage {
  readonly op: 'run';
  readonly id: number;
  readonly program: number;
  /** Only when the executor does not hold the program. */
  readonly source: string | null;
  /** Of the source. */
  readonly partition: string;
  readonly name: string;
  readonly input: string;
  /** Null: the ones of the sandbox. */
  readonly limits: Limits | null;
  readonly now: number;
  readonly seed: number;
  /** Whether the guest may ask the host for something. */
  readonly host: boolean;
  readonly idempotent: boolean;
}

export type ToExecutor =
  | LoadMessage
  | RunMessage
  | { readonly op: 'drop'; readonly program: number }
  | { readonly op: 'settle'; readonly id: number; readonly call: number; readonly ok: boolean; readonly text: string }
  | { readonly op: 'abort'; readonly id: number }
  /** It has nothing else to do for now. */
  | { readonly op: 'rehearse' };

export type Loaded = { readonly kind: 'loaded'; readonly functions: readonly string[] };

export type FromExecutor =
  | { readonly op: 'ready' }
  | { readonly op: 'outcome'; readonly id: number; readonly outcome: Outcome }
  | { readonly op: 'loaded'; readonly id: number; readonly outcome: Loaded | Refused }
  | { readonly op: 'missing'; readonly id: number; readonly program: number }
  | { readonly op: 'host'; readonly id: number; readonly call: number; readonly name: string; readonly args: string };

/** What a thread is started with. */
export interface ExecutorData {
  readonly engine: EngineName;
  readonly modules: Modules;
  readonly cells: SharedArrayBuffer;
  /** The open file over which messages come and go; null: over the thread's port. */
  readonly socket: number | null;
  readonly limits: Limits;
}
