/** One try ends when the caller gives up or when its time is over, and the two must be told apart. */

export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts the time anew: something came. */
  touch(): void;
  readonly over: boolean;
  /** Lets go of the timer and of the caller's signal. Not `using`: browsers and Node 20 lack it. */
  end(): void;
}

/** What a timer counts; asked for more, it fires at once. */
export const LONGEST_MS = 2 ** 31 - 1;

/** An own controller, because a signal made by AbortSignal.any() of a timeout can be collected before it fires on Node 20. */
export function deadline(asked: number, outer: AbortSignal | undefined): Deadline {
  const ms = Math.min(asked, LONGEST_MS);
  const controller = new AbortController();
  let over = false;
  const expire = (): void => {
    over = true;
    controller.abort();
  };
  const leave = (): void => controller.abort(outer?.reason);
  let timer = setTimeout(expire, ms);
  if (outer?.aborted === true) leave();
  outer?.addEventListener('abort', leave, { once: true });
  return {
    signal: controller.signal,
    get over() { return over; },
    touch() {
      clearTimeout(timer);
      timer = setTimeout(expire, ms);
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', leave);
    },
  };
}
