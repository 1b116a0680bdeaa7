import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Op, Failure, type Plan } from '@patchbay/contracts';
import type { Entry } from '@patchbay/sinks';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import type { TenantEgress } from '../egress-policy.ts';
import { createBell } from './bell.ts';
import { gather } from './gather.ts';
import { firstPosition, type Hold, type Position, positionCollection, takeHold } from './position.ts';
import { runSink, type RunOptions } from './run-sink.ts';
import { sinkOf } from './sink.ts';
import { createSinks } from './sinks.ts';

const T = 'ten_a';
const ID = 'sink_1';
const random = (() => { let n = 0; return () => Uint8Array.from({ length: 10 }, () => n++ & 255); })();
const never = new AbortController().signal;

let folder = '';
let store: Store;
let clock = 1_000_000;
const now = () => clock;
const newId = createIds({ now, random });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pb-sinks-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), collections: [...eventCollections, { name: 'sink', kind: 'documents', fields: {} }], now });
  clock = 1_000_000;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const BODY = { name: 'logs', enabled: true, stream: 'events', kind: 'http', http: {}, event_types: ['*'], batch_items: 3, batch_wait: 0 };
const sink = (fields: object = {}) => sinkOf({ tenant: T, id: ID, version: 1, created_at: 0, updated_at: 0, body: { ...BODY, ...fields } });
const event = (n: number, tenant = T, type = 'build.finished'): Op => ({ op: 'append', in: 'event', tenant, id: `evt_${tenant}_${n}`, body: { type, subject: 's', data: { n } }, at: n });
const put = (...ops: Op[]) => store.commit(ops);
const place = { tenant: T, id: ID };
const ports = () => ({ store, now, leaseMs: 1000 });
const begin = () => put({ op: 'insert', in: positionCollection.name, tenant: T, id: ID, body: firstPosition('events', 0), at: 0 });
const position = async () => (await store.get(positionCollection.name, T, ID))!.body as Position;

async function held(holder: string): Promise<Hold> {
  const taken = await takeHold(place, holder, ports());
  if ('hold' in taken) return taken.hold;
  throw new Error('somebody else has it');
}

test('one hub has a sink until its lease is over; then another takes it, and the first can’t move it any more', async () => {
  await begin();
  const first = await held('hub_a');
  expect(await first.save({ seq: 5 })).toBe(true);
  expect(await takeHold(place, 'hub_b', ports())).toEqual({ until: clock + 1000 });
  clock += 900;
  await first.save({ seq: 6 });
  clock += 900;
  expect(await takeHold(place, 'hub_b', ports())).toEqual({ until: clock + 100 });
  clock += 101;
  const second = await held('hub_b');
  expect(second.position.seq).toBe(6);
  expect(await first.save({ seq: 99 })).toBe(false);
  expect(first.lost).toBe(true);
  expect(await second.save({ seq: 7 })).toBe(true);
  expect((await position()).seq).toBe(7);
});

test('of many hubs that reach for it at once, one gets it', async () => {
  await begin();
  const taken = await Promise.all(Array.from({ length: 8 }, (_, n) => takeHold(place, `hub_${n}`, ports())));
  expect(taken.filter((each) => 'hold' in each)).toHaveLength(1);
});

test('what is let go is free at once, and a sink that is gone can’t be had', async () => {
  await begin();
  await (await held('hub_a')).release();
  expect((await held('hub_b')).position.holder).toBe('hub_b');
  await put({ op: 'delete', in: positionCollection.name, tenant: T, id: ID });
  expect(await takeHold(place, 'hub_c', ports())).toEqual({ until: undefined });
});

test('a batch is as large as it may be, in order, of this tenant, and passes over what the sink does not take', async () => {
  await put(event(1), event(2, 'ten_b'), event(3, T, 'other.thing'), event(4), event(5), event(6), event(7));
  const builds = sink({ event_types: ['build.*'] });
  const first = await gather(builds, 0, { store }, never);
  expect([first.entries.map(({ seq }) => seq), first.upTo, first.full]).toEqual([[1, 4, 5], 5, true]);
  const rest = await gather(builds, first.upTo, { store }, never);
  expect([rest.entries.map(({ seq }) => seq), rest.upTo, rest.full]).toEqual([[6, 7], 7, false]);
  await put(event(8, 'ten_b'), event(9, T, 'other.thing'));
  expect(await gather(builds, 7, { store }, never)).toEqual({ entries: [], upTo: 9, full: false });
});

const OPTIONS: RunOptions = { leaseMs: 1000, againMs: 1, againMostMs: 5, toldAfterMs: 100, writeMs: 5000 };

/** Runs a sink until the condition holds. */
async function during(write: (batch: readonly Entry[]) => Promise<void>, until: () => boolean | Promise<boolean>, told: object[] = []): Promise<void> {
  const stop = new AbortController();
  const bell = createBell();
  const stopListening = store.onAppend(() => bell.ring());
  const tell = (each: object): Plan => ({ ops: [], committed: () => { told.push(each); } });
  const running = runSink(sink(), await held('hub_a'), bell, { store, newId, now, random: () => 0.5, tell, report: (error) => { throw error; }, open: async () => ({ write, holds: async () => true, close: async () => undefined }) }, OPTIONS, stop.signal);
  for (const began = performance.now(); !(await until()) && performance.now() - began < 5000;) await new Promise((resolve) => { setTimeout(resolve, 5); });
  stop.abort();
  await running;
  stopListening();
}

test('a sink that fails keeps its place, says since when and why, tells it once, and says when it is over', async () => {
  await begin();
  await put(event(1), event(2));
  const [told, batches] = [[] as { type?: string }[], [] as number[][]];
  let tries = 0;
  await during(async (batch) => {
    clock += 30;
    if (++tries <= 8) throw new Failure('upstream.failed', 'siem answered 503', { reason: 'unavailable', retryable: true });
    batches.push(batch.map(({ seq }) => seq));
  }, async () => {
    if (tries === 3) expect(await position()).toMatchObject({ seq: 0, error: 'siem answered 503', failing_since: expect.any(Number) });
    return batches.length > 0 && (await position()).failing_since === null;
  }, told);
  expect(batches).toEqual([[1, 2]]);
  expect(told.map(({ type }) => type)).toEqual(['sink.failing', 'sink.recovered']);
  expect(await position()).toMatchObject({ seq: 2, error: null, failing_since: null, told: false, sent_at: expect.any(Number) });
});

test('a fault of the hub is not shown to anybody', async () => {
  await begin();
  await put(event(1));
  let tries = 0;
  const stop = new AbortController();
  const reported: unknown[] = [];
  const running = runSink(sink(), await held('hub_a'), createBell(), { store, newId, now, random: () => 0.5, tell: () => ({ ops: [], committed: () => undefined }), report: (error) => { reported.push(error); }, open: async () => { tries++; throw new Error('hunter2 at line 5'); } }, OPTIONS, stop.signal);
  while (tries < 2) await new Promise((resolve) => { setTimeout(resolve, 5); });
  expect((await position()).error).toBe('a fault of the hub; its log says more');
  stop.abort();
  await running;
  expect(reported.length).toBeGreaterThan(0);
});

test('what comes while a batch is under way is not missed', async () => {
  await begin();
  const seen: number[] = [];
  await put(event(1));
  await during(async (batch) => {
    if (seen.length === 0) await put(event(2), event(3), event(4), event(5));
    seen.push(...batch.map(({ seq }) => seq));
  }, () => seen.length >= 5);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

test('who waits for a bell leaves nothing at the signal, however often it rings', async () => {
  const stop = new AbortController();
  const bell = createBell();
  for (let n = 0; n < 20; n++) {
    if (n % 2 === 0) setTimeout(bell.ring, 1);
    await bell.rung(2, stop.signal);
  }
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  setTimeout(() => stop.abort(), 5);
  await bell.rung(60_000, stop.signal);
});

test('what its tenant says about the way out counts for a sink that is at work, too', async () => {
  await begin();
  await put({ op: 'insert', in: 'sink', tenant: T, id: ID, body: { ...BODY, http: { url: 'https://siem.example.com', auth: 'none', format: 'jsonl' } }, at: 0 });
  let said: TenantEgress = { allow: [], deny: [], https_only: false };
  const policies: unknown[] = [];
  const nobody = (): never => { throw new Error('nobody asks for that here'); };
  const sinks = createSinks({
    store, newId, now, random: () => 0.5, unseal: nobody, sealedOf: () => ({}), tenantEgress: async () => said, tell: nobody, report: (error) => { throw error; },
    egress: {
      send: async ({ policy }) => { policies.push(policy); return { status: 204, headers: {}, body: new Uint8Array(), truncated: false, remoteAddress: '203.0.113.7', timings: { dnsMs: 0, connectMs: 0, ttfbMs: 0, totalMs: 0, reused: false } }; },
      connect: nobody, datagrams: nobody, check: nobody, checkPlace: nobody,
    },
  }, { pollMs: 5 });
  await sinks.start();
  const sends = async (n: number): Promise<void> => { await expect.poll(() => policies.length, { timeout: 5000 }).toBe(n); };
  await put(event(1));
  await sends(1);
  await put(event(2));
  await sends(2);
  said = { ...said, deny: ['203.0.113.0/24'] };
  await put(event(3));
  await sends(3);
  await sinks.stop();
  expect(policies).toEqual([{}, {}, { deny: ['203.0.113.0/24'] }]);
  expect(policies[0]).toBe(policies[1]); // it is read once
});
