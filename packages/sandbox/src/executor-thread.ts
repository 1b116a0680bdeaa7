/** The pool's view of one executor thread: what it holds, what it works on, and how to end it. */
import { Worker } from 'node:worker_threads';
import { cellReader, type CellReader, newCells } from './cells.ts';
import type { Job, ProgramSource } from './job.ts';
import type { Limits } from './limits.ts';
import type { ExecutorData, FromExecutor, ToExecutor } from './messages.ts';
import type { WasmModule } from './quickjs/wasm-module.ts';

export interface ExecutorEvents {
  message(executor: Executor, message: FromExecutor): void;
  /** It ended by itself, or could not start. */
  gone(executor: Executor, error: Error): void;
}

export interface Executor {
  readonly cells: CellReader;
  readonly outstanding: Map<number, Job>;
  ready: boolean;
  hand(job: Job): void;
  send(message: ToExecutor): void;
  /** It does not hold the program, whatever we believed. */
  forget(program: number): void;
  finished(id: number): Job | undefined;
  end(): Promise<void>;
}

export interface ExecutorOptions {
  readonly wasm: WasmModule;
  readonly limits: Limits;
  readonly file: string | URL;
  readonly mostPrograms: number;
}

/** V8's own limits for the thread. The stack is large, so that a guest's deep recursion meets the engine's limit first. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

export function startExecutor({ message: onMessage, gone }: ExecutorEvents, { wasm, limits, file, mostPrograms }: ExecutorOptions): Executor {
  const shared = newCells();
  const workerData: ExecutorData = { wasm, limits, cells: shared };
  const thread = new Worker(file, { workerData, env: {}, stdin: false, execArgv: [], resourceLimits: RESOURCES, name: 'sandbox' });
  const held = new Map<number, true>(); // in the order of their last use
  const outstanding = new Map<number, Job>();
  let over = false;
  thread.unref(); // only work keeps the process alive

  const executor: Executor = Object.seal({
    cells: cellReader(shared),
    outstanding,
    ready: false,
    hand(job) {
      if (outstanding.size === 0) thread.ref();
      outstanding.set(job.id, job);
      const source = hold(job.program);
      thread.postMessage(messageOf(job, source));
    },
    send(message) { thread.postMessage(message); },
    forget(program) { held.delete(program); },
    finished(id) {
      const job = outstanding.get(id);
      if (outstanding.delete(id) && outstanding.size === 0) thread.unref();
      return job;
    },
    async end() {
      over = true;
      await thread.terminate();
    },
  });

  /** The source, if the thread does not have it yet. */
  function hold({ id, source }: ProgramSource): string | null {
    const known = held.delete(id);
    held.set(id, true);
    const oldest = held.size > mostPrograms ? held.keys().next().value : undefined;
    if (oldest !== undefined) {
      held.delete(oldest);
      thread.postMessage({ op: 'drop', program: oldest } satisfies ToExecutor);
    }
    return known ? null : source;
  }

  function ended(error: Error): void {
    if (over) return;
    over = true;
    gone(executor, error);
  }

  thread.on('message', (message: FromExecutor) => { if (!over) onMessage(executor, message); });
  thread.on('error', (error) => ended(error instanceof Error ? error : new Error('The executor thread failed', { cause: error })));
  thread.on('exit', () => ended(new Error('The executor thread ended')));
  return executor;
}

function messageOf(job: Job, source: string | null): ToExecutor {
  const { id, program } = job;
  if (job.op === 'load') return { op: 'load', id, program: program.id, source: program.source, now: job.now };
  const { name, input, limits, now, seed, host } = job;
  return { op: 'run', id, program: program.id, source, name, input, limits, now, seed, host: host !== null };
}
