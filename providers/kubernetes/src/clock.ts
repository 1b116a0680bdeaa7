/** Time as everything here takes it, so that a test can decide it. */
export interface Clock {
  now(): number;
  after(ms: number, run: () => void): { cancel(): void };
}

export const systemClock: Clock = Object.freeze({
  now: Date.now,
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return { cancel: () => clearTimeout(timer) };
  },
});

/** Ends early, and without a complaint, when the signal says so. */
export function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.after(ms, end);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
