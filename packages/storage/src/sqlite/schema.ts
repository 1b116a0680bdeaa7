/** Brings a SQLite file to what this release and these collections need, under a lock, so that several may start at once. */
import type { DatabaseSync } from 'node:sqlite';
import { leanColumn, leanColumnSteps } from '../lean-table.ts';
import { type Migration, MIGRATION_TABLE, migrations, missing } from '../migrations.ts';
import { fillStretches, formerIndex, stretchTable } from '../stretch-table.ts';
import { digestOf, type Table } from '../table.ts';
import { sqliteDialect } from './dialect.ts';

export interface SchemaOptions {
  readonly now: () => number;
  readonly migrations?: readonly Migration[];
}

export function prepareSchema(db: DatabaseSync, tables: ReadonlyMap<string, Table>, { now, migrations: all = migrations }: SchemaOptions): void {
  const digest = digestOf(tables);
  if (isCurrent(db, digest, all)) return;
  db.exec('begin immediate');
  try {
    migrate(db, all, now());
    syncTables(db, tables);
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}

/** Both in one read, without a lock. */
export function isCurrent(db: DatabaseSync, digest: string, all: readonly Migration[]): boolean {
  if (!has(db, 'schema_migration')) return false;
  return missing(numbers(db), all).length === 0 && has(db, 'store_fact') && factOf(db, 'digest') === digest;
}

export function migrate(db: DatabaseSync, all: readonly Migration[], now: number): void {
  db.exec(MIGRATION_TABLE);
  for (const { number, about, sqlite } of missing(numbers(db), all)) {
    for (const statement of sqlite) db.exec(statement);
    db.prepare('insert into schema_migration (number, about, applied_at) values (?, ?, ?)').run(number, about, now);
  }
}

/** Tables and indexes as the collections want them, and a note of which collections these are. */
export function syncTables(db: DatabaseSync, tables: ReadonlyMap<string, Table>): void {
  for (const table of tables.values()) syncTable(db, table);
  remember(db, 'digest', digestOf(tables));
  remember(db, 'collections', JSON.stringify([...tables.values()].map((table) => table.collection)));
}

function syncTable(db: DatabaseSync, table: Table): void {
  db.exec(table.create);
  if (table.lean) addColumns(db, table);
  const wanted = new Set(table.indexes.map((index) => index.name));
  const there = db.prepare(`select name from sqlite_schema where type = 'index' and tbl_name = ? and sql is not null`).all(table.name).map((row) => String(row['name']));
  for (const name of there) if (!wanted.has(name)) db.exec(`drop index "${name}"`);
  for (const index of table.indexes) db.exec(index.sql);
  fill(db, table, there);
}

/** What a release wrote that knew no stretches is in none. */
function fill(db: DatabaseSync, { name, stretches }: Table, before: readonly string[]): void {
  const isFormer = stretches.some((kind) => before.includes(formerIndex(name, kind).name));
  const isNoted = (kind: string): boolean => db.prepare(`select 1 from "${stretchTable(name)}" where kind = ? limit 1`).get(kind) !== undefined;
  for (const kind of stretches) if (isFormer || !isNoted(kind)) db.exec(fillStretches(name, kind));
}

function addColumns(db: DatabaseSync, table: Table): void {
  const there = new Set(db.prepare('select name from pragma_table_info(?)').all(table.name).map((row) => `"${String(row['name'])}"`));
  for (const field of table.fields.keys()) if (!there.has(leanColumn(field))) for (const step of leanColumnSteps(table.collection, field, sqliteDialect)) db.exec(step);
}

export const has = (db: DatabaseSync, table: string): boolean => db.prepare(`select 1 from sqlite_schema where type = 'table' and name = ?`).get(table) !== undefined;
export const numbers = (db: DatabaseSync): number[] => db.prepare('select number from schema_migration').all().map((row) => Number(row['number']));
const remember = (db: DatabaseSync, name: string, value: string): void => { db.prepare('insert into store_fact (name, value) values (?, ?) on conflict (name) do update set value = excluded.value').run(name, value); };

/** What the store knows about itself, if it is a Patchbay store. */
export function factOf(db: DatabaseSync, name: string): string | undefined {
  const row = db.prepare('select value from store_fact where name = ?').get(name);
  return row === undefined ? undefined : String(row['value']);
}

export const isStore = (db: DatabaseSync): boolean => has(db, 'store_fact') && has(db, 'schema_migration');
