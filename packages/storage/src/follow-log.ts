/**
 * Follows a log, as every hub on a store does to hear what others changed: entries come in the order of commits, a batch at a time, and none is
 * passed over. A batch that failed is taken once more after a while, because nobody may ring again.
 */
import type { Row } from '@patchbay/contracts';
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

const AT_ONCE = 500;
const AGAIN_MS = 1000;

export function followLog({ store, report }: FollowPorts, log: string, take: (entries: readonly Row[]) => Promise<void> | void, againMs = AGAIN_MS): LogFollower {
  let seen = 0;
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
        seen = entries.at(-1)?.seq ?? seen;
        again ||= entries.length === AT_ONCE;
      }
    } catch (error) {
      failed(error);
      throw error;
    }
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
