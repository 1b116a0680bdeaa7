/** Keeps the values that are used, up to a number of them. */
export interface Lru<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  readonly size: () => number;
}

/** A hit only leaves a mark. What is marked gets a second chance when room is needed: nearly the least recently used, at a third of the price. */
export function createLru<V>(capacity: number): Lru<V> {
  const entries = new Map<string, { readonly value: V; used: boolean }>();

  function makeRoom(): void {
    for (const [key, entry] of entries) {
      entries.delete(key);
      if (!entry.used) return;
      entry.used = false;
      entries.set(key, entry); // at the end: comes by again once all others had their chance
    }
  }

  return Object.freeze({
    get(key: string) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entry.used = true;
      return entry.value;
    },
    set(key: string, value: V) {
      if (!entries.has(key) && entries.size >= capacity) makeRoom();
      entries.set(key, { value, used: false });
    },
    size: () => entries.size,
  });
}
