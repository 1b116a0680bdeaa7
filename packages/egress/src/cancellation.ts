/** One listener per signal, however many wait on it: a signal walks all its listeners to add or remove one, and a hub's stop signal has thousands. */

import { Crowd } from './crowd.ts';

export interface Cancellable {
  cancel(reason: unknown): void;
  /** Its place among those that wait on the same signal. */
  watchPlace?: number | undefined;
}

export interface Cancellation {
  watch(signal: AbortSignal, item: Cancellable): void;
  unwatch(signal: AbortSignal, item: Cancellable): void;
}

interface Watch { readonly items: Crowd<'watchPlace', Cancellable>; readonly onAbort: () => void }

export function createCancellation(): Cancellation {
  const watches = new WeakMap<AbortSignal, Watch>();

  const begin = (signal: AbortSignal): Watch => {
    const items = new Crowd<'watchPlace', Cancellable>('watchPlace');
    const onAbort = () => {
      for (let item = items.first; item !== undefined; item = items.first) {
        items.delete(item);
        item.cancel(signal.reason);
      }
    };
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
