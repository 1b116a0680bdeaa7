/** What a JavaScript engine must be able to do for us. It runs inside an executor thread, is synchronous, and never throws for what a guest did. */
import type { Refused } from './outcome.ts';

export interface SandboxEngine {
  /** Compiles and evaluates an ES module. */
  load(source: string, loading: Loading): EngineProgram | Refused;
  /** Does a piece of what the next program will need, if there was one already. False when there was nothing to do. */
  prepare(): boolean;
  /** Runs code of our own for a millisecond or so: V8 compiles for good only what was busy, for all threads that have the engine. */
  rehearse(): void;
}

export interface Loading {
  readonly guard: Guard;
  readonly now: number;
  /** Every piece of guest code runs inside, so that the time is counted and somebody watches. */
  around<T>(piece: () => T): T;
}

export interface EngineProgram {
  readonly kind: 'program';
  /** Names of the exported functions. */
  readonly functions: readonly string[];
  /** An instance in the state right after loading, for one call. */
  take(): EngineInstance;
  /** What it keeps in memory between calls, beside instances. */
  bytes(): number;
  /** It is not wanted for now: what waits for a call may go. */
  drop(): void;
}

export interface EngineInstance {
  start(call: EngineCall, guard: Guard): Step;
  /** Goes on after an answer of the host. */
  settle(hostCall: number, ok: boolean, text: string): Step;
  /** After the call: it is cleaned for the next one, or thrown away. */
  release(): void;
}

export interface EngineCall {
  readonly name: string;
  readonly input: string;
  readonly now: number;
  readonly seed: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
  readonly errorChars: number;
}

/** What an engine asks and tells while guest code runs. */
export interface Guard {
  /** True: stop the guest now. Asked often. */
  expired(): boolean;
  log(level: string, text: string): void;
  /** Null when the host takes the call; else why not. */
  request(hostCall: number, name: string, args: string): string | null;
}

export type Step =
  | { readonly kind: 'done'; readonly output: string | null }
  | { readonly kind: 'threw'; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly kind: 'expired' } // the guard said so
  | { readonly kind: 'limit'; readonly limit: 'memory' | 'stack' | 'output'; readonly allowed: number; readonly used: number }
  | { readonly kind: 'fault' } // the engine itself failed
  | { readonly kind: 'waiting' }; // a promise is pending and no job is left
