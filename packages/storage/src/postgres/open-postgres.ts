/** The store beyond one machine: many hubs on one PostgreSQL. */
import { Failure, type Op, type Row } from '@patchbay/contracts';
import pg from 'pg';
import { createAppendBell } from '../append-bell.ts';
import { unavailable } from '../failures.ts';
import { createGroupCommit, type GroupLimits } from '../group-commit.ts';
import type { Migration } from '../migrations.ts';
import { find, list, prunable, scan, tail } from '../select.ts';
import type { Store, StoreOptions } from '../store.ts';
import { amendable, type Table, tableNamed, tablesOf, sought } from '../table.ts';
import { walk } from '../walk.ts';
import { createAnnouncements } from './announcements.ts';
import { configOf, prepareReading } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { createListener } from './listener.ts';
import { createPipeline } from './pipeline.ts';
import { createQueueReader } from './queue-reader.ts';
import { createReader, toLogText, toRow } from './reader.ts';
import { prepareSchema } from './schema.ts';
import { type PgUnit, sizeOf, toUnit } from './unit.ts';
import { createWriter } from './writer.ts';

export interface PostgresOptions extends StoreOptions {
  readonly url: string;
  /** Connections for reading; one more writes, and one listens. */
  readonly poolSize?: number;
  /** How often to look for appends that no notification told of. */
  readonly lookMs?: number;
  readonly limits?: GroupLimits;
  readonly migrations?: readonly Migration[];
}

const POOL = 8;
const LOOK_MS = 5000;
const ANNOUNCE_MS = 20;

interface Batch {
  readonly units: PgUnit[];
  readonly logs: Set<string>;
}

export async function openPostgres({ url, collections, now, poolSize = POOL, lookMs = LOOK_MS, limits, migrations }: PostgresOptions): Promise<Store> {
  const tables = tablesOf(collections, postgresDialect);
  await prepareDatabase(url, (client) => prepareSchema(client, tables, { now, ...(migrations === undefined ? {} : { migrations }) }));
  const pool = new pg.Pool({ ...configOf(url), max: poolSize, allowExitOnIdle: true, onConnect: prepareReading });
  pool.on('error', () => undefined); // an idle connection died: the pool has removed it already
  const reader = createReader(pool);
  const work = createQueueReader(reader);
  const pipeline = createPipeline(url);
  const write = createWriter(pipeline);
  const bell = createAppendBell(async () => (await reader.query<{ log: string; total: number }>('select log, sum(seq) as total from log_head group by log', [])).map(({ log, total }) => [log, total] as const), lookMs);
  const listener = createListener(url, { appended: bell.ring, back: () => { void bell.look(); } });
  await listener.connect();
  const announcements = createAnnouncements((logs) => pipeline.tell(listener.words(logs)), ANNOUNCE_MS);
  let closed: Promise<void> | undefined;

  const group = createGroupCommit<Batch, readonly Op[]>({
    begin: () => ({ units: [], logs: new Set() }),
    add({ units, logs }, ops) {
      const unit = toUnit(ops, tables);
      units.push(unit);
      for (const { op, table } of unit) if (op === 'append') logs.add(table.name);
      return sizeOf(unit);
    },
    async write({ units, logs }) {
      const outcomes = await write(units);
      if (logs.size > 0 && outcomes.some((outcome) => !(outcome instanceof Error) && outcome.kind === 'committed')) {
        announcements.grew(logs);
        setImmediate(bell.ring, logs);
      }
      return outcomes;
    },
  }, limits);

  const table = (name: string): Table => tableNamed(tables, name);
  function usable(): void {
    if (closed !== undefined) throw unavailable('it is closed');
  }

  async function close(): Promise<void> {
    bell.close();
    await group.idle();
    announcements.close();
    await Promise.all([pipeline.close(), listener.close(), pool.end()]);
  }

  return Object.freeze<Store>({
    kind: 'postgres',
    async get(collection, tenant, id) {
      const of = table(collection);
      const [cells] = await reader.cells({ text: `select ${of.columns} from "${of.name}" where tenant = $1 and id = $2`, values: [tenant, id] });
      return cells === undefined ? undefined : toRow(of, cells);
    },
    async getMany(collection, tenant, ids) {
      const of = table(collection);
      return (await reader.cells({ text: `select ${of.columns} from "${of.name}" where tenant = $1 and id in (select json_array_elements_text($2::json))`, values: [tenant, JSON.stringify(ids.filter((id) => !id.includes('\0')))] })).map((cells) => toRow(of, cells));
    },
    async find(collection, tenant, where) {
      const of = table(collection);
      const [cells] = await reader.cells(find(of, tenant, where, postgresDialect));
      return cells === undefined ? undefined : toRow(of, cells);
    },
    async list(collection, query) {
      const of = table(collection);
      return (await reader.cells(list(of, query, postgresDialect))).map((cells): Row => toRow(of, cells));
    },
    async tail(log, query) {
      const of = table(log);
      return (await reader.cells(tail(of, query, postgresDialect))).map((cells): Row => toRow(of, cells));
    },
    async head(log, tenant = '') {
      const [head] = await reader.query<{ seq: number }>('select seq from log_head where log = $1 and tenant = $2', [log, table(log).chained ? tenant : '']);
      return head?.seq ?? 0;
    },
    async heads(logs) {
      const found = new Map((await reader.query<{ log: string; seq: number }>(`select log, seq from log_head where tenant = '' and log in (select json_array_elements_text($1::json))`, [JSON.stringify(logs)])).map(({ log, seq }) => [log, seq]));
      return logs.map((log) => found.get(log) ?? 0);
    },
    scan: (collection, { tenant, ...how }, signal) => walk(table(collection), (after, limit) => reader.cells(scan(table(collection), tenant, after, limit, postgresDialect)), toRow, how, signal),
    scanText: (log, { tenant, ...how }, signal) => walk(table(log), (after, limit) => reader.cells(scan(table(log), tenant, after, limit, postgresDialect)), toLogText, how, signal),
    async commit(ops) {
      usable();
      return ops.length === 0 ? { kind: 'committed' } : await group.commit(ops);
    },
    claim: async (queue, query) => (usable(), work.claim(table(queue).name, query)),
    due: (queue) => work.due(table(queue).name),
    open: (queue, query) => work.open(table(queue).name, query),
    onAppend: (heard) => bell.listen(heard),
    async prune(collection, field, below, limit) {
      usable();
      const of = table(collection);
      const { text, values } = prunable(of, field, below, limit, postgresDialect);
      const again = sought(field, 'number', postgresDialect, 'z.body'); // somebody may have changed it meanwhile
      const gone = await reader.query(`delete from "${of.name}" z using (${text}) g where z.tenant = g.tenant and z.id = g.id and ${again} < $2 returning 1 as gone`, values);
      return gone.length;
    },
    async amend(log, changes) {
      usable();
      const { name } = amendable(table(log));
      const gone = changes.filter(({ body }) => body === undefined).map(({ seq }) => seq);
      const other = changes.filter(({ body }) => body !== undefined);
      const removed = gone.length === 0 ? [] : await reader.query(`delete from "${name}" where seq = any($1::bigint[]) returning 1 as done`, [gone]);
      const changed = other.length === 0 ? [] : await reader.query(`update "${name}" d set body = x.body::json from unnest($1::bigint[], $2::text[]) as x(seq, body) where d.seq = x.seq returning 1 as done`, [other.map(({ seq }) => seq), other.map(({ body }) => JSON.stringify(body))]);
      return removed.length + changed.length;
    },
    async ping() {
      usable();
      await reader.query('select 1 from store_fact limit 1', []);
    },
    close: () => (closed ??= close()),
  });
}

/** A connection for the schema alone: building an index may take as long as it takes. */
async function prepareDatabase(url: string, prepare: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(configOf(url));
  client.on('error', () => undefined); // the query that waits tells
  try {
    await client.connect();
    await prepare(client);
  } catch (error) {
    throw error instanceof Failure ? error : unavailable(error instanceof Error ? error.message : String(error), error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
