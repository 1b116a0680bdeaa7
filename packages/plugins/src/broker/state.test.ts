import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectionOf, installationResource } from '@patchbay/contracts';
import { openSqlite } from '@patchbay/storage';
import { afterEach, expect, it } from 'vitest';
import { pluginCollections } from '../collections.ts';
import { createState, stateCollection } from './state.ts';

const after: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const each of after.splice(0).reverse()) await each(); });

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'state-'));
  const store = await openSqlite({ file: join(folder, 'hub.db'), collections: [...pluginCollections, collectionOf(installationResource)], now: Date.now });
  after.push(() => rm(folder, { recursive: true }), () => store.close());
  const owner = { tenant: 'ten_1', id: 'inst_1' };
  await store.commit([{ op: 'insert', in: 'installation', ...owner, body: { plugin: 'acme/a', name: 'default' }, at: 0 }]);
  return { store, owner, state: createState({ store, now: Date.now }, { bytes: 1000, valueBytes: 200, keys: 8 }) };
}

it('keeps no more than it may, also when much comes at once', async () => {
  const { store, owner, state } = await open();
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => state.set(owner, `key-${n}`, 'x'.repeat(150), undefined).then(() => 'kept', (error: Error) => error.message)));
  expect(outcomes.filter((each) => each === 'kept')).toHaveLength(6);
  expect(outcomes.filter((each) => each !== 'kept')[0]).toContain('may keep 1000');
  const rows = await store.list(stateCollection.name, { tenant: owner.tenant, limit: 100 });
  expect(rows.reduce((sum, { body }) => sum + Number(body['size']), 0)).toBeLessThanOrEqual(1000);
});

it('takes many changes of one key at once: the last one counts', async () => {
  const { owner, state } = await open();
  await Promise.all(Array.from({ length: 32 }, (_, n) => state.set(owner, 'counter', n, undefined)));
  expect(await state.get(owner, 'counter')).toBe(31);
});
