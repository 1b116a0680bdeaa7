import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { append, NOW, numbered, range, T } from '../contract/place.ts';
import { indexOn } from '../dialect.ts';
import { contract, CONTRACT_NOW, contractCollections, LOOK_MS, runCase } from '../store.contract.ts';
import { openSqlite } from './open-sqlite.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'pb-sqlite-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the contract of the store, on SQLite', () => {
  for (const each of contract) test(each.title, () => runCase(each, (options) => openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => CONTRACT_NOW, lookMs: LOOK_MS, ...options })));
});

test('the entries of a log that had indexes are found by their stretches, also after a release of before wrote more', async () => {
  const file = join(folder, 'hub.db');
  const open = () => openSqlite({ file, collections: contractCollections, now: () => NOW });
  const found = async (kind: string): Promise<number> => {
    const store = await open();
    const rows = await store.list('signal', { tenant: T, where: { kind }, limit: 999 });
    const all = await store.tail('signal', { tenant: T, after: 0, limit: 999 });
    await store.close();
    return all.length * 1000 + rows.length;
  };
  const store = await open();
  await store.commit(range(200).map((n) => append('signal', numbered('s', n), { kind: n % 2 === 0 ? 'x' : 'y' })));
  await store.close();
  for (const before of ['drop table signal_stretch', `insert into signal (seq, tenant, id, created_at, body, field_kind, field_of) values (500, '${T}', 'z', 1, '{}', 'x', '')`]) {
    const db = new DatabaseSync(file);
    db.exec(`${before}; ${indexOn('signal', '(tenant, seq)').sql}; update store_fact set value = 'of before' where name = 'digest'`);
    db.close();
    expect(await found('x')).toBe(before.startsWith('drop') ? 200_100 : 201_101);
  }
  const db = new DatabaseSync(file);
  expect(db.prepare(`select 1 from sqlite_schema where name = ?`).get(indexOn('signal', '(tenant, seq)').name)).toBe(undefined);
  expect(db.prepare('select count(*) as n from signal_stretch').get()).toEqual({ n: 14 });
  db.close();
});

test('a log whose only entry was refused has not begun, and nobody who follows it is rung', async () => {
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => NOW });
  await store.commit([{ op: 'insert', in: 'project', tenant: T, id: 'p1', body: { slug: 'a' }, at: NOW }]);
  expect(await store.commit([append('event', 'v1', {}), { op: 'insert', in: 'project', tenant: T, id: 'p1', body: { slug: 'b' }, at: NOW }])).toMatchObject({ kind: 'refused', at: 1 });
  const db = new DatabaseSync(join(folder, 'hub.db'));
  expect(db.prepare('select log, seq from log_head').all()).toEqual([]);
  db.close();
  await store.close();
});

test('what is taken out of a log leaves no stretch behind', async () => {
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => NOW });
  await store.commit(range(300).map((n) => append('mark', numbered('m', n), {})));
  await store.amend('mark', range(150).map((n) => ({ seq: n + 1 })));
  const db = new DatabaseSync(join(folder, 'hub.db'));
  expect(db.prepare('select stretch from mark_stretch order by 1').all().map(({ stretch }) => stretch)).toEqual([2, 3, 4]);
  db.close();
  await store.close();
});

test('what was written in a long turn is heard of before its end, where many more writes come', async () => {
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => NOW });
  await store.commit([append('signal', numbered('s', 0), { kind: 'x' })]); // the thread runs by now
  let answered = 0;
  const first = store.commit([append('signal', numbered('s', 1), { kind: 'x' })]).then(() => { answered++; });
  await new Promise((resolve) => { setImmediate(resolve); }); // it is on its way
  for (const end = performance.now() + 500; performance.now() < end;); // a turn that leaves no room for events
  const more = range(64).map((n) => store.commit([append('signal', numbered('t', n), { kind: 'x' })]));
  for (let tick = 0; tick < 50; tick++) await Promise.resolve();
  expect(answered).toBe(1);
  await Promise.all([first, ...more]);
  expect(await store.head('signal', T)).toBe(66);
  await store.close();
});

test('writes are answered each as it ended, also when the numbers of the bell go round', async () => {
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => NOW });
  for (const n of range(120)) {
    const commit = async (id: string) => (await store.commit([append('mark', id, {})])).kind;
    const well = commit(numbered('m', n));
    const nothing = store.claim('task', { now: NOW, leaseMs: 1000, limit: 1 });
    expect([await well, await nothing, await commit(numbered('m', n)), await commit(`${numbered('m', n)}_b`)]).toEqual(['committed', [], 'refused', 'committed']);
  }
  await store.close();
});
