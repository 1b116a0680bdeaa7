/** How many deliveries a second an endpoint or a project takes, as one hub counts them, or as several do together. */
import type { Receiver } from '../match/receiver.ts';

export interface Allowance {
  /** Whether one may go now. If none may, `filled` is called when that may have changed. */
  take(): boolean;
  follow(receiver: Pick<Receiver, 'rate'>): void;
}

export interface AllowanceEvents {
  readonly filled: () => void;
  /** How many would like to go. */
  readonly waiting: () => number;
}

/** Of one hub that has the store to itself. A second's worth at most, so that a quiet endpoint is not hit by an hour's. */
export function ownAllowance(now: () => number, { filled }: Pick<AllowanceEvents, 'filled'>, first: Pick<Receiver, 'rate'>): Allowance {
  let { rate } = first;
  let tokens = rate ?? 0;
  let filledAt = now();
  let timer: NodeJS.Timeout | undefined;

  return {
    take() {
      if (rate === undefined) return true;
      const at = now();
      tokens = Math.min(rate, tokens + (Math.max(0, at - filledAt) / 1000) * rate); // a clock that was put back takes none away
      filledAt = at;
      if (tokens >= 1) {
        tokens--;
        return true;
      }
      timer ??= setTimeout(() => { timer = undefined; filled(); }, Math.ceil(((1 - tokens) / rate) * 1000)).unref();
      return false;
    },
    follow(receiver) { ({ rate } = receiver); },
  };
}

/** What a hub got of an endpoint's second, and after how long it may ask again if that is nothing. */
export interface Share { readonly granted: number; readonly waitMs: number }

/** Asks for as many as `wanted` says when the store was read. */
export type ShareOf = (rate: number, wanted: () => number) => Promise<Share>;

/** What was got and not used is given up: it is of that second. */
const FRESH_MS = 1000;
/** One hub takes a quarter of a second's at a time, so that the others get theirs. */
const PART = 4;
const AGAIN_MS = 200;

/** Of several hubs on one store. */
export function sharedAllowance(now: () => number, share: ShareOf, { filled, waiting }: AllowanceEvents, first: Pick<Receiver, 'rate'>): Allowance {
  let { rate } = first;
  let tokens = 0;
  let gotAt = 0;
  let asking = false;

  const isFresh = (): boolean => Math.abs(now() - gotAt) < FRESH_MS;

  function ask(perSecond: number): void {
    asking = true;
    share(perSecond, () => Math.min(waiting(), Math.ceil(perSecond / PART))).then(got, () => got({ granted: 0, waitMs: AGAIN_MS })); // the store may be away for a while
  }

  function got({ granted, waitMs }: Share): void {
    tokens = granted;
    gotAt = now();
    if (granted > 0) again();
    else setTimeout(again, waitMs).unref();
  }

  function again(): void {
    asking = false;
    filled();
  }

  return {
    take() {
      if (rate === undefined) return true;
      if (tokens > 0 && isFresh()) {
        tokens--;
        return true;
      }
      if (!asking) ask(rate);
      return false;
    },
    follow(receiver) { ({ rate } = receiver); },
  };
}
