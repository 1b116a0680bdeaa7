/** Time that moves only when the test says so. Timers run in the order of their due times, each at its own instant. */

export interface Timer {
  readonly due: number;
  readonly run: () => void;
}

export interface FakeClock {
  now(): number;
  /** Runs what falls due on the way, also what those timers set up in turn. Lets promises settle after each timer. */
  advance(ms: number): Promise<void>;
  after(ms: number, run: () => void): { cancel(): void };
  /** Resolves when the clock has moved so far; rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** How many timers are waiting. */
  waiting(): number;
}

/** Starts at 2026-01-01 unless told. */
export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  const timers = new Set<Timer>();

  function after(ms: number, run: () => void): { cancel(): void } {
    const timer = { due: now + ms, run };
    timers.add(timer);
    return { cancel: () => void timers.delete(timer) };
  }

  async function advance(ms: number): Promise<void> {
    const until = now + ms;
    await settle();
    for (let next = earliest(timers, until); next !== undefined; next = earliest(timers, until)) {
      timers.delete(next);
      now = Math.max(now, next.due);
      next.run();
      await settle();
    }
    now = until;
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return void reject(signal.reason);
      const timer = after(ms, () => { signal?.removeEventListener('abort', giveUp); resolve(); });
      function giveUp(): void { timer.cancel(); reject(signal?.reason); }
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  return Object.freeze({ now: () => now, advance, after, sleep, waiting: () => timers.size });
}

/** Of timers that fall due together, the one that was set first. */
function earliest(timers: Iterable<Timer>, until: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) if (timer.due <= until && (first === undefined || timer.due < first.due)) first = timer;
  return first;
}

/** One turn of the event loop: all promises that can go on have gone on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
