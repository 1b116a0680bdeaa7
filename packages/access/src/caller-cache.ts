/** Callers by the hash of their key, for a moment. Two generations bound it without bookkeeping on the way of every request. */
import type { KnownCaller } from './load-caller.ts';

export interface CachedCaller extends KnownCaller {
  /** Not served from here on. */
  readonly until: number;
  /** The next use worth writing down. */
  touchAt: number;
}

export interface CallerCache {
  get(name: string, at: number): CachedCaller | undefined;
  put(name: string, entry: CachedCaller): void;
}

export function createCallerCache(size: number): CallerCache {
  let young = new Map<string, CachedCaller>();
  let old = new Map<string, CachedCaller>();
  return {
    get(name, at) {
      const entry = young.get(name) ?? old.get(name);
      return entry === undefined || entry.until <= at ? undefined : entry;
    },
    // Entries live so short that whoever is in use comes back here by itself; what is old and unused falls out.
    put(name, entry) {
      young.set(name, entry);
      if (young.size < size) return;
      old = young;
      young = new Map();
    },
  };
}
