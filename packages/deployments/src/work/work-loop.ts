/** Works on what is open, so many at once; lets it end when the hub stops, for a while. */
import type { Work } from '@patchbay/contracts';
import { type Store, takeWork, type TakeWorkOptions, type WorkTaker } from '@patchbay/storage';
import { WORK_QUEUE } from '../collections.ts';

export interface WorkLoopPorts {
  readonly store: Store;
  readonly now: () => number;
  /** Never throws. */
  readonly work: (work: Work, stopping: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
}

interface WorkLoopOptions extends Omit<TakeWorkOptions, 'queue'> {
  readonly atOnce: number;
  /** How long what is under way gets when the hub stops. */
  readonly drainMs: number;
}

export function createWorkLoop({ work, ...ports }: WorkLoopPorts, { atOnce, drainMs, ...options }: WorkLoopOptions): WorkTaker {
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  const taker = takeWork({ ...ports, room: () => atOnce - running.size }, { ...options, queue: WORK_QUEUE }, (works) => { for (const each of works) begin(each); });

  function begin(each: Work): void {
    const done = work(each, ending.signal).finally(() => {
      running.delete(done);
      taker.wake();
    });
    running.add(done);
  }

  return {
    ...taker,
    async stop() {
      await taker.stop();
      const late = setTimeout(() => ending.abort(new Error('the hub is stopping')), drainMs);
      await Promise.all(running);
      clearTimeout(late);
    },
  };
}
