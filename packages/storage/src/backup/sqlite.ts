/** A SQLite store as the source and the target of a backup. */
import { chmodSync, closeSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { Collection } from '@patchbay/contracts';
import { full, unavailable } from '../failures.ts';
import { migrations } from '../migrations.ts';
import { openReading, troubleOf } from '../sqlite/connection.ts';
import { sqliteDialect } from '../sqlite/dialect.ts';
import { heldTable } from '../held-table.ts';
import { WORK_COLUMNS } from '../queue-table.ts';
import { heldIn } from '../sqlite/queue-reader.ts';
import { factOf, has, isStore, migrate, numbers, syncTables } from '../sqlite/schema.ts';
import { tablesOf } from '../table.ts';
import { BATCH, type Cells, charactersOf, FORMAT, type Header, isEnough, type Piece, refusal, syncFolder } from './format.ts';
import { type Loader, tablesIn } from './load.ts';

/** One read transaction: a hub may go on writing, the backup does not see it. */
export async function* readSqlite(file: string, now: () => number): AsyncGenerator<Piece> {
  let db: DatabaseSync | undefined;
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) throw refusal('file', `there is no store at ${file}`);
    db = openReading(file);
    db.exec('begin');
    if (!isStore(db)) throw refusal('file', `${file} is not a Patchbay store`);
    const collections = JSON.parse(factOf(db, 'collections') ?? '[]') as Collection[]; // written by `syncTables`
    yield { header: { patchbay_backup: FORMAT, taken_at: now(), from: 'sqlite', migrations: numbers(db), collections } };
    for (const table of tablesIn(collections)) yield* readTable(db, table);
    for (const { name, kind } of collections) if (kind === 'queue') yield* readHeldOf(db, name);
  } catch (error) {
    throw inWords(error, file);
  } finally {
    db?.close();
  }
}

/** Of SQLite and of the system. */
function inWords(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error || 'syscall' in error)) return error;
  return troubleOf(error) === 'full' ? full(error) : unavailable(`${file}: ${error.message}`, error);
}

function told<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error, file);
  }
}

async function* readTable(db: DatabaseSync, table: string): AsyncGenerator<Piece> {
  const { columns, key } = columnsOf(db, table);
  yield { part: { table, columns } };
  const statement = db.prepare(`select ${quoted(columns)} from "${table}" order by ${quoted(key)}`);
  statement.setReturnArrays(true);
  let rows: Cells[] = [];
  let characters = 0;
  for (const row of statement.iterate() as Iterable<unknown>) {
    rows.push(row as Cells); // arrays, as set above; our tables hold text and numbers
    characters += charactersOf(row as Cells);
    if (!isEnough(rows.length, characters)) continue;
    yield { rows };
    rows = [];
    characters = 0;
    await setImmediate();
  }
  if (rows.length > 0) yield { rows };
}

/** Held work is copied as what it becomes when nobody holds it. */
function* readHeldOf(db: DatabaseSync, queue: string): Generator<Piece> {
  const columns = WORK_COLUMNS.split(', ');
  const rows = !has(db, heldTable(queue)) ? [] : heldIn(db, queue).map(({ id, tenant, at, attempt, lease, lane, work }): Cells => [id, tenant, at, attempt, lease, lane, work]);
  if (rows.length > 0) yield { part: { table: queue, columns } };
  for (let from = 0; from < rows.length; from += BATCH) yield { rows: rows.slice(from, from + BATCH) };
}

export function columnsOf(db: DatabaseSync, table: string): { columns: string[]; key: string[] } {
  const info = db.prepare('select name, pk from pragma_table_info(?)').all(table).map((row) => ({ name: String(row['name']), pk: Number(row['pk']) }));
  return { columns: info.map(({ name }) => name), key: info.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk).map(({ name }) => name) };
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** Built beside its place, checked, synced, then put there: a restore that fails leaves what was there. */
export async function openSqliteTarget(file: string, { now, force }: { now: () => number; force: boolean }): Promise<Loader> {
  const former = told(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return lockFormer(file, force);
  });
  const beside = `${file}.restoring`;
  removeAll(beside);
  const db = new DatabaseSync(beside);
  chmodSync(beside, 0o600);
  db.exec('pragma journal_mode = off; pragma synchronous = off; begin');
  let tables: ReturnType<typeof tablesOf>;

  return {
    async prepare({ collections }: Header) {
      tables = tablesOf(collections, sqliteDialect);
      migrate(db, migrations, now());
      for (const { create } of tables.values()) db.exec(create);
    },
    async load(table, columns, rows) {
      const known = columnsOf(db, table).columns;
      const strange = columns.find((column) => !known.includes(column));
      if (strange !== undefined) throw refusal('file', `the table ${table} has no column ${JSON.stringify(strange)} in this release`);
      const insertion = db.prepare(`insert into "${table}" (${quoted(columns)}) values (${columns.map(() => '?').join(', ')})`);
      told(beside, () => { for (const row of rows) insertion.run(...row); });
      await setImmediate();
    },
    async finish() {
      told(beside, () => { syncTables(db, tables); db.exec('commit'); });
      const verdict = db.prepare('pragma integrity_check').get()?.['integrity_check'];
      if (verdict !== 'ok') throw unavailable(`the restored store is not sound: ${String(verdict)}`);
      db.close();
      await syncFile(beside);
      renameSync(beside, file);
      await syncFolder(dirname(file));
      former.close();
    },
    async abandon() {
      if (db.isOpen) db.close();
      removeAll(beside);
      former.close();
    },
  };
}

/** SQLITE_CORRUPT, SQLITE_NOTADB */
const BROKEN = new Set([11, 26]);

/**
 * Alone on the former store: leaving the write-ahead log needs that nobody else has it open, and folds the log into the file. Where there is none, on an empty file:
 * no hub starts on it meanwhile, and SQLite removes what a hub that died has left beside it, which it would else take for a part of what is restored.
 */
function lockFormer(file: string, force: boolean): DatabaseSync {
  closeSync(openSync(file, 'a', 0o600));
  const isNew = statSync(file).size === 0;
  const db = new DatabaseSync(file, { timeout: 1000 });
  try {
    if (isNew) {
      takeAlone(db, file);
      return db;
    }
    if (!isStore(db)) throw refusal('into', `${file} is not a Patchbay store: restore to another place`);
    if (!force) throw refusal('into', `there is a store at ${file} already: restore to another place, or force it and lose what is there`);
    takeAlone(db, file);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && 'errcode' in error && BROKEN.has(Number(error.errcode) & 255)) throw refusal('into', `${file} is damaged, or no database (${error.message}): move it away, then restore again`);
    throw error;
  }
}

function takeAlone(db: DatabaseSync, file: string): void {
  try {
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive');
  } catch (error) {
    throw unavailable(`a hub has ${file} open: stop it first`, error);
  }
}

function removeAll(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
