// The log of events: found by what they are about, followed as they come, and kept as long as they should be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@patchbay/hub';
import { afterEach, describe, expect, test } from 'vitest';
import { startSink } from '../doubles/sink.ts';
import { around, caller, CONFIG, type EventHub, eventually, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));

interface Event { readonly id: string; readonly channels?: readonly string[]; readonly subject: string; readonly created_at: string }
interface Page { readonly items: readonly Event[]; readonly next_cursor: string | null; readonly code?: string }

const found = async ({ call }: EventHub, query: string): Promise<string[]> => {
  const subjects: string[] = [];
  for (let cursor = ''; ;) {
    const page: Page = await call<Page>('GET', `events?limit=2&${query}${cursor}`);
    subjects.push(...page.items.map(({ subject }) => subject));
    if (page.next_cursor === null) return subjects;
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
};

test('a list takes one type: a pattern, which would find nothing, is refused', async () => {
  const house = await start();
  for (const list of ['events', 'dead_letters', 'rule_dead_letters']) expect(await house.call('GET', `${list}?type=build.*`), list).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'type' }] });
});

describe.each(['sqlite', 'postgres'] as const)('events are found, on %s,', (store) => {
  test('by type, subject, channel and time, alone and together, page by page, both ways', async () => {
    const house = await start({ store });
    const of = (n: number, fields: object) => house.publish({ subject: `s${n}`, type: n % 2 === 0 ? 'build.finished' : 'build.started', ...fields });
    for (let n = 0; n < 5; n++) await of(n, { channels: ['eu'] });
    await of(5, { channels: ['us', 'eu'] });
    await of(6, {});
    await of(7, { channels: ['us'] });
    const middle = (await house.call<Page>('GET', 'events?subject=s3')).items[0]!;
    expect(await found(house, 'channel=eu')).toEqual(['s5', 's4', 's3', 's2', 's1', 's0']);
    expect(await found(house, 'channel=eu&sort=id')).toEqual(['s0', 's1', 's2', 's3', 's4', 's5']);
    expect(await found(house, 'channel=us&sort=id')).toEqual(['s5', 's7']);
    expect(await found(house, 'channel=eu&type=build.finished')).toEqual(['s4', 's2', 's0']);
    expect(await found(house, 'channel=eu&subject=s3')).toEqual(['s3']);
    expect(await found(house, 'channel=none')).toEqual([]);
    expect(await found(house, 'type=build.started&sort=id')).toEqual(['s1', 's3', 's5', 's7']);
    expect(await found(house, 'type=build.finished&subject=s6')).toEqual(['s6']);
    expect(await found(house, `channel=eu&since=${middle.created_at}&sort=id`)).toEqual(['s3', 's4', 's5']);
    expect(await found(house, `channel=eu&until=${middle.created_at}&sort=id`)).toEqual(['s0', 's1', 's2']);
    expect(middle.channels).toEqual(['eu']);
    const { next_cursor } = await house.call<Page>('GET', 'events?limit=2&channel=eu');
    expect(await house.call('GET', `events?limit=2&channel=us&cursor=${next_cursor}`)).toMatchObject({ status_code: 400, code: 'cursor.invalid' });
    expect(await house.call('GET', 'events?channel=a%20b')).toMatchObject({ status_code: 422, issues: [{ path: 'channel' }] });
  });
});

test('who follows the events hears whom they concern, where they come from, and what is sent raw', async () => {
  const house = await start();
  const caller = await house.hub.house.authenticate({ authorization: `Bearer ${house.hub.key}` });
  const ending = new AbortController();
  const events = house.hub.house.watch({ types: ['build.*'], after: 0 }, caller, ending.signal)[Symbol.asyncIterator]();
  const project = (await house.call<{ id: string }>('POST', 'projects', { slug: 'shop', name: 'Shop' })).id;
  await house.publish({ channels: ['eu'], own_id: 'mine', project, body: '{"number": 7.0}' });
  expect((await events.next()).value).toMatchObject({ type: 'build.finished', channels: ['eu'], own_id: 'mine', project, body: '{"number": 7.0}' });
  ending.abort();
});

test('an endpoint of a project gets the events of that project', async () => {
  const house = await start();
  const [shop, bank] = (await Promise.all(['shop', 'bank'].map((slug) => house.call<{ id: string }>('POST', 'projects', { slug, name: slug })))).map(({ id }) => id);
  await house.declare({ project: shop });
  await house.publish({ project: bank });
  await house.publish();
  const wanted = await house.publish({ project: shop });
  expect((await house.sink.until(1, AbortSignal.timeout(5000))).map(({ headers }) => headers['webhook-id'])).toEqual([wanted.id]);
});

test('the content of an event goes before the event, where its teller wanted that, with what a transformation made of it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-content-'));
  const sink = await startSink();
  const ahead = { ms: 0 };
  const options = { ...CONFIG, listen: { port: 0 }, keeping: { dataDir }, observe: { level: 'silent' as const } };
  const ports = { now: () => Date.now() + ahead.ms };
  const first = await startHub(options, ports);
  const { call, declare, publish } = around(caller(first.url, first.firstKey!), sink);
  await declare({ transform: 'export default ({ data }) => ({ paid: data.card })' });
  expect(await publish({ content_retention: 431_999 })).toMatchObject({ status_code: 422, code: 'input.invalid' });
  const { id } = await publish({ data: { card: '4242' }, content_retention: 432_000 });
  const kept = await publish({ data: { card: '4343' } });
  const attempts = () => call<{ items: { event: string; request: object }[] }>('GET', 'attempts');
  await eventually(attempts, ({ items }) => items.length === 2);
  expect(JSON.stringify(await attempts())).toContain('4242');
  expect(await call('GET', `events/${id}`)).toMatchObject({ data: { card: '4242' }, content_until: expect.stringMatching(/Z$/) });
  ahead.ms = 432_001_000;
  await first.stop();
  const second = await startHub(options, ports);
  try {
    const again = around(caller(second.url, first.firstKey!), sink);
    expect(await again.call('GET', `events/${id}`)).toMatchObject({ id, subject: 'shop', data: {}, expunged: true });
    expect(await again.call('GET', `events/${kept.id}`)).toMatchObject({ data: { card: '4343' } });
    const left = JSON.stringify(await again.call('GET', 'attempts'));
    expect([left.includes('4242'), left.includes('4343')]).toEqual([false, true]);
  } finally {
    await second.stop();
    await sink.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('what is too old goes, while the hub runs and when it stops', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-old-'));
  const ahead = { ms: 0 };
  const options = { ...CONFIG, listen: { port: 0 }, keeping: { dataDir }, observe: { level: 'silent' as const }, events: { retentionSeconds: 86_400 } };
  const ports = { now: () => Date.now() + ahead.ms };
  const first = await startHub(options, ports);
  const publish = (hub: Hub, subject: string) => caller(hub.url, first.firstKey!)('POST', 'tools/event_publish', { type: 'build.finished', subject });
  await publish(first, 'old');
  ahead.ms = 86_500_000;
  await publish(first, 'new');
  await first.stop();
  const second = await startHub(options, ports);
  try {
    const { items } = await caller(second.url, first.firstKey!)<Page>('GET', 'events?type=build.finished');
    expect(items.map(({ subject }) => subject)).toEqual(['new']);
  } finally {
    await second.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
