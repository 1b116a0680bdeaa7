/** Stops asking an origin that can't be reached. Closed → open after so many failures in a row → one probe when the time is over → closed, or open for twice as long. */

export interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly threshold?: number;
  /** How long it stays open the first time, and at most. */
  readonly openMs?: number;
  readonly longestMs?: number;
}

export interface Circuit {
  /** Undefined: go ahead, and say how it went. Else the time from which on a probe may go. */
  refusedUntil(): number | undefined;
  succeeded(): void;
  failed(): void;
  /** The try said nothing about the origin: the caller went away. */
  abandoned(): void;
}

export function createCircuit({ now }: { readonly now: () => number }, { threshold = 5, openMs = 10_000, longestMs = 300_000 }: CircuitOptions = {}): Circuit {
  let failures = 0;
  let lasting = openMs;
  let openUntil: number | undefined;
  let probing = false;

  const open = () => {
    openUntil = now() + lasting;
    lasting = Math.min(lasting * 2, longestMs);
    probing = false;
  };

  return {
    refusedUntil() {
      if (openUntil === undefined) return undefined;
      if (now() < openUntil) return openUntil;
      if (probing) return now() + openMs;
      probing = true;
      return undefined;
    },
    succeeded() {
      failures = 0;
      lasting = openMs;
      openUntil = undefined;
      probing = false;
    },
    failed() {
      failures++;
      /** What was under way when it opened says nothing new. */
      if (openUntil === undefined ? failures >= threshold : probing) open();
    },
    abandoned() { probing = false; },
  };
}
