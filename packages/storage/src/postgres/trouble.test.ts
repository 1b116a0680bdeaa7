import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { findPostgres, type Postgres, startPostgres } from '../../../../test/doubles/postgres.ts';
import { append, collections, done, insert, LOOK_MS, NOW, numbered, range, T, update } from '../contract/place.ts';
import type { Store } from '../store.ts';
import { openPostgres } from './open-postgres.ts';

describe.runIf(findPostgres() !== undefined)('a PostgreSQL in trouble', () => {
  let server: Postgres;
  let url: string;
  let open: (lookMs?: number) => Promise<Store>;
  const opened: Store[] = [];
  const clients: pg.Client[] = [];

  beforeAll(async () => { server = await startPostgres(); });
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.createDatabase();
    open = async (lookMs = LOOK_MS) => {
      const store = await openPostgres({ url, collections, now: () => NOW, poolSize: 3, lookMs });
      opened.push(store);
      return store;
    };
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await Promise.all(clients.splice(0).map((client) => client.end().catch(() => undefined)));
  });

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  }

  /** Until a commit gets through again. */
  async function eventually(store: Store, id: string): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const outcome = await store.commit([insert('project', id, { slug: id })]).catch(() => undefined);
      if (outcome !== undefined) return;
      await sleep(50);
    }
    throw new Error('the store did not come back');
  }

  test('a cut connection is made anew, and a read does not notice', async () => {
    const store = await open();
    await done(store, insert('project', 'p1', { slug: 'a' }), append('audit', 'a1', {}));
    const other = await connect();
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay' and datname = current_database()`);
    expect((await store.get('project', T, 'p1'))?.id).toBe('p1');
    await eventually(store, 'p2');
    await done(store, append('audit', 'a2', {}));
    expect(await store.head('audit', T)).toBe(2);
  });

  test('a write whose answer was lost is never told as done, and what was told as done is there', async () => {
    const store = await open();
    const other = await connect();
    const told: string[] = [];
    let cutting = true;
    const cut = (async () => {
      while (cutting) {
        await sleep(15);
        await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'patchbay' and datname = current_database()`);
      }
    })();
    await Promise.all(range(8).map(async (lane) => {
      for (const n of range(60)) {
        const id = numbered(`p${lane}`, n);
        const outcome = await store.commit([insert('project', id, { slug: id }), append('audit', id, {}), append('event', id, {})]).catch((error: { code?: string }) => { expect(error.code).toBe('storage.unavailable'); return undefined; });
        if (outcome?.kind === 'committed') told.push(id);
      }
    }));
    cutting = false;
    await cut;
    await eventually(store, 'after');
    const there = new Set((await store.list('project', { tenant: T, limit: 1000 })).map(({ id }) => id));
    expect(told.filter((id) => !there.has(id))).toEqual([]);
    const entries = await store.tail('audit', { tenant: T, after: 0, limit: 1000 });
    expect(entries.map(({ seq }) => seq)).toEqual(range(entries.length).map((n) => n + 1));
    expect(new Set(entries.map(({ id }) => id))).toEqual(new Set([...there].filter((id) => id !== 'after')));
  });

  test('a server that is down makes the store unavailable in words; it comes back with the server', async () => {
    const store = await open();
    await done(store, insert('project', 'p1', { slug: 'a' }));
    await server.kill9();
    await expect(store.commit([insert('project', 'p2', { slug: 'b' })])).rejects.toMatchObject({ code: 'storage.unavailable' });
    await expect(store.get('project', T, 'p1')).rejects.toMatchObject({ code: 'storage.unavailable' });
    await expect(store.ping()).rejects.toMatchObject({ code: 'storage.unavailable' });
    await expect(openPostgres({ url, collections, now: () => NOW })).rejects.toMatchObject({ code: 'storage.unavailable' });
    await server.restart();
    await eventually(store, 'p3');
    expect((await store.get('project', T, 'p1'))?.id).toBe('p1');
    await store.ping();
  });

  test('a transaction that is open elsewhere delays an append, and a tail skips nothing', async () => {
    const [store, reader] = [await open(), await open()];
    await done(store, append('event', 'v1', {}));
    const slow = await connect();
    await slow.query('begin');
    await slow.query(`update log_head set seq = seq + 1 where log = 'event'`);
    await slow.query(`insert into event (seq, tenant, id, created_at, body) values (2, '${T}', 'slow', 0, '{}')`);
    const waiting = store.commit([append('event', 'v3', {})]);
    await sleep(100);
    expect((await reader.tail('event', { after: 0, limit: 9 })).map(({ id }) => id)).toEqual(['v1']);
    await slow.query('commit');
    expect(await waiting).toEqual({ kind: 'committed' });
    expect((await reader.tail('event', { after: 1, limit: 9 })).map(({ id, seq }) => `${seq} ${id}`)).toEqual(['2 slow', '3 v3']);
  });

  test('a deadlock with somebody else is tried again', async () => {
    const store = await open();
    await done(store, insert('project', 'p1', { slug: 'a' }), insert('project', 'p2', { slug: 'b' }));
    const other = await connect();
    await other.query(`begin; set local deadlock_timeout = '10s'`);
    await other.query(`update project set updated_at = updated_at where id = 'p2'`);
    const waiting = store.commit([update('project', 'p1', 1, { slug: 'a2' }), update('project', 'p2', 1, { slug: 'b2' })]);
    await sleep(200);
    await other.query(`update project set updated_at = updated_at where id = 'p1'`); // the store's transaction gives way and comes again
    await other.query('commit');
    expect(await waiting).toEqual({ kind: 'committed' });
  });

  test('an append is heard through the notification alone, also after the listening connection was cut', async () => {
    const [writer, listener] = [await open(60_000), await open(60_000)];
    const heard: string[] = [];
    const stop = listener.onAppend((logs) => heard.push(...logs));
    const until = async (count: number, append1: () => Promise<void>) => { for (let n = 0; heard.length < count && n < 100; n++) { await append1(); await sleep(50); } };
    let n = 0;
    const one = () => done(writer, append('event', `v${n++}`, {}));
    await until(1, one);
    expect(heard).toContain('event');
    const other = await connect();
    await other.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()`);
    await sleep(400);
    heard.length = 0;
    await until(1, one);
    expect(heard).toContain('event');
    stop();
  });

  test('a database of another encoding and a server that is not there are refused in words', async () => {
    const admin = await connect();
    await admin.query(`create database latin encoding 'LATIN1' template template0 locale 'C'`);
    await expect(openPostgres({ url: url.replace(/[^/]+$/, 'latin'), collections, now: () => NOW })).rejects.toMatchObject({ code: 'storage.unavailable', message: expect.stringContaining('UTF8') as string });
    await expect(openPostgres({ url: 'postgres://hub@127.0.0.1:1/none', collections, now: () => NOW })).rejects.toMatchObject({ code: 'storage.unavailable' });
  });
});
