// What was published and what became of it: searched, counted, polled, and taken out for good.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { caller, type EventHub, eventually, openEventHub } from './event-hub.ts';

let open: EventHub | undefined;

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

const start = async (...options: Parameters<typeof openEventHub>): Promise<EventHub> => (open = await openEventHub(...options));

interface Found { readonly items: readonly { readonly id: string; readonly subject: string; readonly outcome: string; readonly event: { readonly id: string }; readonly endpoint: string; readonly status: string; readonly trigger?: string }[]; readonly next: string | null }
interface Polled { readonly items: readonly { readonly id: string; readonly subject: string }[]; readonly after: number; readonly done: boolean }

const subjects = ({ items }: { readonly items: readonly { readonly subject: string }[] }): string[] => items.map(({ subject }) => subject);
const project = async ({ call }: EventHub, slug: string): Promise<string> => (await call<{ id: string }>('POST', 'projects', { slug, name: slug })).id;

describe.each(['sqlite', 'postgres'] as const)('what was published, on %s,', (store) => {
  test('is searched by project, types and channel together, page by page, both ways', async () => {
    const house = await start({ store });
    const [shop, other] = [await project(house, 'shop'), await project(house, 'other')];
    for (let n = 0; n < 9; n++) await house.publish({ subject: `s${n}`, project: n === 4 ? other : shop, type: `build.t${n % 3}`, ...(n % 2 === 0 ? { channels: ['eu'] } : {}) });
    const search = (input: object) => house.tool<Found>('event_search', input);
    expect(subjects(await search({ project: shop }))).toEqual(['s8', 's7', 's6', 's5', 's3', 's2', 's1', 's0']);
    expect(subjects(await search({ project: shop, types: ['build.t0', 'build.t1'], channel: 'eu', oldest_first: true }))).toEqual(['s0', 's6']);
    const first = await search({ project: shop, limit: 3 });
    const second = await search({ project: shop, limit: 3, behind: first.next! });
    const third = await search({ project: shop, limit: 3, behind: second.next! });
    expect([first, second, third].flatMap(subjects)).toEqual(['s8', 's7', 's6', 's5', 's3', 's2', 's1', 's0']);
    expect(third.next).toBeNull();
    expect(await search({ project: shop, behind: 'evt_00000000000000000000000000' })).toMatchObject({ status_code: 400, code: 'cursor.invalid' });
  });

  test('stands at its endpoints as its attempts came to, and is counted', async () => {
    const house = await start({ store });
    const good = await house.declare({ name: 'good', url: `${house.sink.url}/good` });
    const bad = await house.declare({ name: 'bad', url: `${house.sink.url}/bad`, retry: { delays: [] } });
    house.sink.usually(({ path }) => ({ status: path === '/bad' ? 500 : 200 }));
    const { id } = await house.publish();
    const destinations = await eventually(() => house.tool<Found>('event_destinations', { event: id }), ({ items }) => items.length === 2);
    expect(destinations.items.toSorted((a, b) => (a.status < b.status ? -1 : 1))).toMatchObject([{ endpoint: good.id, status: 'delivered', attempts: 1 }, { endpoint: bad.id, status: 'failed', next_at: null }]);
    expect((await house.tool<Found>('delivery_search', { endpoint: bad.id, status: 'failed' })).items).toMatchObject([{ event: { id }, status: 'failed' }]);
    expect((await house.tool<Found>('delivery_search', { endpoint: bad.id, status: 'delivered' })).items).toEqual([]);
    expect((await house.tool<Found>('attempt_search', { event: id, status_class: 500 })).items).toMatchObject([{ endpoint: bad.id, outcome: 'failed' }]);
    expect(await house.tool('endpoint_stats', { endpoint: bad.id })).toMatchObject({ delivered: 0, failed: 1 });
    house.sink.usually({ status: 200 });
    await house.ended((await house.tool<{ id: string }>('event_replay', { endpoint: bad.id, only: 'failed' })).id);
    const again = await eventually(() => house.tool<Found>('attempt_search', { endpoint: bad.id, outcome: 'delivered' }), ({ items }) => items.length === 1);
    expect(again.items).toMatchObject([{ event: id, trigger: 'manual' }]);
    expect((await house.tool<Found>('delivery_search', { endpoint: bad.id })).items).toMatchObject([{ event: { id }, status: 'delivered' }]);
  });
});

describe('polling', () => {
  test('gives what an endpoint takes in the order of commits, and a consumer goes on where it said it was', async () => {
    const house = await start();
    const { id: endpoint } = await house.declare({ enabled: false });
    for (let n = 0; n < 5; n++) await house.publish({ subject: `s${n}`, type: n === 2 ? 'deploy.done' : 'build.done' });
    const poll = (input: object = {}) => house.tool<Polled>('event_poll', { endpoint, ...input });
    const first = await poll({ limit: 3 });
    expect([subjects(first), first.done]).toEqual([['s0', 's1', 's3'], false]);
    const rest = await poll({ after: first.after });
    expect([subjects(rest), rest.done]).toEqual([['s4'], true]);
    expect(subjects(await poll({ consumer: 'warehouse', limit: 3 }))).toEqual(['s0', 's1', 's3']);
    expect(subjects(await poll({ consumer: 'warehouse', limit: 3 }))).toEqual(['s0', 's1', 's3']);
    await house.tool('event_seek', { endpoint, consumer: 'warehouse', after: first.after });
    expect(subjects(await poll({ consumer: 'warehouse' }))).toEqual(['s4']);
    expect(subjects(await poll({ consumer: 'another' }))).toEqual(['s0', 's1', 's3', 's4']);
    await house.tool('event_seek', { endpoint, consumer: 'warehouse', since: '2020-01-01T00:00:00.000Z' });
    expect(subjects(await poll({ consumer: 'warehouse' }))).toHaveLength(4);
    expect(await house.tool('event_seek', { endpoint, consumer: 'warehouse' })).toMatchObject({ status_code: 422 });
    expect(await poll({ endpoint: 'ep_00000000000000000000000000' })).toMatchObject({ status_code: 404 });
  });

  test('waits for what comes, and answers as soon as it is there', async () => {
    const house = await start();
    const { after } = await house.tool<Polled>('event_poll', {});
    const waiting = house.tool<Polled>('event_poll', { after, wait: 30, types: ['build.finished'] });
    await house.publish({ type: 'build.other' });
    await house.publish({ subject: 'awaited' });
    expect(subjects(await waiting)).toEqual(['awaited']);
    expect(await house.tool<Polled>('event_poll', { after, types: ['never.told'], wait: 1 })).toMatchObject({ items: [], done: true });
  });

  test('answers who waits when the hub is told to stop, and holds it up no longer than that', async () => {
    const house = await start();
    const { after } = await house.tool<Polled>('event_poll', {});
    const began = Date.now();
    const waiting = house.tool<Polled>('event_poll', { after, wait: 30 });
    await sleep(200);
    const stopped = house.hub.stop();
    expect(await waiting).toMatchObject({ items: [], done: true });
    await stopped;
    expect(Date.now() - began).toBeLessThan(4000);
  });

  test('says so when the log has not come to a place: what comes until then would be passed over', async () => {
    const house = await start();
    await house.publish();
    const { after: end } = await house.tool<Polled>('event_poll', {});
    const ahead = { status_code: 400, code: 'cursor.invalid', detail: `The log ends at ${end}, and ${end + 1} is behind that` };
    expect(await house.tool('event_poll', { after: end })).toMatchObject({ status_code: 200, items: [] });
    expect(await house.tool('event_poll', { after: end + 1, wait: 30 })).toMatchObject(ahead);
    expect(await house.tool('event_seek', { consumer: 'warehouse', after: end + 1 })).toMatchObject(ahead);
    const stream = await fetch(`${house.hub.url}/v1/events/stream`, { headers: { authorization: `Bearer ${house.hub.key}`, 'last-event-id': String(end + 1) } });
    expect(await stream.text()).toContain('"code":"cursor.invalid"');
  });
});

describe('content', () => {
  test('is expunged for good, also what was still to be delivered of it', async () => {
    const house = await start();
    house.sink.usually({ status: 500, body: 'a secret answer' });
    const { id: endpoint } = await house.declare({ retry: { delays: [1], jitter: 0 } });
    const told = { own_id: 'payment-1', data: { card: '4242' }, body: '{"card": "4242"}' };
    const { id } = await house.publish(told);
    const { items: [attempt] } = await eventually(() => house.tool<Found>('attempt_search', { endpoint }), ({ items }) => items.length > 0);
    expect(await house.tool('event_expunge', { id })).toMatchObject({ id, expunged: true });
    expect(await house.tool('attempt_expunge', { id: attempt!.id })).toMatchObject({ expunged: true });
    expect(await house.call('GET', `events/${id}`)).toMatchObject({ id, data: {}, expunged: true });
    expect(JSON.stringify(await house.call('GET', `events/${id}`))).not.toContain('4242');
    expect(JSON.stringify(await house.call('GET', `attempts/${attempt!.id}`))).not.toContain('secret');
    await eventually(() => house.tool<Found>('delivery_list', {}), ({ items }) => items.length === 0);
    expect(house.sink.received).toHaveLength(1);
    expect(await house.publish(told), 'told again').toMatchObject({ id, duplicate: true });
    expect(await house.publish({ ...told, subject: 'other' })).toMatchObject({ status_code: 409, code: 'event.id_reused' });
    expect(await house.tool('event_expunge', { id: 'evt_00000000000000000000000000' })).toMatchObject({ status_code: 404 });
  });

  test('in a form of its teller’s is sent as it is to those who get it raw', async () => {
    const house = await start();
    await house.declare({ payload_format: 'raw' });
    await house.publish({ data: { number: 7 }, body: '{ "number": 7.0 }' });
    expect((await house.sink.until(1, AbortSignal.timeout(5000)))[0]!.body.toString()).toBe('{ "number": 7.0 }');
  });
});

describe('the signing key of an endpoint', () => {
  test('is shown to who may see it, which is on record, and rotated by the hub', async () => {
    const house = await start();
    const { id: endpoint } = await house.declare();
    const { key } = await house.tool<{ key: string }>('endpoint_secret_reveal', { endpoint });
    expect(key).toMatch(/^whsec_/);
    const { items: [entry] } = await house.call<{ items: { action: string; subject: string }[] }>('GET', 'audit_entries?limit=1');
    expect(entry).toMatchObject({ action: 'endpoint_secret_reveal', subject: endpoint });
    const reader = await house.call<{ key: string }>('POST', 'api_keys', { name: 'reader', scopes: ['*:read', 'endpoint:write'] });
    expect(await caller(house.hub.url, reader.key)('POST', 'tools/endpoint_secret_reveal', { endpoint })).toMatchObject({ status_code: 403, needs: 'endpoint:reveal' });
    const rotated = await house.tool<{ key: string }>('endpoint_secret_rotate', { endpoint, grace: 60 });
    expect(rotated.key).not.toBe(key);
    expect(await house.tool('endpoint_secret_reveal', { endpoint })).toMatchObject({ key: rotated.key });
    expect(await house.call('GET', `endpoints/${endpoint}`)).toMatchObject({ signing_grace: 86_400 });
    const { id: unsigned } = await house.declare({ name: 'unsigned' });
    await house.call('PATCH', `endpoints/${unsigned}`, { signature: { profile: 'none' } });
    expect(await house.tool('endpoint_secret_reveal', { endpoint: unsigned })).toMatchObject({ key: null });
    for (let n = 0; n < 9; n++) await house.tool('endpoint_secret_rotate', { endpoint });
    expect(await house.tool('endpoint_secret_rotate', { endpoint })).toMatchObject({ status_code: 409, code: 'endpoint.too_many_keys' });
  });

  test('leaves its headers alone: they change one by one, those that nobody reads back too', async () => {
    const house = await start();
    const { id: endpoint } = await house.declare({ headers: { 'X-Team': 'a' }, secret_headers: { 'X-Api-Key': 'first' } });
    const changed = await house.tool('endpoint_headers_change', { endpoint, headers: { 'x-team': 'b', Authorization: 'Bearer second' } });
    expect(changed).toMatchObject({ headers: { 'x-team': 'b' }, secret_header_names: ['Authorization', 'X-Api-Key'] });
    await house.publish();
    expect((await house.sink.until(1, AbortSignal.timeout(5000)))[0]!.headers).toMatchObject({ 'x-team': 'b', 'x-api-key': 'first', authorization: 'Bearer second' });
    expect(await house.tool('endpoint_headers_change', { endpoint, headers: { 'X-API-KEY': null } })).toMatchObject({ secret_header_names: ['Authorization'] });
    expect(await house.tool('endpoint_headers_change', { endpoint, headers: { 'X-Only': '1' }, replace: true })).toMatchObject({ headers: { 'X-Only': '1' }, secret_header_names: [] });
  });
});

describe('a list', () => {
  test('goes on behind an id, in any order', async () => {
    const house = await start();
    const ids: string[] = [];
    for (const slug of ['c', 'a', 'b']) ids.push(await project(house, slug));
    const list = async (query: string) => (await house.call<{ items: { slug: string }[] }>('GET', `projects?${query}`)).items.map(({ slug }) => slug);
    expect(await list(`behind=${ids[0]}`)).toEqual(['a', 'b']);
    expect(await list(`sort=-id&behind=${ids[2]}`)).toEqual(['a', 'c']);
    expect(await list(`sort=slug&behind=${ids[1]}`)).toEqual(['b', 'c']);
    expect(await house.call('GET', 'projects?sort=slug&behind=prj_00000000000000000000000000')).toMatchObject({ status_code: 400, code: 'cursor.invalid' });
  });

  test('finds what another system calls by its own id, which is there once', async () => {
    const house = await start();
    const one = await house.call<{ id: string }>('POST', 'projects', { slug: 'one', name: 'One', uid: 'Customer_1' });
    expect(await house.call('POST', 'projects', { slug: 'two', name: 'Two', uid: 'Customer_1' })).toMatchObject({ status_code: 409, code: 'resource.duplicate', fields: ['uid'], existing: one.id });
    expect((await house.call<{ items: { id: string }[] }>('GET', 'projects?uid=Customer_1')).items).toMatchObject([{ id: one.id }]);
    const two = await house.call<{ id: string }>('POST', 'projects', { slug: 'two', name: 'Two' });
    expect(await house.call('PATCH', `projects/${two.id}`, { uid: 'Customer_1' })).toMatchObject({ status_code: 409, fields: ['uid'], existing: one.id });
    const endpoint = (fields: object) => house.call('POST', 'endpoints', { url: house.sink.url, uid: 'same', ...fields });
    expect([await endpoint({ name: 'a', project: one.id }), await endpoint({ name: 'b', project: two.id }), await endpoint({ name: 'c' }), await endpoint({ name: 'd', project: one.id })].map(({ status_code }) => status_code)).toEqual([201, 201, 201, 409]);
  });
});
