/** How often and how long. Full jitter keeps many clients from coming back all at once. */
import { LONGEST_MS } from './deadline.ts';

export interface RetryPolicy {
  /** Tries in all; 1 never repeats. */
  readonly attempts: number;
  /** Milliseconds: the most before the second try; it doubles from try to try. */
  readonly firstDelay: number;
  /** Milliseconds: the most before any try. */
  readonly maxDelay: number;
  /** Milliseconds: a hub that asks for more than this gets its refusal handed on at once. */
  readonly maxRetryAfter: number;
}

export const defaultRetry: RetryPolicy = { attempts: 4, firstDelay: 250, maxDelay: 8_000, maxRetryAfter: 60_000 };

/** Milliseconds before the next try, or undefined to give up. `failed` counts the tries so far. */
export function delayAfter(failed: number, retryAfter: number | undefined, { attempts, firstDelay, maxDelay, maxRetryAfter }: RetryPolicy, random: () => number): number | undefined {
  if (failed >= attempts) return undefined;
  if (retryAfter !== undefined && retryAfter > maxRetryAfter) return undefined;
  const jitter = random() * Math.min(maxDelay, firstDelay * 2 ** (failed - 1));
  return retryAfter === undefined ? jitter : retryAfter + jitter * 0.1;
}

/** Retry-After is seconds or a date. Milliseconds from now. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits, or throws the reason of the signal. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, Math.min(ms, LONGEST_MS));
    signal?.addEventListener('abort', stop, { once: true });
  });
}
