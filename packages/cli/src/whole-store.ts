/** Backup and restore work on the store itself: they need the data folder or the database, not a key. */
import type { Config } from '@patchbay/hub';
import type { Collection } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { Complaint } from './complaint.ts';
import type { Io } from './io.ts';
import { progress } from './output/progress.ts';

interface Work {
  readonly store: Store;
  readonly collections: readonly Collection[];
  readonly file: string;
  readonly signal: AbortSignal;
  /** Called with the rows so far. */
  readonly onRows: (rows: number) => void;
}

/** What packages/storage offers for whole stores. */
interface Backups {
  readonly backup: (work: Work) => Promise<{ readonly rows: number }>;
  /** Refuses a store that holds something, unless forced. */
  readonly restore: (work: Work & { readonly force: boolean }) => Promise<{ readonly rows: number }>;
}

export async function wholeStore<R>(config: Config, file: string, words: string, io: Io, use: (backups: Backups, work: Work) => Promise<R>): Promise<R> {
  const backups = await import('@patchbay/storage') as unknown as Partial<Backups>; // looked for, because a store may be without
  if (backups.backup === undefined || backups.restore === undefined) throw new Complaint('cli.no_backup', 'This release can’t back a store up', 'Stop the hub and copy its data folder, or use pg_dump on its database.');
  const { collectionsOf, openStore } = await import('@patchbay/hub');
  const store = await openStore(config, io.now);
  const { show, end } = progress(io);
  try {
    return await use(backups as Backups, { store, collections: collectionsOf(), file, signal: io.signal, onRows: (rows) => show(`${words}: ${rows} rows …`) });
  } finally {
    end();
    await store.close();
  }
}
