import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { append, collections, done, insert, NOW, numbered, range, remove, T } from '../contract/place.ts';
import type { Store } from '../store.ts';
import { openSqlite, type SqliteOptions } from './open-sqlite.ts';

let folder: string;
let file: string;
let store: Store | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pb-trouble-'));
  file = join(folder, 'data', 'hub.db');
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function open(options: Partial<SqliteOptions> = {}): Promise<Store> {
  return (store = await openSqlite({ file, collections, now: () => NOW, ...options }));
}
const big = (n: number) => insert('project', numbered('p', n), { slug: `s${n}`, text: 'x'.repeat(100_000) });
const code = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

test('a full disk refuses what needs room, stores nothing of it, and takes writes again when there is room', async () => {
  const full = await open({ maxBytes: 3_000_000 });
  await done(full, ...range(10).map(big));
  const tooMuch = [append('audit', 'a1', {}), ...range(40).map((n) => big(n + 100))];
  const [first, second] = await Promise.allSettled([full.commit(tooMuch), full.commit([insert('project', 'small', { slug: 'small' })])]);
  expect(first.status === 'rejected' && code(first.reason)).toBe('storage.full');
  expect(second.status).toBe('fulfilled');
  expect(await full.head('audit', T)).toBe(0);
  expect(await full.get('project', T, numbered('p', 100))).toBeUndefined();

  await done(full, ...range(10).map((n) => remove('project', numbered('p', n))));
  await done(full, ...range(10).map((n) => big(n + 200)), append('audit', 'a1', {}));
  expect(await full.head('audit', T)).toBe(1);
});

test('who asks is told that the disk is full, until a write works again, or there is room again', async () => {
  const full = await open({ maxBytes: 3_000_000 });
  const fill = async (from: number): Promise<void> => { for (let n = from; n < from + 100; n++) await full.commit([big(n)]); };
  await full.ping();
  await expect(fill(0)).rejects.toMatchObject({ code: 'storage.full' });
  for (let again = 0; again < 2; again++) await expect(full.ping()).rejects.toMatchObject({ code: 'storage.full' });
  await done(full, ...range(10).map((n) => remove('project', numbered('p', n))));
  await full.ping();

  await expect(fill(200)).rejects.toMatchObject({ code: 'storage.full' });
  await expect(full.ping()).rejects.toMatchObject({ code: 'storage.full' });
  const other = new DatabaseSync(file);
  other.exec('delete from project');
  other.close();
  await full.ping();
  await full.ping();
  const facts = new DatabaseSync(file, { readOnly: true });
  expect(facts.prepare(`select count(*) as n from store_fact where name = 'room'`).get()).toEqual({ n: 0 });
  facts.close();
});

test('a lock that another process keeps too long makes the store unavailable, not the hub', async () => {
  const locked = await open({ busyMs: 50 });
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expect(locked.commit([insert('project', 'p1', { slug: 'a' })])).rejects.toMatchObject({ code: 'storage.unavailable' });
  expect(await locked.list('project', { tenant: T, limit: 9 })).toEqual([]);
  other.exec('rollback');
  other.close();
  await done(locked, insert('project', 'p1', { slug: 'a' }));
});

test('the writer’s thread may die: who waits is told, the next write starts a new one', async () => {
  const mortal = await open({ workerUrl: new URL('./fixtures/dying-writer.ts', import.meta.url) });
  await done(mortal, insert('project', 'p1', { slug: 'a' }));
  const outcomes = await Promise.allSettled([mortal.commit([insert('project', 'p2', { slug: 'die!' })]), mortal.commit([insert('project', 'p3', { slug: 'c' })])]);
  expect(outcomes.map((outcome) => outcome.status === 'rejected' && code(outcome.reason))).toEqual(['storage.unavailable', 'storage.unavailable']);
  await done(mortal, insert('project', 'p4', { slug: 'd' }), append('audit', 'a1', {}));
  expect((await mortal.list('project', { tenant: T, limit: 9 })).map(({ id }) => id)).toEqual(['p1', 'p4']);
});

test('a file that is no database is refused in words, and stays as it is', async () => {
  const letter = join(folder, 'letter.txt');
  await writeFile(letter, 'Dear Ada, '.repeat(500));
  await expect(openSqlite({ file: letter, collections, now: () => NOW })).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('letter.txt') as string });
  expect(statSync(letter).size).toBe(5000);
  await expect(openSqlite({ file: folder, collections, now: () => NOW })).rejects.toMatchObject({ code: 'storage.unavailable' });
});

test('only its owner may read the file, and a closed store leaves no log behind', async () => {
  const own = await open();
  await done(own, insert('project', 'p1', { slug: 'a' }));
  for (const suffix of ['', '-wal', '-shm']) expect(statSync(file + suffix).mode & 0o777).toBe(0o600);
  await own.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
