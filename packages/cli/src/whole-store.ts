/** Backup and restore work on the store itself: they need the data folder or the database, not a key. */
import type { Config } from '@patchbay/hub';
import type { StorePlace } from '@patchbay/storage';
import type { Io } from './io.ts';
import { progress } from './output/progress.ts';

interface Watching {
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
}

export async function wholeStore<R>({ keeping }: Config, words: string, io: Io, work: (place: StorePlace, watching: Watching) => Promise<R>): Promise<R> {
  const { placeOf } = await import('@patchbay/hub');
  const { show, end } = progress(io);
  try {
    return await work(placeOf(keeping), { now: io.now, signal: io.signal, onRows: (rows) => show(`${words}: ${rows} rows …`) });
  } finally {
    end();
  }
}
