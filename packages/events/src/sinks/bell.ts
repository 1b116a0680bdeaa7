/** Wakes somebody who waits; rung before anybody waits, it is not forgotten. */
export interface Bell {
  ring(): void;
  /** Until it rings, the time is over, or the signal says stop. */
  rung(mostMs: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let pending = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      pending = true;
      wake?.();
    },
    async rung(mostMs, signal) {
      if (!pending && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const stop = (): void => resolve();
        wake = stop;
        const timer = setTimeout(stop, mostMs);
        signal.addEventListener('abort', stop);
        await promise;
        signal.removeEventListener('abort', stop); // it lives as long as the sink, which waits many times a second
        clearTimeout(timer);
        wake = undefined;
      }
      pending = false;
    },
  };
}
