/** Threads for the pool in a process of their own: all in one, until that one has no room left or has ended. */
import type { Executor, ExecutorEvents } from '../executor-thread.ts';
import { type GuestProcess, type ProcessOptions, startProcess } from './guest-process.ts';

export function processThreads(options: ProcessOptions): (events: ExecutorEvents) => Executor {
  let current: GuestProcess | null = null;
  return (events) => {
    for (;;) {
      const executor = current?.thread(events) ?? null;
      if (executor !== null) return executor;
      current = startProcess(options);
    }
  };
}
