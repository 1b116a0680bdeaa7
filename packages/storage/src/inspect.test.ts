import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { findPostgres, type Postgres, startPostgres } from '../../../test/doubles/postgres.ts';
import { collections } from './contract/place.ts';
import { inspect, openPostgres, openSqlite } from './index.ts';

const now = (): number => 1_800_000_000_000;
const later = [...collections, { name: 'later', kind: 'documents', fields: {} }] as const;

describe('looking at a SQLite file', () => {
  let folder: string;
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'pb-inspect-')); });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('tells whether a start would change it, and makes nothing', async () => {
    const file = join(folder, 'data', 'hub.db');
    expect(await inspect({ file }, collections)).toBe('none');
    expect(existsSync(join(folder, 'data'))).toBe(false);
    await (await openSqlite({ file, collections, now })).close();
    const before = await readFile(file);
    expect(await inspect({ file }, collections)).toBe('current');
    expect(await inspect({ file }, later)).toBe('former');
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  test('what can’t be looked at is not taken for nothing', async () => {
    const file = join(folder, 'loop');
    await symlink(file, file);
    await expect(inspect({ file }, collections)).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('ELOOP') as string });
  });

  test('refuses what is no store, and leaves it alone', async () => {
    const file = join(folder, 'letter.txt');
    await writeFile(file, 'Dear Ada, '.repeat(500));
    await expect(inspect({ file }, collections)).rejects.toMatchObject({ code: 'storage.unavailable' });
    expect(readdirSync(folder)).toEqual(['letter.txt']);
  });
});

describe.runIf(findPostgres() !== undefined)('looking at a database of PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => { server = await startPostgres(); });
  afterAll(() => server.stop());

  test('tells whether a start would change it, and makes nothing', async () => {
    const url = await server.createDatabase();
    expect(await inspect({ url }, collections)).toBe('none');
    const client = new pg.Client(url);
    await client.connect();
    expect((await client.query('select 1 from pg_tables where schemaname = current_schema()')).rowCount).toBe(0);
    await client.end();
    await (await openPostgres({ url, collections, now, poolSize: 2 })).close();
    expect(await inspect({ url }, collections)).toBe('current');
    expect(await inspect({ url }, later)).toBe('former');
  });

  test('says that the server is away', async () => {
    await expect(inspect({ url: 'postgres://nobody@127.0.0.1:1/none' }, collections)).rejects.toMatchObject({ code: 'storage.unavailable' });
  });
});
