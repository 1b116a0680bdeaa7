import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesOf, createMirror } from './mirror.ts';

const T = 'ten_a';
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
    { store: { ...store, onAppend: () => () => undefined, get: (collection, tenant, id) => { read.push(id); return store.get(collection, tenant, id); } }, newId: createIds({ now: Date.now, random: () => new Uint8Array(10) }), report: (error) => { throw error; } },
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
