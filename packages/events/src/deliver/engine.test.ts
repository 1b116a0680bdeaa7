import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document, Failure, type Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import { createEvents, type EventOptions, type Events } from '../events.ts';
import { DELIVERY_QUEUE } from './delivery.ts';

const T = 'ten_a';
const LEASE = 60_000;
const NEVER = 86_400_000;
const HANGS = new Failure('upstream.failed', 'It did not answer in time', { reason: 'timeout', stage: 'headers' });
const closed = (): Failure => new Failure('upstream.failed', 'It could not be reached several times in a row', { reason: 'circuit_open', retryable: true, retry_at: new Date(now() + 10_000).toISOString() });
const WAITED = new Failure('upstream.failed', 'No connection was free in time', { reason: 'timeout', stage: 'waiting' });

let folder: string;
let store: Store;
let skipped: number;
let closing: (() => Promise<void>)[];
const now = (): number => Date.now() + skipped;

beforeEach(async () => {
  skipped = 0;
  closing = [];
  folder = await mkdtemp(join(tmpdir(), 'patchbay-delivery-'));
  store = await open();
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<Store> {
  const opened = await openSqlite({ file: join(folder, 'hub.db'), now, collections: [...eventCollections, ...['endpoint', 'event_type', 'project'].map((name) => ({ name, kind: 'documents', fields: {} }) as const)] });
  closing.push(() => opened.close());
  return opened;
}

/** A hub whose receivers answer when they are told to, and what came to them: the path of an endpoint and the number of an event. */
async function hub({ dies = false, answers = () => 200, ...options }: Partial<EventOptions> & { readonly dies?: boolean; readonly answers?: (path: string) => number | Failure } = {}, on = store, open = true) {
  const came: string[] = [];
  const apart: boolean[] = [];
  const waiting: (() => void)[] = [];
  let isOpen = open;
  let n = 0;
  const events = createEvents({
    store: on, newId: createIds({ now, random: () => new Uint8Array(10).fill(n++ % 250) }), now, random: () => 0.5, platformTypes: new Set(), unseal: async () => `whsec_${Buffer.alloc(32).toString('base64')}`, sealedOf: () => ({ signing_secret: 'sealed' }),
    report: (error) => { if (!dies) throw error; }, busy: () => 0,
    async send({ url, body, ...request }: { readonly url: string; readonly body: string | Uint8Array; readonly apart?: boolean }) {
      apart.push(request.apart === true);
      const status = answers(new URL(url).pathname.slice(1));
      if (typeof status !== 'number') throw status;
      came.push(`${new URL(url).pathname.slice(1)} ${(JSON.parse(Buffer.from(body).toString()) as { data: { n: number } }).data.n}`);
      if (!isOpen) await new Promise<void>((resolve) => { waiting.push(resolve); });
      return { status, headers: {}, body: new Uint8Array(), truncated: false };
    },
  }, { leaseMs: LEASE, pollMs: 10, ...options });
  await events.start();
  const answer = (): void => {
    isOpen = true;
    for (const each of waiting.splice(0)) each();
  };
  if (!dies) closing.push(async () => { answer(); await events.stop(); });
  return { events, came, apart, answer };
}

let endpoints = 0;
async function endpoint(name: string, over: Document = {}): Promise<void> {
  const body = {
    name, url: `http://receiver/${name}`, enabled: true, event_types: [`to.${name}`], channels: [], payload_format: 'standard', headers: {}, auth: { kind: 'none', scopes: [] }, signature: { profile: 'standard' },
    timeout: 15, retry: { delays: [5], jitter: 0, disable_after: 432_000 }, concurrency: 4, failing_since: null, disabled_because: null, ...over,
  };
  const op: Op = { op: 'insert', in: 'endpoint', tenant: T, id: `ep_${++endpoints}`, at: now(), body };
  expect(await store.commit([op])).toEqual({ kind: 'committed' });
}

const publish = (events: Events, name: string, count: number, from = 0): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, n) => events.publish({ tenant: T, type: `to.${name}`, subject: 'x', data: { n: from + n, lane: (from + n) % 3 }, at: now() })));
const all = (name: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${name} ${n}`).toSorted();
const left = async (): Promise<number> => (await store.open(DELIVERY_QUEUE, { limit: 10_000 })).length;
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => { while (!(await holds())) await new Promise((resolve) => { setTimeout(resolve, 5); }); };

test('what waits is read again when its turn comes, and each is delivered once', async () => {
  await endpoint('a');
  const { events, came, answer } = await hub({ mostText: 2000 }, store, false);
  await publish(events, 'a', 500);
  expect([events.inFlight, came.length]).toEqual([500, 4]);
  answer();
  await until(async () => (await left()) === 0);
  expect(came.toSorted()).toEqual(all('a', 500));
});

test('what is more than may wait in memory waits in the store, and each is delivered once', async () => {
  await endpoint('a', { concurrency: 64 });
  const { events, came, answer } = await hub({ most: 300 }, store, false);
  await publish(events, 'a', 400);
  expect(await left()).toBe(400);
  expect(events.inFlight).toBeLessThan(300);
  answer();
  await until(() => came.length === 4 + 99);
  skipped = 3000;
  await until(async () => (await left()) === 0);
  expect(came.toSorted()).toEqual(all('a', 400));
});

test('an endpoint that hangs leaves room to all others, however much waits for it', async () => {
  for (const name of ['h1', 'h2', 'h3', 'a']) await endpoint(name);
  const { events, came } = await hub({ most: 400 }, store, false);
  for (const name of ['h1', 'h2', 'h3']) await publish(events, name, 400);
  expect(events.inFlight).toBeLessThan(400);
  await until(() => came.length === 12);
  await publish(events, 'a', 3);
  await until(() => came.length === 15);
  expect(came.slice(12)).toEqual(['a 0', 'a 1', 'a 2']);
});

test('a hub that ends gives back what waits, and another has it at once', async () => {
  await endpoint('a');
  const { events, came, answer } = await hub({ mostText: 2000 }, store, false);
  await publish(events, 'a', 300);
  const stopped = events.stop();
  await until(() => events.inFlight === 4);
  answer();
  await stopped;
  expect([came.length, await left(), events.inFlight]).toEqual([4, 296, 0]);
  const next = await hub({}, await open());
  await until(async () => (await left()) === 0);
  expect([...came, ...next.came].toSorted()).toEqual(all('a', 300));
});

test('what a hub that died had waiting is taken by another when the lease is over, and not before', async () => {
  await endpoint('a');
  const own = await open();
  const died = await hub({ mostText: 2000, pollMs: NEVER, dies: true }, own, false);
  await publish(died.events, 'a', 300);
  await own.close();
  const next = await hub({}, await open());
  skipped = LEASE - 2000;
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  expect(next.came).toEqual([]);
  skipped = LEASE;
  await until(() => next.came.length >= 300);
  expect(next.came.toSorted()).toEqual(all('a', 300));
});

test('what waits until its lease is nearly over is given up, and is delivered once, by this hub or another', async () => {
  await endpoint('a', { concurrency: 1 });
  const { events, came, answer } = await hub({ mostText: 2000 }, store, false);
  const other = await hub({}, await open());
  await publish(events, 'a', 300);
  skipped = LEASE - 10_000;
  answer();
  await until(async () => (await left()) === 0);
  expect(came[0]).toBe('a 0');
  expect([...came, ...other.came].toSorted()).toEqual(all('a', 300));
  expect(events.inFlight).toBe(0);
});

test('a lease that ran out while a delivery waited makes nobody deliver it twice', async () => {
  await endpoint('a', { concurrency: 1 });
  const { events, came, answer } = await hub({ mostText: 2000, pollMs: NEVER }, store, false);
  const other = await hub({}, await open());
  await publish(events, 'a', 300);
  skipped = LEASE + 1000;
  await until(() => other.came.length === 300); // also the one that hangs: its time is over
  answer();
  await until(() => events.inFlight === 0);
  expect(came).toEqual(['a 0']);
  expect(other.came.toSorted()).toEqual(all('a', 300));
  await until(async () => (await left()) === 0);
});

test('what goes in order goes in order, also beside much that has none', async () => {
  await endpoint('a', { event_types: ['to.a'] });
  await endpoint('o', { event_types: ['to.a'], ordering_key: 'data.lane' });
  const { events, came } = await hub({ mostText: 2000, most: 200 });
  for (let from = 0; from < 120; from += 30) {
    await publish(events, 'a', 30, from);
    skipped += 3000;
  }
  await until(async () => { skipped += 500; return (await left()) === 0; });
  for (const lane of [0, 1, 2]) expect(came.filter((each) => each.startsWith('o') && Number(each.slice(2)) % 3 === lane)).toEqual(Array.from({ length: 40 }, (_, n) => `o ${n * 3 + lane}`));
  expect(came.filter((each) => each.startsWith('a')).toSorted()).toEqual(all('a', 120));
});

test('events that are gone from the log while their deliveries wait are not delivered', async () => {
  await endpoint('a');
  const { events, came, answer } = await hub({ mostText: 2000 }, store, false);
  await publish(events, 'a', 200);
  const entries = await store.tail('event', { after: 0, limit: 500 });
  await store.amend('event', entries.slice(150).map(({ seq = 0 }, at) => (at % 2 === 0 ? { seq } : { seq, body: { expunged: true } })));
  answer();
  await until(async () => (await left()) === 0);
  expect(came.toSorted()).toEqual(all('a', 150));
  expect(events.inFlight).toBe(0);
});

test('an endpoint that did not answer in time goes by connections of its kind, until it answers', async () => {
  let down = true;
  await endpoint('late');
  await endpoint('quick');
  const { events, came, apart } = await hub({ answers: (path) => (down && path === 'late' ? HANGS : 200) });
  await publish(events, 'late', 1);
  await until(() => apart.length === 1);
  await publish(events, 'quick', 1);
  await until(() => came.length === 1);
  down = false;
  for (const n of [1, 2]) {
    await publish(events, 'late', 1, n);
    await until(() => came.length === 1 + n);
  }
  expect(apart).toEqual([false, false, true, false]);
});

test('who waited in vain for a connection was not asked: that is no attempt, and says nothing about the endpoint', async () => {
  let tries = 0;
  await endpoint('a', { retry: { delays: [], jitter: 0, disable_after: 432_000 } });
  const { events, came } = await hub({ answers: () => (++tries <= 3 ? WAITED : 200) });
  await publish(events, 'a', 1);
  await until(async () => { skipped += 1000; return (await left()) === 0; });
  expect([came, tries]).toEqual([['a 0'], 4]);
  expect((await store.list('attempt', { tenant: T, limit: 9 })).map(({ body }) => [body['number'], body['outcome']])).toEqual([[1, 'delivered']]);
});

test('whom an open circuit kept from asking was not asked: it goes when the origin is back, however short its schedule is', async () => {
  let back = false;
  await endpoint('a', { retry: { delays: [], jitter: 0, disable_after: 432_000 } });
  const { events, came } = await hub({ answers: () => (back ? 200 : closed()) });
  await publish(events, 'a', 3);
  await until(async () => (await store.open(DELIVERY_QUEUE, { limit: 9 })).every(({ at }) => at >= now() + 9_000 && at < now() + 20_000));
  back = true;
  skipped = 20_000;
  await until(async () => (await left()) === 0);
  expect(came.toSorted()).toEqual(all('a', 3));
  expect((await store.list('attempt', { tenant: T, limit: 9 })).map(({ body }) => [body['number'], body['outcome']])).toEqual([[1, 'delivered'], [1, 'delivered'], [1, 'delivered']]);
  expect(await store.list('dead_letter', { tenant: T, limit: 9 })).toEqual([]);
});

test('a circuit that never closes holds a delivery as long as its schedule lasts, and no longer', async () => {
  await endpoint('a', { retry: { delays: [600, 1800], jitter: 0, disable_after: 432_000 } });
  const { events } = await hub({ answers: closed });
  await publish(events, 'a', 1);
  const attempts = async (): Promise<number> => (await store.list('attempt', { tenant: T, limit: 99 })).length;
  for (; skipped < 2_300_000; skipped += 10_000) await new Promise((resolve) => { setTimeout(resolve, 2); });
  expect([await attempts(), await left()]).toEqual([0, 1]);
  await until(async () => { skipped += 10_000; return (await left()) === 0; });
  expect((await store.list('dead_letter', { tenant: T, limit: 9 })).map(({ body }) => [body['reason'], body['attempts']])).toEqual([['exhausted', 3]]);
  expect(skipped).toBeLessThan(6_000_000);
});

test('a hub that has not heard of an endpoint yet, or that it was switched on, asks before it gives anything up', async () => {
  await endpoint('off', { enabled: false });
  const late = await hub({}, await open()); // nobody tells it of what is written by hand
  await endpoint('new');
  const off = (await store.list('endpoint', { tenant: T, limit: 9 })).find(({ body }) => body['name'] === 'off')!;
  await store.commit([{ op: 'update', in: 'endpoint', tenant: T, id: off.id, version: off.version, at: now(), body: { ...off.body, enabled: true } }]);
  const { events, came, answer } = await hub({}, store, false);
  for (const name of ['off', 'new']) await publish(events, name, 20);
  const stopped = events.stop();
  await until(() => events.inFlight === 8);
  answer();
  await stopped;
  await until(async () => (await left()) === 0);
  expect(late.came.length).toBe(32);
  expect([...came, ...late.came].toSorted()).toEqual([...all('off', 20), ...all('new', 20)].toSorted());
});

test('what waits for an endpoint that is gone becomes a dead letter that says so', async () => {
  await endpoint('a', { retry: { delays: [5, 5], jitter: 0, disable_after: 432_000 } });
  let status = 500;
  const { events, came } = await hub({ answers: () => status });
  await publish(events, 'a', 5);
  await until(async () => (await store.list('attempt', { tenant: T, limit: 9 })).length === 5);
  status = 410;
  await publish(events, 'a', 1, 5);
  await until(async () => (await store.list('endpoint', { tenant: T, limit: 9 })).some(({ body }) => body['disabled_because'] === 'gone'));
  skipped = 6000;
  await until(async () => (await left()) === 0);
  const letters = await store.list('dead_letter', { tenant: T, limit: 9 });
  expect(letters.map(({ body }) => [body['reason'], body['attempts'], body['last_status']]).toSorted()).toEqual(Array.from({ length: 6 }, () => ['gone', 1, undefined]).with(5, ['gone', 1, 410]));
  expect(came.length).toBe(6);
});
