import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { findPostgres, type Postgres, startPostgres } from '../../../test/doubles/postgres.ts';
import { append, collections, insert, NOW, numbered, range, T } from './contract/place.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import { configOf, prepareReading } from './postgres/connection.ts';
import { postgresDialect } from './postgres/dialect.ts';
import { find, list, prunable, type Select, tail } from './select.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import type { ListQuery, Store } from './store.ts';
import { type Dialect, tablesOf } from './table.ts';

/** Every question that a door can ask, in words and in SQL. */
function questions(dialect: Dialect): [string, Select][] {
  const tables = tablesOf(collections, dialect);
  const table = (name: string) => tables.get(name)!;
  const asked: [string, Select | undefined][] = [];
  const ask = (collection: string, words: string, query: Omit<ListQuery, 'limit' | 'tenant'>): void => {
    const first = { ...query, tenant: T, limit: 51 };
    asked.push([`${collection} ${words}`, list(table(collection), first, dialect)]);
    asked.push([`${collection} ${words}, next page`, list(table(collection), { ...first, after: { value: 'x', id: 'x' } }, dialect)]);
  };
  const up = (field: string) => ({ sort: { field, descending: false } });
  const down = (field: string) => ({ sort: { field, descending: true } });
  for (const sort of [up, down]) {
    for (const field of ['id', 'updated_at', 'slug', 'team', 'rank', 'live']) ask('project', `by ${field}, ${sort === up ? 'up' : 'down'}`, sort(field));
    for (const [log, field] of [['audit', 'action'], ['event', 'type'], ['signal', 'kind'], ['trail', 'action']] as const) {
      ask(log, `by seq, ${sort === up ? 'up' : 'down'}`, sort('seq'));
      ask(log, `of one ${field} by seq, ${sort === up ? 'up' : 'down'}`, { ...sort('seq'), where: { [field]: 'a1' } });
      ask(log, `within a window, ${sort === up ? 'up' : 'down'}`, { ...sort('seq'), since: NOW, until: NOW + 1000 });
      if (log !== 'event' && log !== 'audit') ask(log, `by ${field}, ${sort === up ? 'up' : 'down'}`, sort(field));
      ask(log, `of one ${field} within a window, ${sort === up ? 'up' : 'down'}`, { ...sort('seq'), where: { [field]: 'a1' }, since: NOW });
    }
  }
  ask('project', 'of one team', { where: { team: 't1' } });
  ask('environment', 'of one project', { where: { project: 'p1' } });
  asked.push(['find by key', find(table('project'), T, { slug: 's' }, dialect)], ['find by two fields', find(table('environment'), T, { project: 'p', name: 'n' }, dialect)], ['find a key of any tenant', find(table('key'), undefined, { hash: 'h' }, dialect)]);
  asked.push(['tail of a tenant', tail(table('event'), { tenant: T, after: 5, limit: 100 }, dialect)], ['tail over all', tail(table('event'), { after: 5, limit: 100 }, dialect)], ['tail of a chain', tail(table('audit'), { tenant: T, after: 5, limit: 100 }, dialect)]);
  asked.push(['prune', prunable(table('key'), 'expires_at', NOW, 100, dialect)]);
  return asked.map(([words, select]) => [words, select!]);
}

async function fill(store: Store, count: number): Promise<void> {
  const ops = range(count).flatMap((n) => [
    insert('project', numbered('p', n), { slug: `s${n}`, team: `t${n % 5}`, rank: n, live: n % 2 === 0 }),
    insert('environment', numbered('e', n), { project: `p${n % 50}`, name: `n${n}` }),
    insert('key', numbered('k', n), { hash: `h${n}`, expires_at: NOW + n }),
    append('audit', numbered('a', n), { action: `a${n % 7}` }, { at: NOW + n }),
    append('event', numbered('v', n), { type: `a${n % 7}` }, { at: NOW + n }),
    append('signal', numbered('s', n), { kind: `a${n % 7}` }, { at: NOW + n }),
    append('trail', numbered('t', n), { action: `a${n % 7}` }, { at: NOW + n }),
  ]);
  await store.commit(ops);
}

describe('every list walks an index, on SQLite', () => {
  let folder: string;
  let db: DatabaseSync;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pb-plans-'));
    const store = await openSqlite({ file: join(folder, 'hub.db'), collections, now: () => NOW });
    await fill(store, 100);
    await store.close();
    db = new DatabaseSync(join(folder, 'hub.db'));
  });
  afterAll(async () => {
    db.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [words, { text, values }] of questions(sqliteDialect)) {
    test(words, () => {
      const plan = db.prepare(`explain query plan ${text}`).all(...values).map((row) => String(row['detail']));
      expect(plan.length).toBeGreaterThan(0);
      if (/of one (action|type|kind) by seq/.test(words)) expect(plan.join('\n')).toMatch(/AND <expr>=\?|_stretch USING PRIMARY KEY/); // and not the whole log
      expect(plan.filter((step) => /^SCAN (?!a$|b$|t$|\(subquery|CONSTANT)|TEMP B-TREE/.test(step) && !/USING (COVERING )?INDEX|USING INTEGER PRIMARY KEY/.test(step)), plan.join('\n')).toEqual([]);
    });
  }
});

describe.runIf(findPostgres() !== undefined)('every list walks an index, on PostgreSQL', () => {
  let server: Postgres;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgres();
    const store = await openPostgres({ url: server.url, collections, now: () => NOW });
    await fill(store, 3000);
    await store.close();
    client = new pg.Client(configOf(server.url));
    await client.connect();
    await client.query('analyze');
    await prepareReading(client);
  });
  afterAll(async () => {
    await client.end();
    await server.stop();
  });

  for (const [words, { text, values }] of questions(postgresDialect)) {
    test(words, async () => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values as unknown[]);
      const plan = rows.map((row) => row['QUERY PLAN']);
      expect(plan.filter((step) => step.includes('Seq Scan')), plan.join('\n')).toEqual([]);
      expect(plan.some((step) => step.includes('Index')), plan.join('\n')).toBe(true);
    });
  }
});
