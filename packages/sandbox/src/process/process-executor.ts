/** The pool's view of one thread in the process of the guests. The process watches over it; we only hear of its end. */
import type { Duplex } from 'node:stream';
import type { Executor, ExecutorEvents } from '../executor-thread.ts';
import { createHeldPrograms } from '../held-programs.ts';
import { type Job, messageOf } from '../job.ts';
import type { FromExecutor, ToExecutor } from '../messages.ts';
import { unpackDone } from '../packed.ts';
import { createVigil } from '../vigil.ts';
import { frameReader, frameWriter } from './frames.ts';
import { fromFrame, toFrame } from './messages.ts';

export interface ProcessExecutor {
  readonly executor: Executor;
  /** The process has ended it because of this call. */
  hangs(call: number): void;
  /** It can't be given anything any more. */
  close(): void;
  /** It ended by itself. `call`: whose guest code ran then, or 0. */
  gone(call: number, error: Error): void;
}

export interface ProcessExecutorPorts {
  readonly pipe: Duplex;
  readonly programs: number;
  /** It begins to do something that somebody may wait for, or has ended it. */
  busy(begins: boolean): void;
  giveUp(call: number): void;
  end(): Promise<void>;
}

export function createProcessExecutor({ message, gone }: ExecutorEvents, { pipe, programs, busy, giveUp, end }: ProcessExecutorPorts): ProcessExecutor {
  const outstanding = new Map<number, Job>();
  const vigil = createVigil();
  const write = frameWriter((bytes) => {
    pipe.write(bytes);
    vigil.begin();
  });
  const send = (what: ToExecutor): void => write(toFrame(what));
  const held = createHeldPrograms(programs, (program) => send({ op: 'drop', program }));
  let running = 0;
  let stuck = 0;
  let started = false;
  let over = false;

  const executor: Executor = Object.seal({
    cells: { running: () => running, stuck: () => stuck, abort: giveUp },
    outstanding,
    ready: false,
    hand(job) {
      if (outstanding.size === 0) busy(true);
      outstanding.set(job.id, job);
      send(messageOf(job, held.hold(job.program)));
    },
    send,
    forget(program) { held.forget(program); },
    finished(id) {
      const job = outstanding.get(id);
      if (outstanding.delete(id) && outstanding.size === 0) busy(false);
      return job;
    },
    end() {
      close();
      return end();
    },
  });

  function close(): void {
    if (over) return;
    over = true;
    started = executor.ready;
    executor.ready = false;
    if (outstanding.size > 0) busy(false);
    if (!started) busy(false);
    pipe.destroy();
  }

  busy(true);
  pipe.on('error', () => { /* the thread is gone; the process tells */ });
  pipe.on('data', frameReader((frame) => {
    if (over) return;
    vigil.end();
    const said = fromFrame<FromExecutor>(frame, unpackDone);
    if (said.op === 'ready') busy(false); // with its start
    message(executor, said);
  }));

  return Object.freeze({
    executor,
    hangs(call) { stuck = call; },
    close,
    gone(call, error) {
      close();
      running = call;
      executor.ready = started;
      gone(executor, error);
    },
  } satisfies ProcessExecutor);
}
