/** Brings a database to what this release and these collections need, under a lock, so that many hubs may start at once. */
import type { ClientBase } from 'pg';
import { unavailable } from '../failures.ts';
import { leanColumn, leanColumnSteps } from '../lean-table.ts';
import { type Migration, MIGRATION_TABLE, migrations, missing } from '../migrations.ts';
import { digestOf, type Table } from '../table.ts';
import { postgresDialect } from './dialect.ts';

export interface SchemaOptions {
  readonly now: () => number;
  readonly migrations?: readonly Migration[];
}

/** Of the advisory lock: the letters `pb`, then which lock. */
export const LOCK_SPACE = 0x7062;
export const SCHEMA_LOCK = `${LOCK_SPACE}, hashtext('schema ' || current_schema())`;
/** Every open store shares this one; a restore wants it alone. */
export const USE_LOCK = `${LOCK_SPACE}, hashtext('use ' || current_schema())`;

const OLDEST = 150000;

export async function prepareSchema(client: ClientBase, tables: ReadonlyMap<string, Table>, { now, migrations: all = migrations }: SchemaOptions): Promise<void> {
  await checkServer(client);
  const digest = digestOf(tables);
  if (await isCurrent(client, digest, all)) return;
  await client.query('begin');
  try {
    await client.query(`select pg_advisory_xact_lock(${SCHEMA_LOCK})`);
    await migrate(client, all, now());
    await syncTables(client, tables);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

export async function checkServer(client: ClientBase): Promise<void> {
  const { rows: [server] } = await client.query<{ version: number; name: string; encoding: string; schema: string | null }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as name, current_setting('server_encoding') as encoding, current_schema() as schema`,
  );
  if (server === undefined || server.version < OLDEST) throw unavailable(`PostgreSQL ${server?.name ?? ''} is too old: use 15 or later`);
  if (server.encoding !== 'UTF8') throw unavailable(`the database is encoded as ${server.encoding}: create it with the encoding UTF8`);
  if (server.schema === null) throw unavailable('no schema of the search path is there: create one, or change the search path');
}

export async function isCurrent(client: ClientBase, digest: string, all: readonly Migration[]): Promise<boolean> {
  const there = await tablesThere(client);
  if (!there.has('schema_migration') || !there.has('store_fact')) return false;
  return missing(await numbers(client), all).length === 0 && (await factOf(client, 'digest')) === digest;
}

export async function migrate(client: ClientBase, all: readonly Migration[], now: number): Promise<void> {
  if (!(await tablesThere(client)).has('schema_migration')) await client.query(MIGRATION_TABLE);
  for (const { number, about, postgres } of missing(await numbers(client), all)) {
    for (const statement of postgres) await client.query(statement);
    await client.query('insert into schema_migration (number, about, applied_at) values ($1, $2, $3)', [number, about, now]);
  }
}

/** Tables and indexes as the collections want them, and a note of which collections these are. */
export async function syncTables(client: ClientBase, tables: ReadonlyMap<string, Table>): Promise<void> {
  for (const table of tables.values()) await syncTable(client, table);
  await remember(client, 'digest', digestOf(tables));
  await remember(client, 'collections', JSON.stringify([...tables.values()].map((table) => table.collection)));
}

async function syncTable(client: ClientBase, table: Table): Promise<void> {
  await client.query(table.create);
  if (table.lean) await addColumns(client, table);
  const wanted = new Set(table.indexes.map((index) => index.name));
  const { rows } = await client.query<{ indexname: string }>(`select indexname from pg_indexes where schemaname = current_schema() and tablename = $1`, [table.name]);
  for (const { indexname } of rows) if (indexname.endsWith('_ix') && !wanted.has(indexname)) await client.query(`drop index "${indexname}"`);
  for (const index of table.indexes) await client.query(index.sql);
}

async function addColumns(client: ClientBase, table: Table): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select column_name::text as name from information_schema.columns where table_schema = current_schema() and table_name = $1', [table.name]);
  const there = new Set(rows.map(({ name }) => `"${name}"`));
  for (const field of table.fields.keys()) if (!there.has(leanColumn(field))) for (const step of leanColumnSteps(table.collection, field, postgresDialect)) await client.query(step);
}

export async function tablesThere(client: ClientBase): Promise<Set<string>> {
  const { rows } = await client.query<{ tablename: string }>('select tablename::text from pg_tables where schemaname = current_schema()');
  return new Set(rows.map((row) => row.tablename));
}

export async function numbers(client: ClientBase): Promise<number[]> {
  const { rows } = await client.query<{ number: number }>('select number from schema_migration');
  return rows.map((row) => row.number);
}

async function remember(client: ClientBase, name: string, value: string): Promise<void> {
  await client.query('insert into store_fact (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [name, value]);
}

export async function factOf(client: ClientBase, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ value: string }>('select value from store_fact where name = $1', [name]);
  return rows[0]?.value;
}

export async function isStore(client: ClientBase): Promise<boolean> {
  const there = await tablesThere(client);
  return there.has('schema_migration') && there.has('store_fact');
}
