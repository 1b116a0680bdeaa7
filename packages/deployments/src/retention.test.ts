// What ended long ago goes with its log; what runs somewhere stays, and the way back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deploymentCollections, LOG, LOG_USE } from './collections.ts';
import type { Room } from './lifecycle/room.ts';
import { DEPLOYMENT_OPTIONS } from './ports.ts';
import { forgetOld } from './retention.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2030, 0, 1);
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pb-retention-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), collections: deploymentCollections, now: () => NOW });
});
afterEach(async () => { await store.close(); await rm(folder, { recursive: true, force: true }); });

const put = (collection: string, id: string, daysAgo: number, body: Document) => store.commit([{ op: 'insert', in: collection, tenant: 't', id, body, at: NOW - daysAgo * DAY }]);
const deployment = (id: string, daysAgo: number, fields: Document = {}) => put('deployment', id, daysAgo, { place: 'env_1', ended: true, status: 'failed', ...fields });
const ids = async (collection: string): Promise<string[]> => (await store.list(collection, { tenant: 't', sort: { field: 'id', descending: false }, limit: 100 })).map(({ id }) => id);
const forget = (): Promise<void> => forgetOld({ ports: { store, now: () => NOW }, options: { ...DEPLOYMENT_OPTIONS, keepMs: 30 * DAY, keepAtLeast: 2 } } as unknown as Room); // it looks at nothing else of the room

test('deployments that ended long ago go with their log; the present one, the latest good ones, and what has not ended stay', async () => {
  await put('deployment_place', 'env_1', 100, { busy: null, current: 'dep_1', queue: [] });
  await deployment('dep_1', 90, { status: 'succeeded' });
  await deployment('dep_2', 80, { status: 'succeeded' });
  await deployment('dep_3', 70, { status: 'succeeded' });
  await deployment('dep_4', 60, { status: 'succeeded' });
  await deployment('dep_5', 50);
  await deployment('dep_6', 50, { ended: false, status: 'waiting' });
  await deployment('dep_7', 10);
  for (const id of ['dep_5', 'dep_7']) {
    await put(LOG_USE, id, 50, { bytes: 4 });
    await store.commit([{ op: 'append', in: LOG, tenant: 't', id: `dlg_${id}`, body: { deployment: id, stream: 'out', lines: ['one'] }, at: NOW - 20 * DAY }]);
  }
  await forget();
  expect(await ids('deployment')).toEqual(['dep_1', 'dep_3', 'dep_4', 'dep_6', 'dep_7']);
  expect(await ids(LOG_USE)).toEqual(['dep_7']);
  expect((await store.list(LOG, { tenant: 't', limit: 10 })).map(({ body }) => body['deployment'])).toEqual(['dep_7']);
});

test('previews, runs, scans and alerts go, too: not those that are open, nor those that changed of late', async () => {
  await put('preview', 'pre_1', 60, { open: false });
  await put('preview', 'pre_2', 60, { open: true, key: 'env_1/2' });
  await put('run', 'run_1', 60, { ended: true });
  await put('run', 'run_2', 60, { ended: false });
  await put('scan', 'scan_1', 60, { key: 'a' });
  await put('scan', 'scan_2', 60, { key: 'b' });
  await store.commit([{ op: 'update', in: 'scan', tenant: 't', id: 'scan_2', body: { key: 'b' }, at: NOW - DAY, version: 1 }]);
  await put('open_alert', 'a', 3, { open: false });
  await put('open_alert', 'b', 60, { open: true });
  await forget();
  expect([await ids('preview'), await ids('run'), await ids('scan'), await ids('open_alert')]).toEqual([['pre_2'], ['run_2'], ['scan_2'], ['b']]);
});

test('more than one look takes', async () => {
  for (let number = 0; number < 450; number++) await put('run', `run_${String(number).padStart(4, '0')}`, 60, { ended: true });
  await forget();
  expect(await ids('run')).toEqual([]);
});
