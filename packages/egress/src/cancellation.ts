/** One listener per signal, however many wait on it: a signal walks all its listeners to add or remove one, and a hub's stop signal has thousands. */

export interface Cancellable { cancel(reason: unknown): void }

export interface Cancellation {
  watch(signal: AbortSignal, item: Cancellable): void;
  unwatch(signal: AbortSignal, item: Cancellable): void;
}

interface Watch { readonly items: Set<Cancellable>; readonly onAbort: () => void }

export function createCancellation(): Cancellation {
  const watches = new WeakMap<AbortSignal, Watch>();

  const begin = (signal: AbortSignal): Watch => {
    const items = new Set<Cancellable>();
    const onAbort = () => { for (const item of items) item.cancel(signal.reason); };
    signal.addEventListener('abort', onAbort, { once: true });
    const watch = { items, onAbort };
    watches.set(signal, watch);
    return watch;
  };

  return {
    watch(signal, item) { (watches.get(signal) ?? begin(signal)).items.add(item); },
    /** A signal without items is let go: Node keeps one with listeners alive. */
    unwatch(signal, item) {
      const watch = watches.get(signal);
      if (watch?.items.delete(item) !== true || watch.items.size > 0) return;
      signal.removeEventListener('abort', watch.onAbort);
      watches.delete(signal);
    },
  };
}
