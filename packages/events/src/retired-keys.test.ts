import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Op, Row } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetKeysOps, retiredKeyCollection, retiredKeys, retireOp } from './retired-keys.ts';

const NOW = Date.UTC(2030, 0, 1);
const DAY = 86_400;
const endpoint = (id: string): Row => ({ tenant: 'ten_a', id, version: 1, created_at: NOW, updated_at: NOW, body: {} });
const billing = endpoint('ep_billing');

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => NOW, collections: [retiredKeyCollection] });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const commit = async (...ops: Op[]): Promise<void> => { expect(await store.commit(ops)).toEqual({ kind: 'committed' }); };
const retire = async (n: number, grace: number, { of = billing, at = NOW } = {}): Promise<void> => commit(await retireOp(store, of, { id: `rk_${of.id}_${String(n).padStart(3, '0')}`, sealed: `key ${n}`, grace, at }));
const signing = async (at: number, of = billing): Promise<unknown[]> => (await retiredKeys(store, of, at)).map(({ body }) => body['sealed']);

it('are those whose grace is not over, the newest first, however many came after one with a long grace', async () => {
  await retire(0, 7 * DAY);
  for (let n = 1; n < 30; n++) await retire(n, 1, { at: NOW + n * 1000 });
  await retire(30, 60, { at: NOW + 30_000 });
  await retire(31, 0.5 * DAY, { at: NOW + 31_000 });
  await retire(1, DAY, { of: endpoint('ep_other') });
  expect(await signing(NOW + 31_000)).toEqual(['key 31', 'key 30', 'key 0']);
  expect(await signing(NOW + 2 * DAY * 1000)).toEqual(['key 0']);
  expect(await signing(NOW + 7 * DAY * 1000)).toEqual([]);
});

it('are ten at most: one more is refused, until the grace of one is over', async () => {
  for (let n = 0; n < 10; n++) await retire(n, n === 4 ? 60 : DAY);
  await expect(retire(10, DAY)).rejects.toMatchObject({ code: 'endpoint.too_many_keys', status: 409, details: { limit: 10 } });
  await retire(0, DAY, { of: endpoint('ep_other') });
  await retire(10, DAY, { at: NOW + 60_000 });
  expect(await signing(NOW + 60_000)).toEqual([10, 9, 8, 7, 6, 5, 3, 2, 1, 0].map((n) => `key ${n}`));
});

it('go with their endpoint, and nobody else’s do', async () => {
  await retire(0, 1);
  for (let n = 1; n < 4; n++) await retire(n, DAY, { at: NOW + 2000 });
  await retire(0, DAY, { of: endpoint('ep_other') });
  await commit(...await forgetKeysOps(store, billing));
  expect((await store.list(retiredKeyCollection.name, { limit: 9 })).map(({ body }) => body['endpoint'])).toEqual(['ep_other']);
});
