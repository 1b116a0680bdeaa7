/** Takes from a queue what nobody works on, when its time has come. */
import type { Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export interface WorkLoopPorts {
  readonly store: Store;
  readonly now: () => number;
  /** How many more there is room for. */
  readonly room: () => number;
  readonly take: (work: Work) => void;
  readonly report: (error: unknown) => void;
}

export interface WorkLoop {
  start(): void;
  /** There may be work now. */
  wake(): void;
  stop(): Promise<void>;
}

export function createWorkLoop({ store, now, room, take, report }: WorkLoopPorts, { queue, leaseMs, pollMs }: { readonly queue: string; readonly leaseMs: number; readonly pollMs: number }): WorkLoop {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  function wake(): void {
    again = true;
    if (stopped || working !== undefined) return;
    working = look().catch(report).finally(() => { working = undefined; sleep(); });
  }

  function sleep(): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, again && room() > 0 ? 0 : pollMs);
  }

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const limit = room();
      if (limit <= 0) return;
      const due = await store.due(queue);
      if (due === undefined || due > now()) return;
      const works = await store.claim(queue, { now: now(), leaseMs, limit });
      for (const work of works) take(work);
      again ||= works.length === limit;
    }
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
      await working;
    },
  };
}
