/** Follows the log: reads what is there, then sleeps until the store says that there is more. */
import type { EventView, Row, WatchQuery } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { eventCollection, refuseAhead, showEvent } from './event-log.ts';
import { typeMatcher } from './match/type-pattern.ts';

const AT_ONCE = 200;

export async function* watch({ types, after }: WatchQuery, tenant: string, store: Store, signal: AbortSignal): AsyncGenerator<EventView> {
  const bell = createBell(store, signal);
  try {
    if (after !== undefined) await refuseAhead(store, tenant, after);
    let seen = after ?? (await store.head(eventCollection.name, tenant));
    const wanted = typeMatcher(types ?? []);
    while (!signal.aborted) {
      bell.reset();
      const rows = await store.tail(eventCollection.name, { tenant, after: seen, limit: AT_ONCE });
      for (const row of rows) {
        if (signal.aborted) return;
        seen = row.seq ?? seen;
        if (wanted(String(row.body['type']))) yield followed(row);
      }
      if (rows.length < AT_ONCE) await bell.rung();
    }
  } finally {
    bell.close();
  }
}

/** Who follows may send it on, and then what is raw counts. */
const followed = (row: Row): EventView => (typeof row.body['body'] === 'string' ? { ...showEvent(row), body: row.body['body'] } : showEvent(row));

/** Rings once after each reset, also when it rang before anybody waited. */
function createBell(store: Store, signal: AbortSignal) {
  let ring = (): void => undefined;
  let rung: Promise<void> = Promise.resolve();
  const reset = (): void => { rung = new Promise((resolve) => { ring = resolve; }); };
  const stop = store.onAppend((logs) => { if (logs.has(eventCollection.name)) ring(); });
  const abort = (): void => ring();
  signal.addEventListener('abort', abort);
  return {
    reset,
    rung: () => (signal.aborted ? Promise.resolve() : rung),
    close: () => { stop(); signal.removeEventListener('abort', abort); },
  };
}
