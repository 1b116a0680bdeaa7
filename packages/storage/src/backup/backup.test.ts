import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Op } from '@patchbay/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { findPostgres, type Postgres, startPostgres } from '../../../../test/doubles/postgres.ts';
import { CHAIN_START, chainHash } from '../chain.ts';
import { append, collections, insert, numbered, range, T } from '../contract/place.ts';
import { backup, openPostgres, openSqlite, restore, type Store, type StorePlace } from '../index.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'pb-backup-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const now = (): number => 1_800_000_000_000;
const odd = { slug: 'é"\\\u0000\ud800😀', n: 1.5, nested: [null, { a: '\n' }] };
const open = (place: StorePlace): Promise<Store> => ('url' in place ? openPostgres({ ...place, collections, now, poolSize: 2 }) : openSqlite({ ...place, collections, now }));
const inFolder = (name: string): string => join(folder, name);

async function fill(store: Store, rounds = 1200): Promise<void> {
  const ops = range(rounds).flatMap((n): Op[] => [insert('project', numbered('p', n), { ...odd, slug: `${n}${odd.slug}` }), append('audit', numbered('a', n), odd, { tenant: `ten_${n % 3}` }), append('event', numbered('v', n), odd)]);
  expect(await store.commit(ops)).toEqual({ kind: 'committed' });
}

async function contentOf(store: Store): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { name } of collections) for await (const rows of store.scan(name, {})) all.push(...rows);
  return all;
}

async function chainHolds(store: Store, tenant: string): Promise<boolean> {
  let before = CHAIN_START;
  for await (const entries of store.scanText('audit', { tenant })) {
    for (const { id, created_at, text, hash } of entries) {
      if (hash !== chainHash(before, { id, at: created_at, text })) return false;
      before = hash ?? '';
    }
  }
  return before !== CHAIN_START;
}

/** What somebody hears who wants to write there now. */
function grasp(file: string): string {
  using db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('begin immediate; create table t (n integer); commit');
    return 'done';
  } catch (error) {
    return String(error);
  }
}

const largestStep = (counts: readonly number[]): number => Math.max(...counts.map((count, at) => count - (counts[at - 1] ?? 0)));

function whole(placeOf: () => Promise<StorePlace>): void {
  test('work that is held is in a backup as long as it is open, and is gone from a place that another store is restored to', async () => {
    const [from, to] = [await placeOf(), await placeOf()];
    const hold = (id: string): Op => ({ op: 'enqueue', in: 'task', tenant: T, id, at: now(), lane: '', work: `do ${id}`, held: true });
    const store = await open(from);
    await store.commit([hold('w1'), hold('w2')]);
    await store.commit([{ op: 'finish', in: 'task', tenant: T, id: 'w1', lease: 1, lane: '', at: now() }]);
    const former = await open(to);
    await former.commit([hold('w3')]);
    await former.close();
    await backup(from, inFolder('held.backup'), { now });
    await restore(inFolder('held.backup'), to, { now, force: true });
    const again = await open(to);
    expect(await again.open('task', { limit: 9 })).toEqual(await store.open('task', { limit: 9 }));
    expect((await again.claim('task', { now: now(), leaseMs: 9, limit: 9 })).map(({ id }) => id)).toEqual(['w2']);
    await Promise.all([again.close(), store.close()]);
  });
  test('a backup brings everything back, and the store goes on where it was', async () => {
    const [from, to] = [await placeOf(), await placeOf()];
    const store = await open(from);
    await fill(store);
    const seen: number[] = [];
    expect(await backup(from, inFolder('all.backup'), { now, onRows: (rows) => seen.push(rows) })).toEqual({ rows: 3604 });
    expect(seen.at(-1)).toBe(3604);
    expect(await restore(inFolder('all.backup'), to, { now })).toEqual({ rows: 3604 });
    const again = await open(to);
    expect(await contentOf(again)).toEqual(await contentOf(store));
    expect(await chainHolds(again, 'ten_1')).toBe(true);
    await again.commit([append('audit', 'next', {}, { tenant: 'ten_1' }), append('event', 'next', {})]);
    expect(await again.head('audit', 'ten_1')).toBe(401);
    expect(await again.head('event')).toBe(1201);
    expect(await chainHolds(again, 'ten_1')).toBe(true);
    await Promise.all([store.close(), again.close()]);
  });

  test('a backup shows the store at one instant while it is written to', async () => {
    const from = await placeOf();
    const store = await open(from);
    await fill(store);
    let writing = true;
    const writes = (async () => { for (let n = 0; writing; n++) await store.commit([insert('environment', numbered('e', n), { project: 'p', name: `${n}` }), append('event', numbered('w', n), {})]); })();
    await backup(from, inFolder('busy.backup'), { now });
    writing = false;
    await writes;
    await store.close();
    const to = await placeOf();
    await restore(inFolder('busy.backup'), to, { now });
    const again = await open(to);
    const environments = (await again.list('environment', { tenant: T, limit: 100_000 })).length;
    expect(await again.head('event')).toBe(1200 + environments);
    await again.close();
  });

  test('rows of megabytes go a few at a time, and not in one piece with hundreds like them', async () => {
    const [from, to] = [await placeOf(), await placeOf()];
    const store = await open(from);
    const text = 'x'.repeat(1_200_000);
    for (const n of range(14)) await store.commit([insert('project', numbered('p', n), { slug: `${n}`, text })]);
    const [written, read] = [[], []] as [number[], number[]];
    await backup(from, inFolder('big.backup'), { now, onRows: (rows) => written.push(rows) });
    await restore(inFolder('big.backup'), to, { now, onRows: (rows) => read.push(rows) });
    expect(largestStep(written)).toBeLessThanOrEqual(10);
    expect(largestStep(read)).toBe(4);
    const again = await open(to);
    expect((await again.get('project', T, numbered('p', 7)))?.body).toEqual({ slug: '7', text });
    await Promise.all([store.close(), again.close()]);
  });

  test('a store that is there is only replaced by force, and not while a hub has it open', async () => {
    const [from, to] = [await placeOf(), await placeOf()];
    const [source, other] = [await open(from), await open(to)];
    await fill(source, 3);
    await source.close();
    await backup(from, inFolder('x.backup'), { now });
    await other.commit([insert('project', 'old', { slug: 'old' })]);
    await expect(restore(inFolder('x.backup'), to, { now, force: true })).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringMatching(/stop/) as string });
    expect((await other.get('project', T, 'old'))?.id).toBe('old');
    await other.commit([insert('project', 'old2', { slug: 'old2' })]);
    await other.close();
    await expect(restore(inFolder('x.backup'), to, { now })).rejects.toMatchObject({ code: 'input.invalid' });
    await restore(inFolder('x.backup'), to, { now, force: true });
    const again = await open(to);
    expect(await again.get('project', T, 'old')).toBeUndefined();
    expect((await again.list('project', { tenant: T, limit: 9 })).length).toBe(3);
    await again.close();
  });

  test('a damaged backup is refused and leaves what was there', async () => {
    const [from, to] = [await placeOf(), await placeOf()];
    const source = await open(from);
    await fill(source, 700);
    await source.close();
    await backup(from, inFolder('good.backup'), { now });
    const good = await readFile(inFolder('good.backup'));
    const lines = gunzipSync(good).toString().split('\n');
    const target = await open(to);
    await target.commit([insert('project', 'old', { slug: 'old' })]);
    await target.close();
    const bad = {
      cut: good.subarray(0, good.length - 200),
      empty: Buffer.alloc(0),
      other: gzipSync('{"hello":1}\n'),
      plain: Buffer.from('not gzip at all'),
      shorter: gzipSync([...lines.slice(0, 5), ...lines.slice(6)].join('\n')),
      changed: gzipSync(lines.join('\n').replace('"ten_1"', '"ten_2"')),
      endless: gzipSync(lines.slice(0, -2).join('\n')),
      continued: gzipSync(`${lines.join('\n')}[1]\n`),
      future: gzipSync(lines.join('\n').replace('"patchbay_backup":1', '"patchbay_backup":2')),
      headless: gzipSync(lines.join('\n').replace('"migrations":', '"m":')),
      sly: gzipSync(lines.join('\n').replace('"table":"project"', '"table":"schema_migration"')),
    };
    for (const [name, bytes] of Object.entries(bad)) {
      await writeFile(inFolder(name), bytes);
      await expect(restore(inFolder(name), to, { now, force: true }), name).rejects.toMatchObject({ code: 'input.invalid' });
    }
    await expect(restore(inFolder('nowhere'), to, { now, force: true })).rejects.toMatchObject({ code: 'input.invalid' });
    const again = await open(to);
    expect((await again.list('project', { tenant: T, limit: 9 })).map(({ id }) => id)).toEqual(['old']);
    await again.close();
  });

  test('a backup of a newer release is refused', async () => {
    const from = await placeOf();
    await (await open(from)).close();
    await backup(from, inFolder('x'), { now });
    await writeFile(inFolder('newer'), gzipSync(gunzipSync(await readFile(inFolder('x'))).toString().replace('"migrations":[1', '"migrations":[999,1')));
    await expect(restore(inFolder('newer'), await placeOf(), { now })).rejects.toThrow(/newer release/);
  });
}

describe('backup and restore, on SQLite', () => {
  let next = 0;
  whole(async () => ({ file: inFolder(`${next++}/hub.db`) }));

  test('a backup is for its owner only, overwrites nothing, and leaves nothing behind when it is given up', async () => {
    const from = { file: inFolder('hub.db') };
    const store = await open(from);
    await fill(store);
    await backup(from, inFolder('one'), { now });
    expect((await stat(inFolder('one'))).mode & 0o777).toBe(0o600);
    await expect(backup(from, inFolder('one'), { now })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(backup(from, inFolder('no/such/folder'), { now })).rejects.toMatchObject({ code: 'input.invalid' });
    const stop = new AbortController();
    await expect(backup(from, inFolder('two'), { now, signal: stop.signal, onRows: () => stop.abort() })).rejects.toThrow();
    await expect(restore(inFolder('one'), { file: inFolder('new.db') }, { now, signal: AbortSignal.abort() })).rejects.toThrow();
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['hub.db', 'one']);
  });

  test('what a hub that was killed left beside a file that is gone does not come back in what is restored there', async () => {
    const file = inFolder('hub.db');
    const killed = await open({ file });
    await killed.commit([insert('project', 'former', { slug: 'former' })]);
    const log = await readFile(`${file}-wal`);
    await killed.close();
    await rm(file);
    await writeFile(`${file}-wal`, log);
    const source = await open({ file: inFolder('source.db') });
    await source.commit([insert('project', 'kept', { slug: 'kept' }), insert('environment', 'e', { project: 'kept', name: 'e' })]);
    await source.close();
    await backup({ file: inFolder('source.db') }, inFolder('x'), { now });
    await restore(inFolder('x'), { file }, { now });
    const again = await open({ file });
    expect((await again.list('project', { tenant: T, limit: 9 })).map(({ id }) => id)).toEqual(['kept']);
    expect((await again.list('environment', { tenant: T, limit: 9 })).map(({ id }) => id)).toEqual(['e']);
    await again.close();
  });

  test('no hub makes a store where one is being restored', async () => {
    const source = await open({ file: inFolder('source.db') });
    await fill(source, 700);
    await source.close();
    await backup({ file: inFolder('source.db') }, inFolder('x'), { now });
    const file = inFolder('new/hub.db');
    let outcome: unknown;
    await restore(inFolder('x'), { file }, { now, onRows: () => { outcome ??= grasp(file); } });
    expect(outcome).toMatch(/locked/);
  });

  test('a damaged store says that it has to be moved away, and a backup that was killed that its part has to go', async () => {
    const file = inFolder('hub.db');
    const source = await open({ file });
    await source.close();
    await backup({ file }, inFolder('x'), { now });
    await writeFile(file, 'not SQLite '.repeat(500));
    await expect(restore(inFolder('x'), { file }, { now, force: true })).rejects.toMatchObject({ code: 'input.invalid', message: expect.stringMatching(/hub\.db is damaged.*move it away/) as string });
    await writeFile(inFolder('y.part'), '');
    await restore(inFolder('x'), { file: inFolder('z.db') }, { now });
    await expect(backup({ file: inFolder('z.db') }, inFolder('y'), { now })).rejects.toThrow(/y\.part is there: another backup writes it, or one was killed/);
  });

  test('what can’t be read is not called damaged, nor away', async () => {
    const loop = inFolder('loop');
    await symlink(loop, loop);
    await expect(backup({ file: loop }, inFolder('a'), { now })).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('ELOOP') as string });
    await expect(restore(folder, { file: inFolder('new.db') }, { now })).rejects.toThrow(/can’t be read: EISDIR/);
    await expect(restore(loop, { file: inFolder('new.db') }, { now })).rejects.toThrow(/can’t be read: ELOOP/);
    expect(readdirSync(folder)).toEqual(['loop']);
  });

  test('what is no store is neither backed up nor overwritten', async () => {
    await expect(backup({ file: inFolder('nothing.db') }, inFolder('a'), { now })).rejects.toMatchObject({ code: 'input.invalid' });
    expect(existsSync(inFolder('nothing.db'))).toBe(false);
    const from = { file: inFolder('hub.db') };
    await (await open(from)).close();
    await backup(from, inFolder('b'), { now });
    await writeFile(inFolder('letter.txt'), 'Dear Ada, this is not a database. '.repeat(40));
    await expect(restore(inFolder('b'), { file: inFolder('letter.txt') }, { now, force: true })).rejects.toThrow();
    expect(await readFile(inFolder('letter.txt'), 'utf8')).toMatch(/^Dear Ada/);
  });
});

describe.runIf(findPostgres() !== undefined)('backup and restore, on PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => { server = await startPostgres(); });
  afterAll(() => server.stop());
  whole(async () => ({ url: await server.createDatabase() }));

  test('a store moves from SQLite to PostgreSQL and back without a difference', async () => {
    const [from, between, back] = [{ file: inFolder('a/hub.db') }, { url: await server.createDatabase() }, { file: inFolder('b/hub.db') }];
    const store = await open(from);
    await fill(store, 300);
    await backup(from, inFolder('1'), { now });
    await restore(inFolder('1'), between, { now });
    await backup(between, inFolder('2'), { now });
    await restore(inFolder('2'), back, { now });
    const again = await open(back);
    expect(await contentOf(again)).toEqual(await contentOf(store));
    expect(await chainHolds(again, 'ten_2')).toBe(true);
    await Promise.all([store.close(), again.close()]);
    await backup(back, inFolder('3'), { now });
    const beyondHeader = async (file: string) => gunzipSync(await readFile(inFolder(file))).toString().split('\n').slice(1, -2);
    expect(await beyondHeader('3')).toEqual(await beyondHeader('1'));
  });
});
