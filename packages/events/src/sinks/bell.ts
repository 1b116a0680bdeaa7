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
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, mostMs);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
        clearTimeout(timer);
        wake = undefined;
      }
      pending = false;
    },
  };
}
