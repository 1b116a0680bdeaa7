/** Takes from the queue what nobody works on, when its time has come. */
import type { Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { WORK_QUEUE } from '../collections.ts';

export interface WorkLoopPorts {
  readonly store: Store;
  readonly now: () => number;
  /** Never throws. */
  readonly work: (work: Work, stopping: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
}

export interface WorkLoop {
  start(): void;
  /** There may be work now. */
  wake(): void;
  /** Lets what is under way end, for a while. */
  stop(): Promise<void>;
}

export function createWorkLoop({ store, now, work, report }: WorkLoopPorts, { leaseMs, pollMs, atOnce, drainMs }: { readonly leaseMs: number; readonly pollMs: number; readonly atOnce: number; readonly drainMs: number }): WorkLoop {
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  function wake(): void {
    again = true;
    if (stopped || looking !== undefined) return;
    looking = look().catch(report).finally(() => { looking = undefined; sleep(); });
  }

  function sleep(): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, again && running.size < atOnce ? 0 : pollMs);
  }

  async function look(): Promise<void> {
    while (again && !stopped && running.size < atOnce) {
      again = false;
      const due = await store.due(WORK_QUEUE);
      if (due === undefined || due > now()) return;
      const limit = atOnce - running.size;
      const works = await store.claim(WORK_QUEUE, { now: now(), leaseMs, limit });
      for (const each of works) take(each);
      again ||= works.length === limit;
    }
  }

  function take(each: Work): void {
    const done = work(each, ending.signal).finally(() => {
      running.delete(done);
      wake();
    });
    running.add(done);
  }

  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      const late = setTimeout(() => ending.abort(new Error('the hub is stopping')), drainMs);
      await Promise.all(running);
      clearTimeout(late);
    },
  };
}
