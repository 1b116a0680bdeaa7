import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, type Context, sealContext, sealedField } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { createVault, environmentMasterKey } from '@patchbay/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDataKeyRotation } from './data-key-rotation.ts';
import { createDataKeys, dataKeyCollection } from './data-keys.ts';
import { settingCollection } from './fingerprint.ts';

const kept: Collection = { name: 'kept', kind: 'documents', fields: {}, sealed: sealedField(sealContext('kept', '{id}', 'sealed')) };
const collections = [kept, settingCollection, dataKeyCollection];
const { signal } = new AbortController();
let folder: string;
let store: Store;
let time: number;

beforeEach(async () => {
  time = 1_900_000_000_000;
  folder = await mkdtemp(join(tmpdir(), 'patchbay-keys-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => time, collections });
});
afterEach(async () => { await store.close(); await rm(folder, { recursive: true, force: true }); });

const now = () => time;
const masterKey = environmentMasterKey(Buffer.alloc(32, 7).toString('base64'));
const openHub = () => {
  const vault = createVault({ masterKey, dataKeys: createDataKeys(store, now), now });
  return { vault, rotation: createDataKeyRotation({ store, vault, now, collections }) };
};
const keep = async ({ vault }: ReturnType<typeof openHub>, id: string) => store.commit([{ op: 'insert', in: kept.name, tenant: 'ten_1', id, body: { sealed: await vault.seal('ten_1', sealContext('kept', id, 'sealed'), id) }, at: time }]);
const rotate = ({ rotation }: ReturnType<typeof openHub>) => rotation.operation.run({}, { caller: { tenant: 'ten_1' }, signal } as unknown as Context); // all that it reads of its call
const versions = async (): Promise<string[]> => (await store.list(kept.name, { limit: 9 })).map(({ body }) => String(body['sealed']).split('.')[1]!).sort();

test('what another hub seals with the former key, because it has not heard of the new one, is sealed anew later, by any hub', async () => {
  const [one, other] = [openHub(), openHub()];
  await keep(other, 'before');
  expect(await rotate(one)).toEqual({ key_version: 2, resealed: 1, unreadable: 0 });
  await keep(other, 'meanwhile');
  expect(await versions()).toEqual(['1', '2']);
  await openHub().rotation.again(signal);
  expect(await versions()).toEqual(['1', '2']);
  time += 301_000;
  await openHub().rotation.again(signal);
  expect(await versions()).toEqual(['2', '2']);
  expect(await store.list(settingCollection.name, { limit: 9 })).toEqual([]);
});

test('a rotation that ended halfway is made up for', async () => {
  const hub = openHub();
  await keep(hub, 'before');
  const dying = createDataKeyRotation({ store: { ...store, scan: () => { throw new Error('the hub is gone'); } }, vault: hub.vault, now, collections });
  await expect(rotate({ ...hub, rotation: dying })).rejects.toThrow('the hub is gone');
  expect(await versions()).toEqual(['1']);
  time += 301_000;
  await openHub().rotation.again(signal);
  expect(await versions()).toEqual(['2']);
});

test('somebody who changes a document meanwhile keeps neither his change nor the old key from it', async () => {
  const hub = openHub();
  await keep(hub, 'a');
  let changed = false;
  const busy: Store = { ...store, async commit(ops) {
    const [op] = ops;
    if (op?.op === 'update' && op.in === kept.name && !changed) {
      changed = true;
      const row = (await store.get(kept.name, 'ten_1', 'a'))!;
      await store.commit([{ ...op, body: { ...row.body, note: 'changed' } }]);
    }
    return store.commit(ops);
  } };
  const rotation = createDataKeyRotation({ store: busy, vault: hub.vault, now, collections });
  expect(await rotate({ ...hub, rotation })).toMatchObject({ resealed: 1 });
  expect(await versions()).toEqual(['2']);
  expect((await store.get(kept.name, 'ten_1', 'a'))!.body).toMatchObject({ note: 'changed' });
});
