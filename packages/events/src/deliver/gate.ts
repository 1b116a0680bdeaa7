/** What one endpoint takes at a time: so many deliveries at once, so many a second, fewer while it asks us to slow down. */
import type { Receiver } from '../match/receiver.ts';
import type { Delivery } from './delivery.ts';

export interface GatePorts {
  readonly now: () => number;
  readonly start: (delivery: Delivery) => void;
}

export interface Gate {
  /** Starts it, or keeps it until there is room; false when too many wait already. */
  push(delivery: Delivery): boolean;
  /** One that was started has ended. */
  ended(): void;
  /** The receiver asked for less: one at a time for a minute. */
  throttle(): void;
  follow(receiver: Receiver): void;
  /** Takes out what waits. */
  clear(): Delivery[];
  readonly idle: boolean;
  readonly waiting: number;
}

const THROTTLED_MS = 60_000;

export function createGate({ now, start }: GatePorts, first: Receiver, mostWaiting: number): Gate {
  let { concurrency, rate } = first;
  let waiting: Delivery[] = [];
  /** What was taken from the front of `waiting`; it is cut off now and then. */
  let taken = 0;
  let running = 0;
  let throttledUntil = 0;
  let tokens = rate ?? 0;
  let filledAt = now();
  let timer: NodeJS.Timeout | undefined;

  const room = (): boolean => running < (throttledUntil > 0 && now() < throttledUntil ? 1 : concurrency);

  /** A second's worth at most, so that a quiet endpoint is not hit by an hour's. */
  function token(): boolean {
    if (rate === undefined) return true;
    const at = now();
    tokens = Math.min(rate, tokens + ((at - filledAt) / 1000) * rate);
    filledAt = at;
    if (tokens >= 1) {
      tokens--;
      return true;
    }
    timer ??= setTimeout(() => { timer = undefined; pump(); }, Math.ceil(((1 - tokens) / rate) * 1000)).unref();
    return false;
  }

  function pump(): void {
    while (taken < waiting.length && room() && token()) {
      const next = waiting[taken++]!;
      if (taken > 256 && taken * 2 > waiting.length) {
        waiting = waiting.slice(taken);
        taken = 0;
      }
      running++;
      start(next);
    }
  }

  return {
    push(delivery) {
      if (taken === waiting.length && room() && token()) {
        running++;
        start(delivery);
        return true;
      }
      if (waiting.length - taken >= mostWaiting) return false;
      waiting.push(delivery);
      return true;
    },
    ended() {
      running--;
      if (taken < waiting.length) pump();
    },
    throttle() { throttledUntil = now() + THROTTLED_MS; },
    follow(receiver) {
      ({ concurrency, rate } = receiver);
      pump();
    },
    clear() {
      const left = waiting.slice(taken);
      waiting = [];
      taken = 0;
      return left;
    },
    get idle() { return running === 0 && taken === waiting.length; },
    get waiting() { return waiting.length - taken; },
  };
}
