/** Answers of the queries of one installation that may be served again for a while: what a plugin says is kept, so it is bounded. */
import type { Json } from '@patchbay/sdk';

export interface Answers {
  get(query: string, input: unknown): Json | undefined;
  keep(query: string, input: unknown, answer: Json, forMs: number): void;
}

interface Kept { readonly until: number; readonly answer: Json; readonly size: number }

/** Characters of JSON, questions included. */
export const MOST_KEPT = 2 * 2 ** 20;

export function createAnswers(now: () => number): Answers {
  const kept = new Map<string, Kept>();
  let size = 0;

  function drop(key: string): void {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }

  return Object.freeze({
    get(query: string, input: unknown) {
      const key = keyOf(query, input);
      const known = kept.get(key);
      if (known === undefined || known.until > now()) return known?.answer;
      drop(key);
      return undefined;
    },
    keep(query: string, input: unknown, answer: Json, forMs: number) {
      const key = keyOf(query, input);
      const own = key.length + JSON.stringify(answer).length;
      drop(key);
      if (own > MOST_KEPT / 2) return; // it would push out all others
      kept.set(key, { until: now() + forMs, answer, size: own });
      size += own;
      while (size > MOST_KEPT) drop(kept.keys().next().value!);
    },
  });
}

const keyOf = (query: string, input: unknown): string => `${query} ${JSON.stringify(input)}`;
