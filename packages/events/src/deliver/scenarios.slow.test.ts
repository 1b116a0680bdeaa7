// What happens to deliveries while the world around them changes: their endpoint, the clock, the number of those who listen.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document, type Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventCollections } from '../collections.ts';
import { createEvents, type EventOptions, type Events } from '../events.ts';
import { DELIVERY_QUEUE } from './delivery.ts';

const T = 'ten_a';
const HOUR = 3_600_000;

let folder: string;
let store: Store;
let skipped: number;
let closing: (() => Promise<void>)[];
const now = (): number => Date.now() + skipped;
const newId = createIds({ now, random: () => crypto.getRandomValues(new Uint8Array(10)) });

beforeEach(async () => {
  skipped = 0;
  folder = await mkdtemp(join(tmpdir(), 'patchbay-scenarios-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now, collections: [...eventCollections, ...['endpoint', 'event_type', 'project'].map((name) => ({ name, kind: 'documents', fields: {} }) as const)] });
  closing = [() => store.close()];
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

/** What a receiver says to an event that it is sent for the first, second … time: a status, or nothing until it is let go. */
type Says = (endpoint: string, n: number, time: number) => number | 'later';

/** A hub whose receivers say that, and what came to them: the endpoint and the number of the event. */
async function hub(says: Says = () => 200, options: Partial<EventOptions> = {}) {
  const came: string[] = [];
  const times = new Map<string, number>();
  let letGo = (): void => undefined;
  const go = new Promise<void>((resolve) => { letGo = resolve; });
  const events = createEvents({
    store, newId, now, random: () => 0.5, platformTypes: new Set(), unseal: async () => `whsec_${Buffer.alloc(32).toString('base64')}`, sealedOf: () => ({ signing_secret: 'sealed' }), busy: () => 0,
    report: (error) => { throw error; },
    async send({ url, body }: { readonly url: string; readonly body: string | Uint8Array }) {
      const { n } = (JSON.parse(Buffer.from(body).toString()) as { data: { n: number } }).data;
      const endpoint = new URL(url).pathname.slice(1);
      const one = `${endpoint} ${n}`;
      came.push(one);
      times.set(one, (times.get(one) ?? 0) + 1);
      const said = says(endpoint, n, times.get(one)!);
      if (said === 'later') await go;
      return { status: said === 'later' ? 200 : said, headers: {}, body: new Uint8Array(), truncated: false };
    },
  }, { pollMs: 10, ...options });
  await events.start();
  closing.push(async () => { letGo(); await events.stop(); });
  return { events, came, letGo, cameTo: (endpoint: string): string[] => came.filter((one) => one.startsWith(`${endpoint} `)) };
}

const commit = async (ops: readonly Op[]): Promise<void> => { expect(await store.commit(ops)).toEqual({ kind: 'committed' }); };
const endpointOp = (name: string, over: Document = {}): Op => ({
  op: 'insert', in: 'endpoint', tenant: T, id: `ep_${name}`, at: now(),
  body: {
    name, url: `http://receiver/${name}`, enabled: true, event_types: ['a.b'], channels: [], payload_format: 'standard', headers: {}, auth: { kind: 'none', scopes: [] }, signature: { profile: 'standard' },
    timeout: 15, retry: { delays: [5], jitter: 0, disable_after: 432_000 }, concurrency: 4, failing_since: null, disabled_because: null, ...over,
  },
});
const endpoint = (name: string, over?: Document): Promise<void> => commit([endpointOp(name, over)]);

/** As any hub on the store would do it; without a patch it is deleted. */
async function change(name: string, patch?: Document): Promise<void> {
  const { id, version, body } = (await store.get('endpoint', T, `ep_${name}`))!;
  const one = { in: 'endpoint', tenant: T, id } as const;
  await commit([
    patch === undefined ? { op: 'delete', ...one } : { op: 'update', ...one, version, at: now(), body: { ...body, ...patch } },
    { op: 'append', in: 'endpoint_change', tenant: T, id: newId('epc'), body: { id }, at: now() },
  ]);
}

const publish = (events: Events, count: number, from = 0): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, at) => events.publish({ tenant: T, type: 'a.b', subject: 'x', data: { n: from + at, lane: (from + at) % 3 }, at: now() })));
const numbered = (name: string, count: number, from = 0): string[] => Array.from({ length: count }, (_, at) => `${name} ${from + at}`).toSorted();
const left = async (): Promise<number> => (await store.open(DELIVERY_QUEUE, { limit: 10_000 })).length;
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => { while (!(await holds())) await new Promise((resolve) => { setTimeout(resolve, 5); }); };
/** Time goes on until nothing is left to deliver, and not so fast that leases run out of what is under way. */
const untilDone = (): Promise<void> => until(async () => { skipped += 100; return (await left()) === 0; });

/** The numbers of the events that wait for somebody to decide, for one endpoint. */
async function deadLettersOf(name: string, reason: string): Promise<string[]> {
  const letters = (await store.list('dead_letter', { limit: 5000 })).filter(({ body }) => body['endpoint'] === `ep_${name}` && body['reason'] === reason);
  const events = new Map((await store.tail('event', { after: 0, limit: 5000 })).map(({ id, body }) => [id, (body['data'] as { n: number }).n]));
  return letters.map(({ body }) => `${name} ${events.get(String(body['event']))}`).toSorted();
}

describe('work that waits for an endpoint', () => {
  const EVENTS = 410;

  /** Of one endpoint some wait for a retry, some for their turn, some in the store and four are under way; another is sent to in order; a third answers at once. */
  async function muchWaits() {
    await endpoint('slow');
    await endpoint('swift', { concurrency: 500 });
    await endpoint('ordered', { ordering_key: 'data.lane' });
    const opened = await hub((name, n, time) => (name === 'swift' ? 200 : name === 'slow' && n < 10 && time === 1 ? 500 : 'later'), { most: 300 });
    const { events, cameTo } = opened;
    await publish(events, 10);
    await until(() => cameTo('slow').length === 10);
    await publish(events, EVENTS - 10, 10);
    await until(() => cameTo('swift').length === EVENTS && cameTo('slow').length === 14 && cameTo('ordered').length === 3);
    return opened;
  }

  test('that is switched off meanwhile becomes dead letters, each once; what is under way ends, and nobody else notices', async () => {
    const { events, came, cameTo, letGo } = await muchWaits();
    for (const name of ['slow', 'ordered']) await change(name, { enabled: false, disabled_because: 'request' });
    await until(() => events.inFlight <= 7);
    letGo();
    await untilDone();
    expect([cameTo('slow').length, cameTo('ordered').length, events.inFlight]).toEqual([14, 3, 0]);
    expect([...cameTo('slow').slice(10), ...(await deadLettersOf('slow', 'disabled'))].toSorted()).toEqual(numbered('slow', EVENTS));
    expect([...cameTo('ordered'), ...(await deadLettersOf('ordered', 'disabled'))].toSorted()).toEqual(numbered('ordered', EVENTS));
    expect(cameTo('swift').toSorted()).toEqual(numbered('swift', EVENTS));

    const before = came.length;
    for (const name of ['slow', 'ordered']) await change(name, { enabled: true, disabled_because: null });
    await until(async () => { await publish(events, 1, 1000); return came.includes('slow 1000') && came.includes('ordered 1000'); });
    expect(came.slice(before).filter((one) => !one.endsWith(' 1000'))).toEqual([]);
  });

  test('that is deleted meanwhile goes with it; what is under way ends, and nobody else notices', async () => {
    const { events, cameTo, letGo } = await muchWaits();
    for (const name of ['slow', 'ordered']) await change(name);
    await until(() => events.inFlight <= 7);
    letGo();
    await untilDone();
    expect([cameTo('slow').length, cameTo('ordered').length, events.inFlight]).toEqual([14, 3, 0]);
    expect(await store.list('dead_letter', { limit: 10 })).toEqual([]);
    expect(cameTo('swift').toSorted()).toEqual(numbered('swift', EVENTS));
  });
});

test('an event that ten thousand endpoints take reaches each of them once', async () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `e${at}`);
  await commit(names.map((name) => endpointOp(name)));
  const { events, came } = await hub();
  await publish(events, 1);
  await until(async () => came.length >= names.length && (await left()) === 0);
  expect(came.toSorted()).toEqual(names.map((name) => `${name} 0`).toSorted());
  expect(events.inFlight).toBe(0);
}, 30_000);

test.each([['forward', HOUR], ['back', -HOUR]])('a clock that jumps %s by an hour loses nothing that waits, sends none of it twice, and leaves what goes in order in order', async (_, jump) => {
  const retry = { delays: [30], jitter: 0, disable_after: 432_000 };
  await endpoint('retried', { retry, concurrency: 500 });
  await endpoint('ordered', { retry, ordering_key: 'data.lane' });
  await endpoint('slow');
  const { events, cameTo, letGo } = await hub((name, n, time) => (name === 'slow' ? 'later' : time === 1 && (name === 'retried' || n < 3) ? 500 : 200), { most: 300 });
  await publish(events, 3);
  await until(() => cameTo('retried').length === 3);
  await publish(events, 397, 3);
  await until(() => cameTo('retried').length === 400 && cameTo('ordered').length === 3 && cameTo('slow').length === 4);
  await until(async () => (await store.tail('attempt', { after: 0, limit: 500 })).length === 403); // what came of them is written down
  skipped += jump;
  await publish(events, 20, 400);
  letGo();
  await until(() => cameTo('retried').includes('retried 419')); // what need not wait goes at once
  skipped = Math.max(jump, 0) + 30_000; // an hour back is an hour more to wait, until the clock is right again
  await untilDone();

  const underWay = numbered('slow', 4); // they have lost their lease when it jumps forward, and may come once more
  expect(cameTo('slow').filter((one) => !underWay.includes(one)).toSorted()).toEqual(numbered('slow', 416, 4));
  expect(cameTo('retried').toSorted()).toEqual([...numbered('retried', 420), ...numbered('retried', 420)].toSorted());
  for (const lane of [0, 1, 2]) {
    const came = cameTo('ordered').filter((one) => Number(one.split(' ')[1]) % 3 === lane);
    expect(came).toEqual([`ordered ${lane}`, ...Array.from({ length: 140 }, (__, at) => `ordered ${lane + 3 * at}`)]);
  }
  expect(await store.list('dead_letter', { limit: 10 })).toEqual([]);
});

test('an endpoint that takes fewer a second than come gets them all, once, also those that wait longer than a lease lasts', async () => {
  await endpoint('limited', { rate_limit: 100, timeout: 1 });
  const { events, cameTo } = await hub(() => 200, { leaseMs: 4000 });
  await publish(events, 600);
  await until(async () => (await left()) === 0);
  expect(cameTo('limited').toSorted()).toEqual(numbered('limited', 600));
  expect(events.inFlight).toBe(0);
}, 30_000);

test.each([['forward', HOUR], ['back', -HOUR]])('an endpoint with a rate goes on at its rate when the clock jumps %s by an hour', async (_, jump) => {
  await endpoint('limited', { rate_limit: 100 });
  const { events, cameTo } = await hub();
  await publish(events, 200);
  await until(() => cameTo('limited').length > 110);
  skipped += jump;
  await until(async () => (await left()) === 0);
  expect([...new Set(cameTo('limited'))].toSorted()).toEqual(numbered('limited', 200)); // the lease of what is under way is over by such a clock: it may come once more
});
