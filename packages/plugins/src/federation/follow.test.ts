import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { believedCollection, createFollow, type FollowPorts } from './follow.ts';

const NOW = Date.UTC(2030, 0, 1);
let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-follow-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => NOW, collections: [believedCollection, { name: 'registry', kind: 'documents', fields: {} }] });
  await store.commit([{ op: 'insert', in: 'registry', tenant: 'ten_1', id: 'reg_1', body: { name: 'home', url: 'https://hub.example.com', enabled: true, namespaces: [] }, at: NOW }]);
});
afterEach(async () => { await store.close(); await rm(folder, { recursive: true }); });

it('a hub that stops waits for no registry, and says nothing about one that it did not wait for', async () => {
  const asked = Promise.withResolvers<void>();
  const reports: unknown[] = [];
  const send = (_: unknown, signal: AbortSignal): Promise<never> => new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true });
    asked.resolve();
  });
  const follow = createFollow({ store, now: () => NOW, send, tokenOf: async () => undefined, report: (error: unknown) => reports.push(error) } as unknown as FollowPorts); // of a registry that never answers it needs no more
  const stopping = new AbortController();
  const round = follow.refreshAll(stopping.signal);
  await asked.promise;
  stopping.abort();
  await round;
  expect([reports, await store.list(believedCollection.name, { limit: 9 })]).toEqual([[], []]);
});
