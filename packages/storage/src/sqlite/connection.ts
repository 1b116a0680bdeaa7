/** Opens a SQLite file the way this store needs it, and tells what SQLite's errors mean. */
import { DatabaseSync } from 'node:sqlite';

/** Wait this long for a lock that another process holds. */
export const BUSY_MS = 5000;

/** Pages are given back when the log of writes is folded into the file; the log itself is cut to this size. */
const WAL_LIMIT = 64 * 1024 * 1024;

export function openWriting(file: string, { busyMs = BUSY_MS, maxBytes }: { readonly busyMs?: number; readonly maxBytes?: number | undefined } = {}): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyMs });
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -8192; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = ${WAL_LIMIT}`);
  if (maxBytes !== undefined) db.exec(`pragma max_page_count = ${Math.max(1, Math.floor(maxBytes / Number(db.prepare('pragma page_size').get()?.['page_size'])))}`);
  return db;
}

export function openReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  db.exec('pragma cache_size = -8192');
  return db;
}

export type Trouble = 'full' | 'unavailable' | 'other';

const UNAVAILABLE = new Set([5, 6, 7, 8, 10, 11, 14, 15, 26]); // busy, locked, out of memory, read-only, I/O, corrupt, can't open, protocol, not a database

export function troubleOf(error: unknown): Trouble {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 255 : 0;
  if (code === 13) return 'full';
  return UNAVAILABLE.has(code) ? 'unavailable' : 'other';
}
