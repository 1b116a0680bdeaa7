/**
 * What other hubs on a store have changed becomes known here soon; for who is to act on it that is not soon enough: an endpoint that one hub has
 * just declared gets the next event, whichever hub it is published at. So the store is asked before, once for all who wait at the same time.
 */
import type { LogFollower } from './follow-log.ts';
import type { Store } from './store.ts';

export interface Lookout {
  /** Until all that was committed before this call is known here; nothing, where no other hub can be. */
  caughtUp(): Promise<void> | undefined;
}

/** However many come, questions to the store are so far apart, in milliseconds. */
const PAUSE_MS = 5;

export function createLookout({ store }: { readonly store: Pick<Store, 'kind' | 'heads'> }, followers: readonly LogFollower[]): Lookout {
  const logs = followers.map(({ log }) => log);
  /** The question that is under way, and the one after it, which all who come meanwhile wait for. */
  let asked: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let rested: Promise<unknown> = Promise.resolve();

  async function ask(): Promise<void> {
    const heads = await store.heads(logs);
    await Promise.all(followers.map((follower, at) => (heads[at]! !== follower.place() ? follower.look().catch(() => undefined) : undefined))); // it reports what it can't take, and tries again
  }

  async function askNext(): Promise<void> {
    await Promise.all([asked.catch(() => undefined), rested]);
    next = undefined;
    rested = new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
    asked = ask();
    await asked;
  }

  return Object.freeze({ caughtUp: () => (store.kind === 'sqlite' ? undefined : (next ??= askNext())) });
}
