import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesOf, createMirror } from './mirror.ts';

const T = 'ten_a';
const newId = createIds({ now: Date.now, random: () => new Uint8Array(10) });
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-mirror-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: Date.now, collections: [changesOf('thing'), { name: 'thing', kind: 'documents', fields: {} }] });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const insert = (id: string, body: Document) => store.commit([{ op: 'insert', in: 'thing', tenant: T, id, at: Date.now(), body }]);
const update = (id: string, version: number, body: Document) => store.commit([{ op: 'update', in: 'thing', tenant: T, id, version, at: Date.now(), body }]);

/** A hub that hears of nothing by itself, and what it read. */
async function deaf() {
  const read: string[] = [];
  const mirror = createMirror(
    { store: { ...store, onAppend: () => () => undefined, get: (collection, tenant, id) => { read.push(id); return store.get(collection, tenant, id); } }, newId, report: (error) => { throw error; } },
    { resource: 'thing', make: ({ id, version, body }) => ({ id, version, enabled: body['enabled'] === true, name: body['name'] }) },
  );
  await mirror.start();
  return { mirror, read };
}

test('what is unknown or switched off is looked for in the store, what is known and on is not', async () => {
  await insert('on', { enabled: true, name: 'a' });
  await insert('off', { enabled: false, name: 'b' });
  const { mirror, read } = await deaf();
  await update('on', 1, { enabled: true, name: 'c' });
  await update('off', 1, { enabled: true, name: 'd' });
  await insert('new', { enabled: true, name: 'e' });
  expect(await Promise.all(['on', 'off', 'new', 'none'].map(async (id) => (await mirror.look(T, id))?.name))).toEqual(['a', 'd', 'e', undefined]);
  expect(read.toSorted()).toEqual(['new', 'none', 'off']);
  expect([mirror.get(T, 'off')?.enabled, mirror.get(T, 'new')?.name]).toEqual([true, 'e']);
});

test('one that is switched off, and stays so, is as it was', async () => {
  await insert('off', { enabled: false, name: 'b' });
  const { mirror } = await deaf();
  expect((await mirror.look(T, 'off'))?.enabled).toBe(false);
  await store.commit([{ op: 'delete', in: 'thing', tenant: T, id: 'off' }]);
  expect(await mirror.look(T, 'off')).toBe(undefined);
});

test('who read it before it was deleted, and was slow, does not bring it back', async () => {
  await insert('gone', { enabled: true, name: 'a' });
  const { promise: slow, resolve: goOn } = Promise.withResolvers<void>();
  let first = true;
  const mirror = createMirror({
    store: { ...store, async get(collection, tenant, id) {
      const row = await store.get(collection, tenant, id);
      if (first) { first = false; await slow; }
      return row;
    } }, newId, report: (error) => { throw error; },
  }, { resource: 'thing', make: ({ id, version }) => ({ id, version }) });
  const reads = [mirror.refresh(T, 'gone')];
  await store.commit([{ op: 'delete', in: 'thing', tenant: T, id: 'gone' }]);
  reads.push(mirror.refresh(T, 'gone'));
  goOn();
  await Promise.all(reads);
  expect(mirror.get(T, 'gone')).toBe(undefined);
});

test('one that can’t be read is not there, and the others are', async () => {
  await insert('odd', {});
  await insert('even', { name: 'b' });
  const reports: unknown[] = [];
  const mirror = createMirror({ store, newId, report: (error) => reports.push(error) }, { resource: 'thing', make({ id, version, body }) { if (body['name'] === undefined) throw new Error(`${id} has no name`); return { id, version }; } });
  await mirror.start();
  expect([mirror.get(T, 'odd'), mirror.get(T, 'even')?.id, String(reports[0])]).toEqual([undefined, 'even', 'Error: odd has no name']);
  mirror.stop();
});

test('what a hub of the release of before tells is heard, and it hears what is told', async () => {
  const mirror = createMirror({ store, newId, report: (error) => { throw error; } }, { resource: 'thing', make: ({ id, version }) => ({ id, version }) });
  await mirror.start();
  await insert('new', {});
  await store.commit([{ op: 'append', in: 'thing_change', tenant: T, id: newId('thc'), body: { thing: 'new' }, at: Date.now() }]);
  await expect.poll(() => mirror.get(T, 'new')?.version).toBe(1);
  expect(mirror.changeOp({ tenant: T, id: 'new', at: 1 })).toMatchObject({ body: { thing: 'new' } });
  mirror.stop();
});

test('of a store that was restored from an earlier copy everything is read anew: what came later is gone, and what changed later is as it was', async () => {
  const collections = [changesOf('thing'), { name: 'thing', kind: 'documents', fields: {} }] as const;
  const earlier = await openSqlite({ file: join(folder, 'earlier.db'), now: Date.now, collections });
  let restored: Store | undefined;
  const lent: Store = { ...store, get: (...asked) => (restored ?? store).get(...asked), tail: (...asked) => (restored ?? store).tail(...asked), head: (...asked) => (restored ?? store).head(...asked), scan: (...asked) => (restored ?? store).scan(...asked) };
  const mirror = createMirror({ store: lent, newId, report: () => undefined }, { resource: 'thing', make: ({ id, version, body }) => ({ id, version, name: body['name'] }) });
  const heard: unknown[] = [];
  try {
    await earlier.commit([{ op: 'insert', in: 'thing', tenant: T, id: 'old', at: 1, body: { name: 'a' } }]);
    await insert('old', { name: 'a' });
    await update('old', 1, { name: 'b' });
    await mirror.start();
    await insert('new', { name: 'c' });
    await store.commit([mirror.changeOp({ tenant: T, id: 'new', at: 1 })]);
    await mirror.follower.look();
    expect([mirror.get(T, 'old')?.name, mirror.get(T, 'new')?.name]).toEqual(['b', 'c']);
    mirror.onChange((_, id, item) => heard.push([id, item?.name]));
    restored = earlier;
    await mirror.follower.look();
    expect([mirror.get(T, 'old')?.name, mirror.get(T, 'new')]).toEqual(['a', undefined]);
    expect(heard).toEqual([['new', undefined], ['old', 'a']]);
  } finally {
    mirror.stop();
    await earlier.close();
  }
});
