/** The pool's view of one executor thread: what it holds, what it works on, and how to end it. */
import { cellReader, type CellReader, newCells } from './cells.ts';
import { createHeldPrograms } from './held-programs.ts';
import { type Job, messageOf } from './job.ts';
import type { ExecutorData, FromExecutor, ToExecutor } from './messages.ts';
import { packTo, unpackDone } from './packed.ts';
import { startThread } from './start-thread.ts';
import { createVigil } from './vigil.ts';
import { watchOver } from './watch.ts';

export interface ExecutorEvents {
  message(executor: Executor, message: FromExecutor): void;
  /** It ended by itself, or could not start. */
  gone(executor: Executor, error: Error): void;
}

export interface Executor {
  readonly cells: Pick<CellReader, 'running' | 'stuck' | 'abort'>;
  readonly outstanding: Map<number, Job>;
  ready: boolean;
  hand(job: Job): void;
  send(message: ToExecutor): void;
  /** It does not hold the program, whatever we believed. */
  forget(program: number): void;
  finished(id: number): Job | undefined;
  end(): Promise<void>;
}

export interface ExecutorOptions extends Pick<ExecutorData, 'engine' | 'modules' | 'limits'> {
  readonly file: string | URL;
  readonly mostPrograms: number;
}

export function startExecutor({ message: onMessage, gone }: ExecutorEvents, { engine, modules, limits, file, mostPrograms }: ExecutorOptions): Executor {
  const shared = newCells();
  const thread = startThread(file, { engine, modules, limits, cells: shared, socket: null });
  const cells = cellReader(shared);
  const held = createHeldPrograms(mostPrograms, (program) => send({ op: 'drop', program }));
  const outstanding = new Map<number, Job>();
  const vigil = createVigil();
  let leaving: (ToExecutor | string)[] = [];
  let over = false;

  const executor: Executor = Object.seal({
    cells: { running: cells.running, abort: cells.abort, stuck: watchOver(thread, cells) },
    outstanding,
    ready: false,
    hand(job) {
      if (outstanding.size === 0) thread.ref();
      outstanding.set(job.id, job);
      send(messageOf(job, held.hold(job.program)));
    },
    send,
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

  /** What is sent in one turn leaves together: to post a text costs both sides more than to make it. */
  function send(message: ToExecutor): void {
    if (leaving.push(packTo(message)) === 1) queueMicrotask(leave);
  }

  function leave(): void {
    const messages = leaving;
    leaving = [];
    thread.postMessage(messages.length === 1 ? messages[0] : messages);
    cells.ring();
    vigil.begin();
  }

  function ended(error: Error): void {
    if (over) return;
    over = true;
    gone(executor, error);
  }

  function hear(received: FromExecutor | string): void {
    const message = typeof received === 'string' ? unpackDone(received) : received;
    if (message.op === 'ready' && outstanding.size === 0) thread.unref(); // only work keeps the process alive, and a start that somebody may wait for
    if (!over) onMessage(executor, message);
  }

  thread.on('message', (received: readonly (FromExecutor | string)[]) => {
    vigil.end();
    for (const each of received) hear(each);
  });
  thread.on('error', (error) => ended(error instanceof Error ? error : new Error('The executor thread failed', { cause: error })));
  thread.on('exit', () => ended(new Error('The executor thread ended')));
  return executor;
}
