/**
 * Follows a log, as every hub on a store does to hear what others changed: entries come in the order of commits, a batch at a time, and none is
 * passed over. A batch that failed is taken once more after a while, because nobody may ring again. A log that ends before the place that was read
 * to was restored from an earlier copy: it is followed from there, and what was known of it is read anew.
 */
import { Failure, type Row } from '@patchbay/contracts';
import type { Store } from './store.ts';

export interface LogFollower {
  readonly log: string;
  /** The seq of the last entry that was taken. */
  place(): number;
  /** What is appended from now on. */
  start(): Promise<void>;
  stop(): void;
  /** Takes what is there now. Fails as taking it did; it is tried again all the same. */
  look(): Promise<void>;
}

export interface FollowPorts {
  readonly store: Pick<Store, 'onAppend' | 'head' | 'tail'>;
  readonly report: (error: unknown) => void;
}

export interface FollowOptions {
  /** Reads anew all that entries of the log have brought. */
  readonly renew?: () => Promise<void> | void;
  readonly againMs?: number;
}

const AT_ONCE = 500;
const AGAIN_MS = 1000;

export function followLog({ store, report }: FollowPorts, log: string, take: (entries: readonly Row[]) => Promise<void> | void, { renew, againMs = AGAIN_MS }: FollowOptions = {}): LogFollower {
  let seen = 0;
  let stale = false;
  let reading: Promise<void> | undefined;
  let again = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let stopListening = (): void => undefined;

  /** One reader at a time; who rings meanwhile makes it look once more. */
  async function look(): Promise<void> {
    again = true;
    while (again) await (reading ??= read().finally(() => { reading = undefined; })); // one may just have ended
  }

  async function read(): Promise<void> {
    try {
      while (again) {
        again = false;
        const entries = await store.tail(log, { after: seen, limit: AT_ONCE });
        if (entries.length > 0) await take(entries);
        seen = entries.at(-1)?.seq ?? (await noticed());
        again ||= entries.length === AT_ONCE;
      }
    } catch (error) {
      failed(error);
      throw error;
    }
  }

  /** Where it goes on when there is nothing more. */
  async function noticed(): Promise<number> {
    const head = await store.head(log);
    if (head < seen) {
      report(new Failure('storage.unavailable', `${log} ends at ${head}, and ${seen} was read: it was restored from an earlier copy, and is followed from its end`));
      seen = head;
      stale = true;
    }
    if (stale) await renew?.();
    stale = false;
    return seen;
  }

  function failed(error: unknown): void {
    if (ended) return;
    report(error);
    clearTimeout(timer);
    timer = setTimeout(ring, againMs).unref();
  }

  function ring(): void { look().catch(() => undefined); } // reported, and tried again

  return Object.freeze({
    log, look,
    place: () => seen,
    async start() {
      ended = false;
      stopListening = store.onAppend((logs) => { if (logs.has(log)) ring(); });
      seen = await store.head(log);
    },
    stop() {
      ended = true;
      clearTimeout(timer);
      stopListening();
    },
  });
}
