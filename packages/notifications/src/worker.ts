/** Does open work: what this hub just put in, and what it finds when its time has come. A connector that hangs holds up only itself. */
import type { Work } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { QUEUE } from './collections.ts';
import { readWork } from './order.ts';

export interface WorkerPorts {
  readonly store: Pick<Store, 'due' | 'claim'>;
  readonly now: () => number;
  readonly send: (work: Work, signal: AbortSignal) => Promise<void>;
  readonly report: (error: unknown) => void;
}

export interface WorkerOptions {
  /** How long a hub has work to itself: longer than the longest action. */
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly atOnce: number;
  /** Of one installation. */
  readonly atOnceOfOne: number;
  readonly mostWaiting: number;
  /** How long calls under way get when the hub stops. */
  readonly drainMs: number;
}

export const WORKER_OPTIONS: WorkerOptions = { leaseMs: 120_000, pollMs: 500, atOnce: 64, atOnceOfOne: 8, mostWaiting: 1_024, drainMs: 5_000 };

export function createWorker({ store, now, send, report }: WorkerPorts, options: WorkerOptions) {
  const waiting: Work[] = [];
  const busy = new Map<string, number>();
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
    if (!stopped) timer = setTimeout(wake, again && room() > 0 ? 0 : options.pollMs);
  }

  const room = (): number => options.atOnce * 2 - waiting.length;

  async function look(): Promise<void> {
    while (again && !stopped && room() > 0) {
      again = false;
      const due = await store.due(QUEUE);
      if (due === undefined || due > now()) return;
      const limit = room();
      const works = await store.claim(QUEUE, { now: now(), leaseMs: options.leaseMs, limit });
      waiting.push(...works);
      pump();
      again ||= works.length === limit;
    }
  }

  function pump(): void {
    while (running.size < options.atOnce && !stopped) {
      const at = waiting.findIndex((each) => (busy.get(readWork(each).busy) ?? 0) < options.atOnceOfOne);
      if (at === -1) return;
      const [next] = waiting.splice(at, 1) as [Work];
      if (next.at - now() > options.leaseMs / 2) start(next); // else its lease may end in the middle; it is found again then
    }
  }

  function start(work: Work): void {
    const { busy: whose } = readWork(work);
    busy.set(whose, (busy.get(whose) ?? 0) + 1);
    const done = send(work, ending.signal).catch(report).finally(() => {
      running.delete(done);
      if (busy.get(whose) === 1) busy.delete(whose);
      else busy.set(whose, busy.get(whose)! - 1);
      pump();
      if (work.lane !== '' || waiting.length === 0) wake();
    });
    running.add(done);
  }

  return Object.freeze({
    wake,
    keep: () => (stopped || waiting.length >= options.mostWaiting ? undefined : { until: now() + options.leaseMs, take(work: Work) { waiting.push(work); pump(); } }),
    start() {
      stopped = false;
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      const late = setTimeout(() => ending.abort(new Error('the hub is stopping')), options.drainMs);
      await Promise.all(running);
      clearTimeout(late);
    },
  });
}
