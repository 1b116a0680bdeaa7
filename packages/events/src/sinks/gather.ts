/** The next batch of a sink: as many entries as there are, up to its size, after it had its time to fill. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '@patchbay/sinks';
import type { Store } from '@patchbay/storage';
import type { Sink } from './sink.ts';

export interface Batch {
  readonly entries: readonly Entry[];
  /** Where to go on: what was passed over counts. */
  readonly upTo: number;
  /** There may be more at once. */
  readonly full: boolean;
}

const AT_ONCE = 500;
/** A batch is in memory more than once while it is written. */
const MOST_BYTES = 8 * 1024 * 1024;
/** A sink that takes little must not read on forever before it says where it is. */
const MOST_READ = 20_000;

export async function gather(sink: Sink, after: number, { store }: { readonly store: Store }, signal: AbortSignal): Promise<Batch> {
  const first = await read(sink, after, store, signal);
  if (first.entries.length === 0 || first.full || sink.batchWaitMs === 0) return first;
  await sleep(sink.batchWaitMs, undefined, { signal });
  return read(sink, after, store, signal);
}

async function read({ tenant, stream, takes, batchItems }: Sink, after: number, store: Store, signal: AbortSignal): Promise<Batch> {
  const head = await store.head(stream.log, tenant);
  const entries: Entry[] = [];
  let upTo = after;
  let bytes = 0;
  for (let looked = 0; looked < MOST_READ;) {
    signal.throwIfAborted();
    const rows = await store.tail(stream.log, { tenant, after: upTo, limit: Math.min(AT_ONCE, batchItems * 4) });
    for (const row of rows) {
      if (takes(row)) {
        const entry = stream.entryOf(row);
        const size = JSON.stringify(entry.document).length;
        if (entries.length > 0 && bytes + size > MOST_BYTES) return { entries, upTo, full: true };
        entries.push(entry);
        bytes += size;
      }
      upTo = row.seq ?? upTo;
      if (entries.length === batchItems) return { entries, upTo, full: true };
    }
    if (rows.length === 0) return { entries, upTo: Math.max(upTo, head), full: false };
    looked += rows.length;
  }
  return { entries, upTo, full: true };
}
