import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import { createReceivers } from '../match/receivers.ts';
import { createHealth } from './health.ts';
import type { Outcome, Step } from './next-step.ts';

const T = 'ten_a';
const EP = 'ep_1';
const MINUTE = 60_000;
const DAY = 86_400_000;

let folder: string;
let store: Store;
let time: number;
let closing: (() => void)[];
let newId: ReturnType<typeof createIds>;

beforeEach(async () => {
  time = Date.UTC(2030, 0, 1);
  closing = [];
  let n = 0;
  newId = createIds({ now: () => time, random: () => new Uint8Array(10).fill(n++ % 250) });
  folder = await mkdtemp(join(tmpdir(), 'patchbay-health-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => time, collections: [...eventCollections, { name: 'endpoint', kind: 'documents', fields: {} }] });
  const body = {
    name: 'a', url: 'http://receiver/a', enabled: true, event_types: ['*'], channels: [], payload_format: 'standard', headers: {}, auth: { kind: 'none', scopes: [] }, signature: { profile: 'standard' },
    timeout: 15, retry: { delays: [5], jitter: 0, disable_after: 5 * DAY / 1000 }, concurrency: 4, failing_since: null, disabled_because: null,
  };
  await store.commit([{ op: 'insert', in: 'endpoint', tenant: T, id: EP, at: time, body }]);
});

afterEach(async () => {
  for (const close of closing) close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const stored = async (): Promise<Document> => (await store.get('endpoint', T, EP))!.body;

/** What a hub sees of the endpoint, and what it tells of it. Of what others change it hears when it is told to. */
async function hub() {
  const told: Document[] = [];
  const fail = (error: unknown): never => { throw error; };
  const receivers = createReceivers({ store: { ...store, onAppend: () => () => undefined }, newId, report: fail });
  await receivers.start();
  closing.push(() => receivers.stop());
  const health = createHealth({ store, now: () => time, receivers, report: fail, tell: ({ type, data }) => ({ ops: [], committed: () => { told.push({ type, ...data }); } }) });

  /** As the engine does it: what came of it is noted, and the attempt is written down. */
  async function saw(step: Step, outcome: Outcome): Promise<Document> {
    health.note(receivers.get(T, EP)!, step, outcome);
    await store.commit([{ op: 'append', in: 'attempt', tenant: T, id: newId('att'), body: { event: 'evt_1', endpoint: EP, number: 1, outcome: step.kind === 'delivered' ? 'delivered' : 'failed' }, at: time }]);
    await health.settled();
    await receivers.refresh(T, EP);
    return stored();
  }

  return {
    told,
    hears: () => receivers.refresh(T, EP),
    fails: (status = 500) => saw({ kind: 'retry', at: time, throttled: false }, { kind: 'answered', status, retryAfter: undefined }),
    faults: () => saw({ kind: 'retry', at: time, throttled: false }, { kind: 'failed', reason: 'transform.threw', ours: true }),
    delivers: () => saw({ kind: 'delivered' }, { kind: 'answered', status: 200, retryAfter: undefined }),
    isGone: () => saw({ kind: 'dead', reason: 'gone' }, { kind: 'answered', status: 410, retryAfter: undefined }),
    async set(patch: Document) {
      const row = (await store.get('endpoint', T, EP))!;
      await store.commit([{ op: 'update', in: 'endpoint', tenant: T, id: EP, version: row.version, at: time, body: { ...row.body, ...patch } }, receivers.changeOp({ tenant: T, id: EP, at: time })]);
      await receivers.refresh(T, EP);
    },
  };
}

test('an endpoint that only fails for long is switched off, and that is told with the time since when', async () => {
  const { fails, told } = await hub();
  const began = new Date(time).toISOString();
  expect((await fails())['failing_since']).toBe(null);
  time += MINUTE;
  expect((await fails())['failing_since']).toBe(began);
  time += 5 * DAY - MINUTE - 1;
  expect((await fails())['enabled']).toBe(true);
  time += 1;
  expect(await fails()).toMatchObject({ enabled: false, disabled_because: 'failing', failing_since: began });
  expect(told).toEqual([{ type: 'endpoint.disabled', id: EP, name: 'a', because: 'failing', failing_since: began }]);
});

test('one that fails now and then is not', async () => {
  const { fails, delivers, told } = await hub();
  for (let day = 0; day < 12; day++) {
    await fails();
    time += 2 * MINUTE;
    await fails();
    expect((await stored())['failing_since']).not.toBe(null);
    expect((await delivers())['failing_since']).toBe(null);
    time += DAY;
  }
  expect(told).toEqual([]);
});

test('nor is one that another hub reaches meanwhile', async () => {
  const [one, other] = [await hub(), await hub()];
  for (let day = 0; day < 12; day++) {
    expect(await one.fails()).toMatchObject({ enabled: true, failing_since: null });
    time += MINUTE;
    await other.delivers();
    time += DAY;
  }
  await one.fails();
  time += 2 * MINUTE;
  expect((await one.fails())['failing_since']).not.toBe(null);
  await other.hears();
  expect((await other.delivers())['failing_since']).toBe(null);
});

test('a success that no hub wrote down is found before one is switched off', async () => {
  const [one, other] = [await hub(), await hub()];
  await one.fails();
  time += MINUTE;
  const { failing_since } = await one.fails();
  await one.set({ failing_since: null });
  await other.delivers();
  await one.set({ failing_since });
  time += 6 * DAY;
  expect(await one.fails()).toMatchObject({ enabled: true, failing_since: null });
});

test('switched on again it has all its time once more', async () => {
  const { fails, set, told } = await hub();
  for (let times = 0; times < 2; times++) {
    await fails();
    time += MINUTE;
    await fails();
    time += 5 * DAY;
    expect((await fails())['enabled']).toBe(false);
    await set({ enabled: true, disabled_because: null, failing_since: null });
    expect((await fails())['enabled']).toBe(true);
    await set({ metadata: {} });
  }
  expect(told).toHaveLength(2);
});

test('our own faults say nothing about it', async () => {
  const { faults, told } = await hub();
  for (let day = 0; day < 12; day++) {
    expect((await faults())['failing_since']).toBe(null);
    time += DAY;
  }
  expect(told).toEqual([]);
});

test('one that is gone is switched off at once, unless it has moved meanwhile', async () => {
  const { isGone, set, told } = await hub();
  const other = await hub();
  await set({ url: 'http://receiver/b' });
  expect((await other.isGone())['enabled']).toBe(true);
  expect(await isGone()).toMatchObject({ enabled: false, disabled_because: 'gone' });
  await isGone();
  expect(told).toEqual([{ type: 'endpoint.disabled', id: EP, name: 'a', because: 'gone', failing_since: null }]);
});
