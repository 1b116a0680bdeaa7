/** A call on its way: waiting in the queue, or in the hands of one executor. */
import type { Limits } from './limits.ts';
import type { Loaded, LoadMessage, RunMessage } from './messages.ts';
import type { LimitName, Outcome, Refused } from './outcome.ts';

/** What a guest may ask its host for. Both sides are JSON text. A rejection reaches the guest as an Error with the message. */
export type HostFunction = (name: string, args: string, signal: AbortSignal) => Promise<string>;

export interface ProgramSource {
  readonly id: number;
  readonly source: string;
  /** Calls of different partitions never share an instance, and wait in turn. */
  readonly partition: string;
}

interface Common {
  readonly id: number;
  readonly program: ProgramSource;
  readonly cpuMs: number;
  readonly now: number;
  /** How many threads ended while they had it, and nobody knows why. */
  deaths: number;
  /** The thread that has it; null while it waits. */
  holder: object | null;
  fail(error: Error): void;
}

export interface RunJob extends Common {
  readonly op: 'run';
  readonly name: string;
  readonly input: string;
  readonly limits: Limits | null;
  readonly seed: number;
  readonly host: HostFunction | null;
  /** What an answer of the host may have at most. */
  readonly hostBytes: number;
  /** Whether the host was asked for something: then it can't be run again. */
  asked: boolean;
  readonly idempotent: boolean;
  /** Aborted when the call has ended, for whatever the host still does for it; made when the host is asked first. */
  ended: AbortController | null;
  finish(outcome: Outcome): void;
}

export interface LoadJob extends Common {
  readonly op: 'load';
  finish(outcome: Loaded | Refused): void;
}

export type Job = RunJob | LoadJob;

/** Ends a job that gave no outcome itself. */
export function stop(job: Job, limit: LimitName, allowed = 0, used = 0): void {
  if (job.op === 'run') return job.finish({ kind: 'stopped', limit, allowed, used, logs: [], cpuMs: limit === 'cpu' ? used : 0 });
  return job.finish({ kind: 'refused', why: 'limit', name: 'Error', message: `Loading the module was stopped (${limit})`, stack: '', line: null, column: null, limit });
}

/** `source`: only for who does not have the program. */
export function messageOf(job: Job, source: string | null): LoadMessage | RunMessage {
  const { id, program } = job;
  const { partition } = program;
  if (job.op === 'load') return { op: 'load', id, program: program.id, source: program.source, partition, now: job.now };
  const { name, input, limits, now, seed, host, idempotent } = job;
  return { op: 'run', id, program: program.id, source, partition: source === null ? '' : partition, name, input, limits, now, seed, host: host !== null, idempotent };
}
