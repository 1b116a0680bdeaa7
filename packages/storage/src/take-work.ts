/** Takes from a queue what nobody works on, when its time has come: as much as there is room for, as soon as somebody says so, and now and then besides. */
import type { Work } from '@patchbay/contracts';
import type { Store } from './store.ts';

export interface WorkTaker {
  start(): void;
  /** There may be work now, or room for it. */
  wake(): void;
  /** Takes nothing more. */
  stop(): Promise<void>;
}

export interface TakeWorkPorts {
  readonly store: Pick<Store, 'due' | 'claim'>;
  readonly now: () => number;
  /** How many more there is room for. */
  readonly room: () => number;
  readonly report: (error: unknown) => void;
}

export interface TakeWorkOptions {
  readonly queue: string;
  /** How long a hub has to itself what it took. */
  readonly leaseMs: number;
  /** How often to look for work that nobody told of. */
  readonly pollMs: number;
}

export function takeWork({ store, now, room, report }: TakeWorkPorts, { queue, leaseMs, pollMs }: TakeWorkOptions, take: (works: readonly Work[]) => Promise<void> | void): WorkTaker {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = true;

  function wake(): void {
    again = true;
    if (!stopped) looking ??= look().catch(report).finally(() => { looking = undefined; sleep(); });
  }

  function sleep(): void {
    clearTimeout(timer);
    if (stopped) return;
    if (again && room() > 0) wake();
    else timer = setTimeout(wake, pollMs);
  }

  async function look(): Promise<void> {
    while (again && !stopped) {
      again = false;
      const limit = room();
      if (limit <= 0) return;
      const due = await store.due(queue);
      if (due === undefined || due > now()) return;
      const works = await store.claim(queue, { now: now(), leaseMs, limit });
      await take(works);
      again ||= works.length === limit;
    }
  }

  return Object.freeze({
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  });
}
