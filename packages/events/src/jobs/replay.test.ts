import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import { createReceivers } from '../match/receivers.ts';
import type { JobPage, JobRow } from './job.ts';
import { redrivePages } from './redrive.ts';
import { replayPages } from './replay.ts';

const T = 'ten_a';
const EP = 'ep_1';
const now = Date.now;

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-replay-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now, collections: [...eventCollections, { name: 'endpoint', kind: 'documents', fields: {} }] });
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

let n = 0;
const newId = createIds({ now, random: () => new Uint8Array(10).fill(n++ % 250) });
const event = (id: string): Op => ({ op: 'append', in: 'event', tenant: T, id, body: { type: 'build.finished', subject: 's', data: {} }, at: now() });
const attempts = (of: string, endpoint: string, outcome: string, count = 1): Op[] => Array.from({ length: count }, (_, at) => ({ op: 'append', in: 'attempt', tenant: T, id: newId('att'), body: { event: of, endpoint, number: at + 1, outcome }, at: now() }));

test('what an endpoint got is told apart by its own attempts, however many others there are', async () => {
  const body = { name: 'a', url: 'http://receiver/a', enabled: true, event_types: ['*'], channels: [], payload_format: 'standard', headers: {}, timeout: 15, retry: { delays: [], jitter: 0, disable_after: 432_000 }, concurrency: 4, failing_since: null, disabled_because: null };
  await store.commit([{ op: 'insert', in: 'endpoint', tenant: T, id: EP, at: now(), body }]);
  const told = ['evt_delivered', 'evt_failed', 'evt_skipped', 'evt_untried'];
  await store.commit(told.map(event));
  await store.commit([...attempts('evt_delivered', EP, 'failed'), ...attempts('evt_delivered', EP, 'delivered'), ...attempts('evt_failed', EP, 'failed', 2), ...attempts('evt_skipped', EP, 'skipped')]);
  for (const id of told) await store.commit(attempts(id, 'ep_2', 'failed', 250));
  const receivers = createReceivers({ store, newId, report: (error) => { throw error; } });
  await receivers.start();
  const next = replayPages({ store, newId, now, receivers });
  const sent = async (only: string): Promise<string[]> => {
    const { ops } = await next({ tenant: T, id: 'job_1', version: 1, created_at: now() + 1, updated_at: now(), body: { kind: 'event_replay', endpoint: EP, filter: { only } } } as unknown as JobRow);
    return ops.flatMap((op) => (op.op === 'enqueue' ? [op.work.split(' ')[0]!] : [])).toSorted();
  };
  expect(await sent('untried')).toEqual(['evt_untried']);
  expect(await sent('undelivered')).toEqual(['evt_failed', 'evt_untried']);
  expect(await sent('failed')).toEqual(['evt_failed']);
  expect(await sent('all')).toEqual(told.toSorted());
  receivers.stop();
});

test('an event whose content was taken out is not sent, and the job says so', async () => {
  const body = { name: 'a', url: 'http://receiver/a', enabled: true, event_types: ['*'], channels: [], payload_format: 'standard', headers: {}, timeout: 15, retry: { delays: [], jitter: 0, disable_after: 432_000 }, concurrency: 4, failing_since: null, disabled_because: null };
  await store.commit([{ op: 'insert', in: 'endpoint', tenant: T, id: EP, at: now(), body }]);
  const letter = (id: string, of: string): Op => ({ op: 'insert', in: 'dead_letter', tenant: T, id, body: { event: of, endpoint: EP, type: 'build.finished', reason: 'exhausted', fault: 'theirs', attempts: 1 }, at: now() });
  await store.commit([event('evt_kept'), { op: 'append', in: 'event', tenant: T, id: 'evt_expunged', body: { type: 'build.finished', subject: 's', data: {}, expunged: true }, at: now() }, letter('dl_1', 'evt_kept'), letter('dl_2', 'evt_expunged')]);
  const receivers = createReceivers({ store, newId, report: (error) => { throw error; } });
  await receivers.start();
  const job = (filter: object): JobRow => ({ tenant: T, id: 'job_1', version: 1, created_at: now() + 1, updated_at: now(), body: { endpoint: EP, filter } } as unknown as JobRow);
  const sent = ({ ops }: JobPage): unknown[] => ops.flatMap((op) => (op.op === 'enqueue' ? [op.work.split(' ')[0]] : []));
  const ports = { store, newId, now, receivers };
  for (const page of [await replayPages(ports)(job({ only: 'all' })), await replayPages(ports)(job({ only: 'all', ids: ['evt_kept', 'evt_expunged'] })), await redrivePages(ports)(job({ endpoint: EP }))]) {
    expect([sent(page), page.looked, page.sent, page.expired]).toEqual([['evt_kept'], 2, 1, 1]);
  }
  receivers.stop();
});
