import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changeCollection } from './following.ts';
import { gatewayCollections } from './gateway.ts';
import { createLooking, type Look, type LookingPorts } from './looking.ts';
import type { AttachedServer } from './server.ts';
import { readSnapshot } from './snapshot.ts';

const NOW = Date.UTC(2030, 0, 1);
const server = { tenant: 'ten_1', id: 'mcp_1', fields: { slug: 'far', per_person: false, auth: { kind: 'none' } } } as unknown as AttachedServer; // all that a look reads of it
let folder: string;
let store: Store;
let look: Look;
let asked: PromiseWithResolvers<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-looking-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => NOW, collections: gatewayCollections });
  asked = Promise.withResolvers();
  const hangs = (_: unknown, signal: AbortSignal): Promise<never> => new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true });
    asked.resolve();
  });
  let count = 0;
  const entry = (): Op => ({ op: 'append', in: changeCollection.name, tenant: 'ten_1', id: `chg_${++count}`, body: {}, at: NOW });
  look = createLooking({
    store, now: () => NOW, digest: String, connections: { fresh: hangs }, roster: { get: () => undefined, view: (of: unknown, snapshot: unknown) => ({ server: of, snapshot, standings: [] }) },
    report: () => undefined, changeOp: entry, auditEntry: entry, newRequestId: () => 'req_1',
  } as unknown as LookingPorts); // for a server that never answers it needs no more
});
afterEach(async () => { await store.close(); await rm(folder, { recursive: true }); });

it('a look that is given up finds nothing out about the server', async () => {
  const hub = new AbortController();
  const looking = look({ server }, hub.signal);
  await asked.promise;
  hub.abort(new Error('the hub stops'));
  await expect(looking).rejects.toThrow('the hub stops');
  expect((await readSnapshot(store, 'ten_1', 'mcp_1')).row).toBeUndefined();
});

it('a look whose time is over finds that the server does not answer', async () => {
  await look({ server }, AbortSignal.timeout(50));
  expect((await readSnapshot(store, 'ten_1', 'mcp_1')).snapshot).toMatchObject({ status: 'unreachable' });
});
