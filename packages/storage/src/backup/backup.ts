/** Copies a whole store into one file, and back into a store of either kind. */
import { migrations, missing } from '../migrations.ts';
import { damaged, type Header, type Part, read, type Watching, write } from './format.ts';
import { tablesIn } from './load.ts';
import { openPostgresTarget, readPostgres } from './postgres.ts';
import { openSqliteTarget, readSqlite } from './sqlite.ts';

/** Where a store is: a SQLite file or a PostgreSQL address. */
export type StorePlace = { readonly file: string } | { readonly url: string };

export interface BackupOptions extends Watching {
  readonly now: () => number;
}

export interface RestoreOptions extends BackupOptions {
  /** Also over a store that is there: what it holds is lost. */
  readonly force?: boolean;
}

/** Takes the store as it is at one instant, while hubs go on with it. Never overwrites a file. */
export function backup(place: StorePlace, file: string, { now, ...watching }: BackupOptions): Promise<{ rows: number }> {
  return write(file, 'url' in place ? readPostgres(place.url, now) : readSqlite(place.file, now), watching);
}

/** Fills a store that no hub uses. All or nothing. */
export async function restore(file: string, place: StorePlace, { now, force = false, ...watching }: RestoreOptions): Promise<{ rows: number }> {
  const header = await verify(file, watching.signal);
  const target = await ('url' in place ? openPostgresTarget(place.url, { now, force }) : openSqliteTarget(place.file, { now, force }));
  try {
    await target.prepare(header);
    const rows = await loadAll(read(file, watching), header, file, target.load);
    await target.finish();
    return { rows };
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

/** Reads all of it once before the store is touched: a file that is cut, changed or no backup is refused here. */
async function verify(file: string, signal: AbortSignal | undefined): Promise<Header> {
  let header: Header | undefined;
  for await (const piece of read(file, { signal })) {
    if (!('header' in piece)) continue;
    header = piece.header;
    missing(header.migrations, migrations);
  }
  if (header === undefined) throw damaged(file, 'it is not a Patchbay backup');
  return header;
}

async function loadAll(pieces: ReturnType<typeof read>, { collections }: Header, file: string, load: (table: string, columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]) => Promise<void>): Promise<number> {
  const allowed = new Set(tablesIn(collections));
  let part: Part | undefined;
  let count = 0;
  for await (const piece of pieces) {
    if ('part' in piece) part = piece.part;
    if (!('rows' in piece)) continue;
    if (part === undefined || !allowed.has(part.table)) throw damaged(file, 'it holds rows of no table');
    await load(part.table, part.columns, piece.rows);
    count += piece.rows.length;
  }
  return count;
}
