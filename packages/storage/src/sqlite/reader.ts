/** Reads on the caller's thread through a second, read-only connection: a lookup costs microseconds, a trip to another thread ten times that. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Document, Row } from '@patchbay/contracts';
import { find, list, peek, type Place, scan, type Select, tail, type Value } from '../select.ts';
import type { ListQuery, LogText, Scalar } from '../store.ts';
import { type Table, tableNamed } from '../table.ts';
import { sqliteDialect } from './dialect.ts';
import { createRowCache } from './row-cache.ts';

type Cells = Record<string, SQLOutputValue>;

/** Beyond this many a filter is taken for a common one. */
const COMMON = 4000;

/** Prepared statements are kept until there are this many; lists come in many forms, but not endlessly many. */
const STATEMENTS = 500;

export function createReader(db: DatabaseSync, tables: ReadonlyMap<string, Table>) {
  const statements = new Map<string, StatementSync>();
  const cache = createRowCache(db);
  const getters = new Map<string, { readonly table: Table; readonly statement: StatementSync }>();

  function prepare(text: string): StatementSync {
    let statement = statements.get(text);
    if (statement === undefined) {
      if (statements.size >= STATEMENTS) statements.clear();
      statements.set(text, (statement = db.prepare(text)));
    }
    return statement;
  }

  function getter(collection: string) {
    let found = getters.get(collection);
    if (found === undefined) {
      const table = tableNamed(tables, collection);
      found = { table, statement: db.prepare(`select body, created_at, ${table.isLog ? `seq${table.chained ? ', hash' : ''}` : 'version, updated_at'} from "${table.name}" where tenant = ? and id = ?`) };
      found.statement.setReturnArrays(true);
      getters.set(collection, found);
    }
    return found;
  }

  /** SQLite keeps no count of values: a short look at each of several filters tells which one to walk. */
  function rarest(table: Table, { tenant, where = {} }: ListQuery): string | undefined {
    const fields = Object.keys(where).filter((field) => field !== 'id');
    if (fields.length < 2 || tenant === undefined) return undefined;
    const counted = fields.map((field) => {
      const look = peek(table, tenant, field, where[field]!, COMMON, sqliteDialect);
      return { field, count: look === undefined ? 0 : Number(prepare(look.text).get(...(look.values as Value[]))?.['n']) };
    });
    return counted.reduce((least, each) => (each.count < least.count ? each : least)).field;
  }

  const rows = (table: Table, select: Select | undefined): Row[] => (select === undefined ? [] : prepare(select.text).all(...(select.values as Value[])).map((cells) => toRow(table, cells)));

  return {
    get(collection: string, tenant: string, id: string): Row | undefined {
      const known = cache.get(collection, tenant, id);
      if (known !== undefined) return known;
      const { table, statement } = getter(collection);
      const found = statement.get(tenant, id) as unknown as readonly SQLOutputValue[] | undefined; // arrays, as set above
      if (found === undefined) return undefined;
      const [body, created_at, third, fourth] = found;
      return cache.put(collection, toRow(table, table.isLog ? { tenant, id, body, created_at, seq: third, hash: fourth } as Cells : { tenant, id, body, created_at, version: third, updated_at: fourth } as Cells));
    },
    /** Somebody here wrote: what was read before may be old. */
    written: cache.forget,
    getMany(collection: string, tenant: string, ids: readonly string[]): Row[] {
      const table = tableNamed(tables, collection);
      return rows(table, { text: `select ${table.columns} from "${table.name}" where tenant = ?1 and id in (select value from json_each(?2))`, values: [tenant, JSON.stringify(ids)] });
    },
    find(collection: string, tenant: string | undefined, where: Readonly<Record<string, Scalar>>): Row | undefined {
      const table = tableNamed(tables, collection);
      return rows(table, find(table, tenant, where, sqliteDialect))[0];
    },
    list(collection: string, query: ListQuery): Row[] {
      const table = tableNamed(tables, collection);
      return rows(table, list(table, query, sqliteDialect, rarest(table, query)));
    },
    tail(log: string, query: { readonly tenant?: string; readonly after: number; readonly limit: number }): Row[] {
      const table = tableNamed(tables, log);
      return rows(table, tail(table, query, sqliteDialect));
    },
    head(log: string, tenant = ''): number {
      const { chained } = tableNamed(tables, log);
      return Number(prepare('select seq from log_head where log = ? and tenant = ?').get(log, chained ? tenant : '')?.['seq'] ?? 0);
    },
    heads: (): [string, number][] => prepare('select log, sum(seq) as total from log_head group by log').all().map((cells) => [String(cells['log']), Number(cells['total'])]),
    batch(collection: string, tenant: string | undefined, after: Place | undefined, limit: number): Cells[] {
      const { text, values } = scan(tableNamed(tables, collection), tenant, after, limit, sqliteDialect);
      return prepare(text).all(...(values as Value[]));
    },
    ping: (): void => { prepare('select 1 from store_fact limit 1').get(); },
  };
}

export type Reader = ReturnType<typeof createReader>;

export function toRow(table: Table, cells: Cells): Row {
  const created = cells['created_at'] as number; // the columns of our own tables are strictly typed
  const body = JSON.parse(cells['body'] as string) as Document;
  if (!table.isLog) return { tenant: cells['tenant'] as string, id: cells['id'] as string, version: cells['version'] as number, created_at: created, updated_at: cells['updated_at'] as number, body };
  const entry = { tenant: cells['tenant'] as string, id: cells['id'] as string, version: 1, created_at: created, updated_at: created, body, seq: cells['seq'] as number };
  return table.chained ? { ...entry, hash: cells['hash'] as string } : entry;
}

export function toLogText(table: Table, cells: Cells): LogText {
  const entry = { tenant: cells['tenant'] as string, id: cells['id'] as string, seq: cells['seq'] as number, created_at: cells['created_at'] as number, text: cells['body'] as string };
  return table.chained ? { ...entry, hash: cells['hash'] as string } : entry;
}
