/** A PostgreSQL store as the source and the target of a backup. */
import type { Collection } from '@patchbay/contracts';
import pg from 'pg';
import { unavailable } from '../failures.ts';
import { doneTable, heldTable } from '../held-table.ts';
import { migrations } from '../migrations.ts';
import { configOf, failureOf } from '../postgres/connection.ts';
import { postgresDialect, storable } from '../postgres/dialect.ts';
import { heldRows } from '../postgres/queue-reader.ts';
import { checkServer, factOf, isStore, migrate, numbers, SCHEMA_LOCK, syncTables, tablesThere, USE_LOCK } from '../postgres/schema.ts';
import { WORK_COLUMNS } from '../queue-table.ts';
import { tablesOf } from '../table.ts';
import { BATCH, type Cells, charactersOf, FORMAT, type Header, type Piece, refusal } from './format.ts';
import { type Loader, tablesIn } from './load.ts';

/** Rows that are fetched at once, where they are small; nobody knows before how large they are. */
const MOST = 100;
const CHARACTERS = 1024 * 1024;

/** One snapshot: hubs may go on writing, the backup does not see it. */
export async function* readPostgres(url: string, now: () => number): AsyncGenerator<Piece> {
  const client = await connect(url);
  try {
    await client.query('begin isolation level repeatable read read only');
    if (!(await isStore(client))) throw refusal('file', 'the database holds no Patchbay store');
    const collections = JSON.parse((await factOf(client, 'collections')) ?? '[]') as Collection[]; // written by `syncTables`
    yield { header: { patchbay_backup: FORMAT, taken_at: now(), from: 'postgres', migrations: await numbers(client), collections } };
    for (const table of tablesIn(collections)) yield* readTable(client, table);
    for (const { name, kind } of collections) if (kind === 'queue') yield* readHeld(client, name);
  } catch (error) {
    throw failureOf(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* readTable(client: pg.Client, table: string): AsyncGenerator<Piece> {
  const { columns, key } = await columnsOf(client, table);
  yield { part: { table, columns: columns.map(({ name }) => name) } };
  await client.query(`declare walk no scroll cursor for select ${quoted(columns.map(({ name }) => name))} from "${table}" order by ${quoted(key)}`);
  for (let count = 10; ;) {
    const { rows } = await client.query<(string | number | null)[]>({ text: `fetch ${count} from walk`, rowMode: 'array' });
    if (rows.length > 0) yield { rows };
    if (rows.length < count) break;
    const characters = rows.reduce((sum, row) => sum + charactersOf(row), 0);
    count = Math.min(MOST, Math.max(1, Math.floor(count * CHARACTERS / characters)));
  }
  await client.query('close walk');
}

/** Held work is copied as what it becomes when nobody holds it. A release of before kept none. */
async function* readHeld(client: pg.Client, queue: string): AsyncGenerator<Piece> {
  if (!(await tablesThere(client)).has(heldTable(queue))) return;
  const { rows } = await client.query<(string | number | null)[]>({ text: `select ${WORK_COLUMNS} from (${heldRows(queue)}) w`, rowMode: 'array' });
  if (rows.length > 0) yield { part: { table: queue, columns: WORK_COLUMNS.split(', ') } };
  for (let from = 0; from < rows.length; from += BATCH) yield { rows: rows.slice(from, from + BATCH) };
}

interface Column {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(client: pg.Client, table: string): Promise<{ columns: Column[]; key: string[] }> {
  const { rows } = await client.query<Column & { pk: number | null }>(
    `select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type, array_position(i.indkey::int2[], a.attnum) as pk
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where n.nspname = current_schema() and c.relname = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  return { columns: rows, key: rows.filter(({ pk }) => pk !== null).sort((a, b) => Number(a.pk) - Number(b.pk)).map(({ name }) => name) };
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/** All in one transaction: a restore that fails leaves what was there. */
export async function openPostgresTarget(url: string, { now, force }: { now: () => number; force: boolean }): Promise<Loader> {
  const client = await connect(url);
  let tables: ReturnType<typeof tablesOf>;
  const known = new Map<string, Map<string, string>>();

  try {
    await checkServer(client);
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${SCHEMA_LOCK})`);
    const { rows: [lock] } = await client.query<{ alone: boolean }>(`select pg_try_advisory_xact_lock(${USE_LOCK}) as alone`);
    if (lock?.alone !== true) throw unavailable('a hub has this database open: stop all hubs first');
    await clear(client, force);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw failureOf(error);
  }

  async function typesOf(table: string): Promise<Map<string, string>> {
    const found = known.get(table) ?? new Map((await columnsOf(client, table)).columns.map(({ name, type }) => [name, type]));
    known.set(table, found);
    return found;
  }

  return {
    async prepare({ collections }: Header) {
      tables = tablesOf(collections, postgresDialect);
      await migrate(client, migrations, now());
      for (const { create } of tables.values()) await client.query(create);
    },
    async load(table, columns, rows) {
      const types = await typesOf(table);
      const strange = columns.find((column) => !types.has(column));
      if (strange !== undefined) throw refusal('file', `the table ${table} has no column ${JSON.stringify(strange)} in this release`);
      const picked = columns.map((column, at) => `x.c${at}::${types.get(column)}`).join(', ');
      const names = columns.map((_, at) => `c${at}`).join(', ');
      const values = columns.map((_, at) => rows.map((row: Cells) => { const cell = row[at]; return cell === null || cell === undefined ? null : storable(String(cell)); }));
      await client.query(`insert into "${table}" (${quoted(columns)}) select ${picked} from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(', ')}) as x(${names})`, values).catch((error: unknown) => { throw failureOf(error); });
    },
    async finish() {
      await syncTables(client, tables).catch((error: unknown) => { throw failureOf(error); });
      await client.query('commit');
      await client.end();
    },
    async abandon() {
      await client.end().catch(() => undefined);
    },
  };
}

async function clear(client: pg.Client, force: boolean): Promise<void> {
  if (!(await isStore(client))) return;
  if (!force) throw refusal('into', 'the database holds a Patchbay store already: restore to another one, or force it and lose what is there');
  const there = await tablesThere(client);
  const collections = JSON.parse((await factOf(client, 'collections')) ?? '[]') as Collection[]; // written by `syncTables`
  const beside = collections.filter(({ kind }) => kind === 'queue').flatMap(({ name }) => [heldTable(name), doneTable(name)]);
  for (const table of [...tablesIn(collections), ...beside, 'store_fact', 'schema_migration']) if (there.has(table)) await client.query(`drop table "${table}"`);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(configOf(url));
  client.on('error', () => undefined); // the query that waits tells
  await client.connect().catch((error: unknown) => { throw unavailable(error instanceof Error ? error.message : String(error), error); });
  return client;
}
