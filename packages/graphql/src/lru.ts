/** Keeps the values that were used last, up to a number of them. */
export interface Lru<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  readonly size: () => number;
}

export function createLru<V>(capacity: number): Lru<V> {
  const entries = new Map<string, V>(); // in the order of their last use
  return Object.freeze({
    get(key: string) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key: string, value: V) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size > capacity) for (const oldest of entries.keys()) { entries.delete(oldest); break; }
    },
    size: () => entries.size,
  });
}
