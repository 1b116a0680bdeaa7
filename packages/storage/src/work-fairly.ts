/** Does open work: what this hub just put in, and what it finds when its time has come. So many at once, and few of one owner: who hangs holds up only its own. */
import type { Work } from '@patchbay/contracts';
import { takeWork, type TakeWorkOptions, type TakeWorkPorts, type WorkTaker } from './take-work.ts';

export interface FairWorkPorts extends Omit<TakeWorkPorts, 'room'> {
  readonly ownerOf: (work: Work) => string;
  readonly work: (work: Work, stopping: AbortSignal) => Promise<void>;
}

export interface FairWorkOptions extends TakeWorkOptions {
  readonly atOnce: number;
  readonly atOnceOfOwner: number;
  /** How much more than `atOnce` is taken in advance. It must have its turn before its lease ends. */
  readonly ahead: number;
  /** How much waits in memory of what this hub puts in. */
  readonly mostWaiting: number;
  /** How long what is under way gets when the hub stops. */
  readonly drainMs: number;
}

export interface FairWorker extends WorkTaker {
  /** What is put in under this lease is this hub's: after the commit it is to `take` it. Nothing, where too much waits already. */
  keep(): { readonly until: number; take(work: Work): void } | undefined;
}

export function workFairly({ ownerOf, work, ...ports }: FairWorkPorts, { atOnce, atOnceOfOwner, ahead, mostWaiting, drainMs, ...options }: FairWorkOptions): FairWorker {
  const { now, report } = ports;
  const { leaseMs } = options;
  const taker = takeWork({ ...ports, room: () => atOnce * ahead - waiting.length }, options, take);
  const waiting: Work[] = [];
  const running = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  const ending = new AbortController();
  let stopped = true;

  function take(works: readonly Work[]): void {
    waiting.push(...works);
    pump();
  }

  function pump(): void {
    while (running.size < atOnce && !stopped) {
      const at = waiting.findIndex((each) => (busy.get(ownerOf(each)) ?? 0) < atOnceOfOwner);
      if (at === -1) return;
      const [next] = waiting.splice(at, 1) as [Work];
      if (next.at - now() > leaseMs / 2) begin(next); // else its lease may end in the middle; it is found again then
    }
  }

  function begin(each: Work): void {
    const owner = ownerOf(each);
    busy.set(owner, (busy.get(owner) ?? 0) + 1);
    const done = work(each, ending.signal).catch(report).finally(() => {
      running.delete(done);
      if (busy.get(owner) === 1) busy.delete(owner);
      else busy.set(owner, busy.get(owner)! - 1);
      pump();
      if (each.lane !== '' || waiting.length === 0) taker.wake();
    });
    running.add(done);
  }

  return Object.freeze({
    wake: taker.wake,
    keep: () => (stopped || waiting.length >= mostWaiting ? undefined : { until: now() + leaseMs, take: (each: Work) => take([each]) }),
    start() {
      stopped = false;
      taker.start();
    },
    async stop() {
      stopped = true;
      await taker.stop();
      const late = setTimeout(() => ending.abort(new Error('the hub is stopping')), drainMs);
      await Promise.all(running);
      clearTimeout(late);
    },
  });
}
