// Webhooks end to end: an endpoint is declared, an event is published, the receiver gets it, signed, and everything about it can be read.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { afterEach, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Received, type Sink, startSink } from '../doubles/sink.ts';

interface Endpoint { readonly id: string; readonly signing_secret: string; readonly enabled: boolean; readonly disabled_because: string | null }
interface Listed<T> { readonly items: readonly T[] }

let hub: TestHub | undefined;
let sink: Sink | undefined;

afterEach(async () => {
  await hub?.stop();
  await sink?.stop();
  hub = sink = undefined;
});

async function open(store: 'sqlite' | 'postgres' = 'sqlite'): Promise<{ sink: Sink }> {
  sink = await startSink();
  hub = await startTestHub({ store, config: { deliveries: { egressAllow: ['127.0.0.0/8'] } } });
  return { sink };
}

async function call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T & { readonly status_code: number }> {
  const answer = await fetch(`${hub!.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub!.key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await answer.json()) as T), status_code: answer.status };
}

const declare = (fields: object = {}): Promise<Endpoint & { status_code: number }> => call<Endpoint>('POST', 'endpoints', { name: 'billing', url: `${sink!.url}/hooks`, event_types: ['build.*'], ...fields });
const publish = (fields: object = {}): Promise<{ id: string; status_code: number }> => call('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { number: 7 }, ...fields });

async function eventually<T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > 8000) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const done = (job: string) => eventually(() => call<{ status: string }>('GET', `jobs/${job}`), ({ status }) => status !== 'running');
const attempts = (endpoint: string) => call<Listed<{ event: string; number: number; outcome: string; status?: number }>>('GET', `attempts?endpoint=${endpoint}`);
const letters = (filter = '') => call<Listed<{ id: string; reason: string; fault: string; event: string }>>('GET', `dead_letters${filter}`);

test.each(['sqlite', 'postgres'] as const)('a published event reaches the endpoint, signed so that the receiver library takes it, on %s', async (store) => {
  const { sink: receiver } = await open(store);
  const endpoint = await declare({ headers: { 'X-Team': 'payments' }, secret_headers: { 'X-Api-Key': 'example' }, auth: { kind: 'bearer' }, auth_secret: 'token' });
  expect(endpoint.status_code).toBe(201);
  expect(endpoint.signing_secret).toMatch(/^whsec_/);
  const event = await publish();
  const [delivered] = await receiver.until(1, AbortSignal.timeout(5000));
  const verified = new Webhook(endpoint.signing_secret).verify(delivered!.body, delivered!.headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'build.finished', data: { number: 7 } });
  expect(delivered).toMatchObject({ method: 'POST', path: '/hooks', headers: { 'webhook-id': event.id, 'x-team': 'payments', 'x-api-key': 'example', authorization: 'Bearer token' } });
  const { items } = await eventually(() => attempts(endpoint.id), (found) => found.items.length > 0);
  expect(items).toMatchObject([{ event: event.id, number: 1, outcome: 'delivered', status: 200 }]);
});

test('an endpoint gets what its types, channels and filter take, and nothing else', async () => {
  const { sink: receiver } = await open();
  await declare({ channels: ['eu'], filter: { 'data.number': { $gte: 5 }, subject: { $starts_with: 'sh' } } });
  await publish({ channels: ['us'] });
  await publish({ channels: ['eu'], data: { number: 4 } });
  await publish({ type: 'deploy.finished', channels: ['eu'] });
  await publish();
  const wanted = await publish({ channels: ['eu', 'us'] });
  const received = await receiver.until(1, AbortSignal.timeout(5000));
  expect(received.map((each) => each.headers['webhook-id'])).toEqual([wanted.id]);
});

test('a filter that can’t be read is refused with its place', async () => {
  await open();
  const answer = await declare({ filter: { 'data.number': { $like: 5 }, $or: [] } });
  expect(answer).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path: 'filter.data.number.$like' }, { path: 'filter.$or' }] });
});

test('a failure is tried again under the same id, then parked in the dead letters, and redriven from there', async () => {
  const { sink: receiver } = await open();
  receiver.answer({ status: 500 }, { status: 503 });
  const endpoint = await declare({ retry: { delays: [0], jitter: 0 } });
  const event = await publish();
  const { items } = await eventually(letters, (found) => found.items.length > 0);
  expect(items).toMatchObject([{ event: event.id, reason: 'exhausted', fault: 'theirs', attempts: 2, last_status: 503 }]);
  expect((await attempts(endpoint.id)).items.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual(['2 failed', '1 failed']);
  expect(await call('POST', 'tools/dead_letter_redrive', { endpoint: endpoint.id })).toMatchObject({ status_code: 200, kind: 'dead_letter_redrive', status: 'running' });
  const received = await receiver.until(3, AbortSignal.timeout(5000));
  expect(new Set(received.map((each) => each.headers['webhook-id']))).toEqual(new Set([event.id]));
  expect((await letters()).items).toEqual([]);
});

test('an endpoint that is gone is switched off at once, and what was for it waits in the dead letters', async () => {
  const { sink: receiver } = await open();
  receiver.usually({ status: 410 });
  const { id } = await declare();
  await publish();
  const endpoint = await eventually(() => call<Endpoint>('GET', `endpoints/${id}`), (found) => !found.enabled);
  expect(endpoint).toMatchObject({ enabled: false, disabled_because: 'gone' });
  expect((await letters('?reason=gone')).items).toHaveLength(1);
  await publish();
  expect(receiver.received).toHaveLength(1);
});

test('what an endpoint missed while it was switched off is replayed to it: those of a window that it takes, or those named', async () => {
  const { sink: receiver } = await open();
  const { id } = await declare({ enabled: false });
  const missed = [await publish(), await publish({ type: 'deploy.finished' }), await publish()];
  await call('PATCH', `endpoints/${id}`, { enabled: true });
  const window = await call<{ id: string }>('POST', 'tools/event_replay', { endpoint: id, since: '2020-01-01T00:00:00Z' });
  expect(await done(window.id)).toMatchObject({ status: 'done', sent: 2, expired: 0 });
  const named = await call<{ id: string }>('POST', 'tools/event_replay', { endpoint: id, ids: [missed[1]!.id, 'evt_none'] });
  expect(await done(named.id)).toMatchObject({ status: 'done', looked: 2, sent: 1, expired: 1 });
  const received = await receiver.until(3, AbortSignal.timeout(5000));
  expect(received.map((each) => each.headers['webhook-id']).toSorted()).toEqual(missed.map((each) => each.id).toSorted());
  expect(await call('POST', 'tools/event_replay', { endpoint: 'ep_none' })).toMatchObject({ status_code: 404, code: 'resource.not_found' });
});

test('events with the same key go one after the other, and a key that is stuck holds only itself', async () => {
  const { sink: receiver } = await open();
  let stuck = 2;
  receiver.usually((request: Received) => ({ status: request.body.includes('"key":"a"') && stuck-- > 0 ? 500 : 200 }));
  await declare({ ordering_key: 'data.key', retry: { delays: [1, 1, 1], jitter: 0 } });
  for (const number of [1, 2, 3]) for (const key of ['a', 'b']) await publish({ data: { key, number } });
  const received = await receiver.until(8, AbortSignal.timeout(10_000));
  const numbers = (key: string): number[] => received.map((each) => JSON.parse(each.body.toString()) as { data: { key: string; number: number } }).filter(({ data }) => data.key === key).map(({ data }) => data.number);
  expect(numbers('a')).toEqual([1, 1, 1, 2, 3]);
  expect(numbers('b')).toEqual([1, 2, 3]);
  expect(received.slice(0, 5).filter((each) => each.body.includes('"key":"b"')).length).toBe(3);
}, 20_000);

test('while a replaced key has its grace both sign, so that receivers can change over', async () => {
  const { sink: receiver } = await open();
  const endpoint = await declare();
  const fresh = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  expect((await call('PATCH', `endpoints/${endpoint.id}`, { signing_secret: fresh })).status_code).toBe(200);
  await publish();
  const [delivered] = await receiver.until(1, AbortSignal.timeout(5000));
  for (const key of [endpoint.signing_secret, fresh]) expect(() => new Webhook(key).verify(delivered!.body, delivered!.headers as Record<string, string>)).not.toThrow();
});

test('addresses inside are out of reach unless the operator opens them, also for who was declared before: the dead letter says that it is ours', async () => {
  const keeping = await mkdtemp(join(tmpdir(), 'patchbay-inside-'));
  sink = await startSink();
  const before = await startTestHub({ store: 'sqlite', config: { keeping: { dataDir: keeping }, deliveries: { egressAllow: ['127.0.0.0/8'] } } });
  hub = before;
  await declare({ retry: { delays: [] } });
  await before.stop();
  hub = { ...before, ...(await startHub({ listen: { port: 0 }, keeping: { dataDir: keeping }, observe: { level: 'silent' } })), key: before.key };
  await publish();
  const { items } = await eventually(letters, (found) => found.items.length > 0);
  expect(items).toMatchObject([{ reason: 'ours', fault: 'ours', last_failure: 'egress.denied' }]);
  expect(sink.received).toHaveLength(0);
  await hub.stop();
  await rm(keeping, { recursive: true, force: true });
});
