// Publishing end to end: one event or many, under an id of the teller's own, within the caps, and never twice.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { afterEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../doubles/postgres.ts';
import { caller, CONFIG, type EventHub, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await open?.stop();
  open = undefined;
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));
const total = async ({ call }: EventHub): Promise<number> => (await call<{ items: unknown[] }>('GET', 'events?type=build.finished&limit=500')).items.length;

describe.each(['sqlite', 'postgres'] as const)('an event with an id of the teller’s own, on %s', (store) => {
  test('is one event however often it is told, is delivered once, and is found by that id', async () => {
    const house = await start({ store });
    await house.declare();
    const first = await house.publish({ own_id: 'build/4711', data: { number: 7, of: { a: 1, b: 2 } } });
    expect(first).toMatchObject({ status_code: 200, id: expect.stringMatching(/^evt_7[0-9a-z]{25}$/) });
    expect(await house.publish({ own_id: 'build/4711', data: { of: { b: 2, a: 1 }, number: 7 } })).toEqual({ status_code: 200, id: first.id, duplicate: true });
    expect(await house.publish({ own_id: 'build/4711', data: { number: 8 } })).toMatchObject({ status_code: 409, code: 'event.id_reused', issues: [{ path: 'own_id' }] });
    expect(await house.publish({ own_id: 'build/4711', type: 'build.started', data: { number: 7, of: { a: 1, b: 2 } } })).toMatchObject({ status_code: 409, code: 'event.id_reused' });
    const other = await house.publish({ own_id: 'build/4712' });
    const received = await house.sink.until(2, AbortSignal.timeout(5000));
    expect(received.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual([first.id, other.id].toSorted());
    expect((await house.call<{ items: object[] }>('GET', 'events?own_id=build%2F4711')).items).toMatchObject([{ id: first.id, own_id: 'build/4711' }]);
    expect(await total(house)).toBe(2);
  });

  test('is one event also when many tell it at the same time, and all of them hear its id', async () => {
    const house = await start({ store });
    await house.declare();
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => house.publish({ own_id: `same-${n % 3}`, data: { n: n % 3 } })));
    expect(new Set(answers.map(({ status_code }) => status_code))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(3);
    expect(answers.filter(({ duplicate }) => duplicate !== true)).toHaveLength(3);
    const contest = await Promise.all(Array.from({ length: 20 }, (_, n) => house.publish({ own_id: 'contested', data: { n } })));
    expect(contest.map(({ status_code }) => status_code).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect(await total(house)).toBe(4);
    expect(await house.sink.until(4, AbortSignal.timeout(5000))).toHaveLength(4);
  });
});

test.each(['sqlite', 'postgres'] as const)('an event of a project that is not there would reach nobody, and is refused, on %s', async (store) => {
  const house = await start({ store });
  const { id: project } = await house.call<{ id: string }>('POST', 'projects', { slug: 'shop', name: 'Shop' });
  const gone = `prj_${'0'.repeat(26)}`;
  const missing = { status_code: 422, code: 'reference.not_found' };
  expect(await house.publish({ project })).toMatchObject({ status_code: 200 });
  expect(await house.publish({ project: gone })).toMatchObject({ ...missing, issues: [{ path: 'project', message: `no project ${gone}` }] });
  const event = { type: 'build.finished', subject: 'shop' };
  expect(await house.tool('event_publish_batch', { events: [{ ...event, project }, { ...event, project: gone, own_id: 'build-1' }] })).toMatchObject({ ...missing, issues: [{ path: 'events.1.project' }] });
  expect(await total(house)).toBe(1);
});

test('an own id is known after a restart, and to every hub on the store', async () => {
  const database = await startPostgres();
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-own-id-'));
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir } };
  closing.push(() => rm(dataDir, { recursive: true, force: true }), () => database.stop());
  const first = await startHub(options);
  const second = await startHub(options);
  closing.push(() => second.stop());
  const event = { type: 'build.finished', subject: 'shop', own_id: 'once', data: {} };
  const publish = (url: string) => caller(url, first.firstKey!)<{ id: string }>('POST', 'tools/event_publish', event);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => publish(n % 2 === 0 ? first.url : second.url)));
  expect(new Set(answers.map(({ id, status_code }) => `${status_code} ${id}`)).size).toBe(1);
  await first.stop();
  expect(await publish(second.url)).toMatchObject({ duplicate: true, id: answers[0]!.id });
}, 60_000);

describe('a batch', () => {
  const events = (count: number, fields: (n: number) => object = () => ({})) => ({ events: Array.from({ length: count }, (_, n) => ({ type: 'build.finished', subject: 'shop', data: { n }, ...fields(n) })) });

  test('is published as a whole, in order, and delivered', async () => {
    const house = await start();
    await house.declare();
    const { items, status_code } = await house.tool<{ items: { id: string }[] }>('event_publish_batch', events(1000));
    expect(status_code).toBe(200);
    expect(items).toHaveLength(1000);
    const listed = await house.call<{ items: { id: string; seq: number; data: { n: number } }[] }>('GET', 'events?type=build.finished&sort=id&limit=500');
    expect(listed.items.map(({ id }) => id)).toEqual(items.slice(0, 500).map(({ id }) => id));
    expect(listed.items.map(({ data }) => data.n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
    const received = await house.sink.until(1000, AbortSignal.timeout(20_000));
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(items.map(({ id }) => id)));
  }, 30_000);

  test('is refused as a whole, with what is wrong at which event', async () => {
    const house = await start();
    const one = await house.tool('event_publish_batch', events(3, (n) => (n === 1 ? { type: 'endpoint.created' } : {})));
    expect(one).toMatchObject({ status_code: 422, code: 'input.invalid', detail: expect.stringContaining('Event 1'), issues: [{ path: 'events.1.type' }] });
    const two = await house.tool('event_publish_batch', events(5, (n) => (n % 2 === 1 ? { data: { text: 'x'.repeat(300_000) } } : {})));
    expect(two).toMatchObject({ status_code: 413, code: 'event.too_large', limit: 262_144, issues: [{ path: 'events.1.data' }, { path: 'events.3.data' }] });
    expect(await house.tool('event_publish_batch', events(2, () => ({ channels: ['a b'] })))).toMatchObject({ status_code: 422, issues: [{ path: 'events.0.channels.0' }, { path: 'events.1.channels.0' }] });
    expect(await house.tool('event_publish_batch', events(1001))).toMatchObject({ status_code: 422, issues: [{ path: 'events' }] });
    expect(await house.tool('event_publish_batch', { events: [] })).toMatchObject({ status_code: 422, issues: [{ path: 'events' }] });
    expect(await total(house)).toBe(0);
  });

  test('may tell events again, also those of its own', async () => {
    const house = await start();
    const before = await house.publish({ own_id: 'a', data: { n: 0 } });
    const { items } = await house.tool<{ items: object[] }>('event_publish_batch', events(4, (n) => ({ own_id: n === 0 ? 'a' : 'b', data: { n: Math.min(n, 1) } })));
    expect(items).toMatchObject([{ id: before.id, duplicate: true }, { id: expect.any(String) }, { duplicate: true }, { duplicate: true }]);
    expect(items[1]).not.toHaveProperty('duplicate');
    expect(await house.tool('event_publish_batch', events(3, (n) => ({ own_id: n === 0 ? 'new' : 'b' })))).toMatchObject({ status_code: 409, code: 'event.id_reused', issues: [{ path: 'events.2.own_id' }] });
    expect(await total(house)).toBe(2);
  });
});

test('what can’t be an event is refused with what was expected', async () => {
  const house = await start();
  expect(await house.publish({ data: { text: 'é'.repeat(140_000) } })).toMatchObject({ status_code: 413, code: 'event.too_large', limit: 262_144 });
  expect(await house.publish({ data: { text: 'é'.repeat(130_000) } })).toMatchObject({ status_code: 200 });
  expect(await house.publish({ type: 'project.created' })).toMatchObject({ status_code: 422, issues: [{ path: 'type' }] });
  for (const own_id of ['', 'a b', 'é', 'a\n', 'x'.repeat(321)]) expect(await house.publish({ own_id })).toMatchObject({ status_code: 422, detail: expect.stringContaining('at own_id') });
  for (const type of ['', 'build finished', 'build/finished', 'é', 'x'.repeat(257)]) expect(await house.publish({ type })).toMatchObject({ status_code: 422, detail: expect.stringContaining('at type') });
  for (const channels of [['a', 'b', 'c', 'd', 'e', 'f'], [''], ['a/b'], ['a', 'a']]) expect(await house.publish({ channels })).toMatchObject({ status_code: 422, code: 'input.invalid' });
  expect(await house.publish({ project: 'shop' })).toMatchObject({ status_code: 422, issues: [{ path: 'project' }] });
  expect(await total(house)).toBe(1);
});
