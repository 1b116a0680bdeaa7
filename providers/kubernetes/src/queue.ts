/** Work by key: one key is never worked on twice at a time, what changes meanwhile is looked at again, and what fails comes back later and later. */
import { backoff } from './backoff.ts';
import type { Clock } from './clock.ts';

export interface QueuePorts { readonly clock: Clock; readonly random: () => number }

export interface QueueOptions {
  /** How many keys at a time. */
  readonly parallel: number;
  /** Milliseconds before the second try. */
  readonly first: number;
  /** Milliseconds: the most before any try. */
  readonly cap: number;
}

/** When to look again although nothing changed; undefined for never. */
export type Work = (key: string, signal: AbortSignal) => Promise<number | undefined>;

export interface Queue {
  add(key: string): void;
  addAfter(key: string, ms: number): void;
  /** How many keys wait or are worked on; those whose time has not come are not among them. */
  readonly depth: number;
  readonly retries: number;
  /** Takes nothing more, tells the work to stop, and resolves when it has. */
  stop(): Promise<void>;
}

export const defaultQueue: QueueOptions = { parallel: 8, first: 250, cap: 300_000 };

export function createQueue(work: Work, { clock, random }: QueuePorts, options: QueueOptions = defaultQueue): Queue {
  const waiting = new Set<string>();
  const active = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const failures = new Map<string, number>();
  const timers = new Map<string, { readonly due: number; cancel(): void }>();
  const stopping = new AbortController();
  let retries = 0;

  function add(key: string): void {
    if (stopping.signal.aborted) return;
    forget(key);
    if (active.has(key)) again.add(key);
    else waiting.add(key);
    drain();
  }

  /** The earlier of two times counts. */
  function addAfter(key: string, ms: number): void {
    const due = clock.now() + ms;
    if (stopping.signal.aborted || (timers.get(key)?.due ?? Infinity) <= due) return;
    forget(key);
    timers.set(key, { due, ...clock.after(ms, () => add(key)) });
  }

  function forget(key: string): void {
    timers.get(key)?.cancel();
    timers.delete(key);
  }

  function drain(): void {
    for (const key of waiting) {
      if (active.size >= options.parallel) return;
      waiting.delete(key);
      active.set(key, Promise.resolve(key).then(one).finally(() => {
        active.delete(key);
        if (again.delete(key)) add(key);
        drain();
      }));
    }
  }

  async function one(key: string): Promise<void> {
    try {
      const next = await work(key, stopping.signal);
      failures.delete(key);
      if (next !== undefined) addAfter(key, next);
    } catch {
      const failed = failures.get(key) ?? 0;
      failures.set(key, failed + 1);
      retries++;
      addAfter(key, backoff(failed, options, random));
    }
  }

  return {
    add, addAfter,
    get depth() { return waiting.size + active.size; },
    get retries() { return retries; },
    async stop() {
      stopping.abort(new Error('the operator stops'));
      for (const { cancel } of timers.values()) cancel();
      timers.clear();
      waiting.clear();
      again.clear();
      await Promise.all(active.values());
    },
  };
}
