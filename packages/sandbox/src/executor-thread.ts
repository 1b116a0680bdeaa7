/// <reference path="./web-assembly.d.ts" />
/** The pool's view of one executor thread: what it holds, what it works on, and how to end it. */
import { Worker } from 'node:worker_threads';
import type { EngineName } from './builds.ts';
import { cellReader, type CellReader, newCells } from './cells.ts';
import { createHeldPrograms } from './held-programs.ts';
import { type Job, messageOf } from './job.ts';
import type { Limits } from './limits.ts';
import type { ExecutorData, FromExecutor, ToExecutor } from './messages.ts';

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
  readonly engine: EngineName;
  readonly module: WebAssembly.Module;
  readonly limits: Limits;
  readonly file: string | URL;
  readonly mostPrograms: number;
}

/** V8's own limits for the thread. The stack is large, so that a guest's deep recursion meets the engine's limit first. */
const RESOURCES = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

export function startExecutor({ message: onMessage, gone }: ExecutorEvents, { engine, module, limits, file, mostPrograms }: ExecutorOptions): Executor {
  const shared = newCells();
  const workerData: ExecutorData = { engine, module, limits, cells: shared };
  const thread = new Worker(file, { workerData, env: {}, stdin: false, execArgv: [], resourceLimits: RESOURCES, name: 'sandbox' });
  const held = createHeldPrograms(mostPrograms, (program) => thread.postMessage({ op: 'drop', program } satisfies ToExecutor));
  const outstanding = new Map<number, Job>();
  let over = false;

  const executor: Executor = Object.seal({
    cells: cellReader(shared),
    outstanding,
    ready: false,
    hand(job) {
      if (outstanding.size === 0) thread.ref();
      outstanding.set(job.id, job);
      thread.postMessage(messageOf(job, held.hold(job.program)));
    },
    send(message) { thread.postMessage(message); },
    forget(program) { held.forget(program); },
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

  function ended(error: Error): void {
    if (over) return;
    over = true;
    gone(executor, error);
  }

  thread.on('message', (message: FromExecutor) => {
    if (message.op === 'ready' && outstanding.size === 0) thread.unref(); // only work keeps the process alive, and a start that somebody may wait for
    if (!over) onMessage(executor, message);
  });
  thread.on('error', (error) => ended(error instanceof Error ? error : new Error('The executor thread failed', { cause: error })));
  thread.on('exit', () => ended(new Error('The executor thread ended')));
  return executor;
}
