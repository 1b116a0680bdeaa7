// Sinks: events and audit entries flow to another system in order and without gaps, through failures, restarts and the death of a hub.
import { afterEach, expect, test } from 'vitest';
import { startHub } from '@patchbay/hub';
import { startTestHub, type TestHub, type TestHubOptions } from '../doubles/hub.ts';
import { startPostgres } from '../doubles/postgres.ts';
import { type Received, type Sink, startSink } from '../doubles/sink.ts';

type Answer<T> = T & { readonly status_code: number };
interface SinkView { readonly id: string; readonly position: number; readonly behind: number; readonly last_error: string | null; readonly failing_since: string | null; readonly last_sent_at: string | null }

let hub: TestHub | undefined;
let receiver: Sink | undefined;
afterEach(async () => {
  await hub?.stop();
  await receiver?.stop();
  hub = receiver = undefined;
});

const ALLOW = { deliveries: { egressAllow: ['127.0.0.0/8'], sinkLeaseMs: 1000 } };

async function open(options: Partial<TestHubOptions> = {}): Promise<Sink> {
  receiver = await startSink();
  hub = await startTestHub({ store: 'sqlite', ...options, config: { ...ALLOW, ...options.config } });
  return receiver;
}

async function call<T = Record<string, unknown>>(method: string, path: string, body?: object, url = hub!.url): Promise<Answer<T>> {
  const answer = await fetch(`${url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub!.key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...((await answer.json()) as T), status_code: answer.status };
}

const declare = (fields: object = {}) => call<SinkView>('POST', 'sinks', { name: 'logs', stream: 'events', kind: 'http', http: { url: `${receiver!.url}/in` }, event_types: ['build.*'], batch_wait: 0, ...fields });
const publish = (number: number, fields: object = {}) => call<{ id: string }>('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { number }, ...fields });
const show = (id: string) => call<SinkView>('GET', `sinks/${id}`);

const entriesOf = ({ body }: Received): { id: string; seq: number; tenant: string; type: string; action?: string; data: { number: number } }[] => body.toString().trim().split('\n').map((line) => JSON.parse(line) as never);
/** Of those batches that were taken. */
const numbers = (requests: readonly Received[]): number[] => requests.flatMap(entriesOf).map(({ data }) => data.number);

async function eventually<T>(look: () => T | Promise<T>, holds: (found: T) => boolean, mostMs = 10_000): Promise<T> {
  for (const began = Date.now(); ;) {
    const found = await look();
    if (holds(found) || Date.now() - began > mostMs) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const arrived = (count: number) => eventually(() => numbers(receiver!.received), (found) => found.length >= count);

test.each(['sqlite', 'postgres'] as const)('what a sink takes arrives in order, and it shows how far it is, on %s', async (store) => {
  await open({ store });
  await publish(0);
  const sink = await declare({ filter: { 'data.number': { $lt: 100 } } });
  expect(sink).toMatchObject({ status_code: 201, last_error: null, failing_since: null, last_sent_at: null });
  for (const number of [1, 2, 3, 100, 4]) await publish(number);
  await publish(5, { type: 'deploy.finished' });
  await publish(6);
  expect(await arrived(5)).toEqual([1, 2, 3, 4, 6]);
  expect(receiver!.received[0]).toMatchObject({ method: 'POST', path: '/in', headers: { 'content-type': 'application/x-ndjson' } });
  expect(entriesOf(receiver!.received[0]!)[0]).toMatchObject({ id: expect.stringMatching(/^evt_/), tenant: expect.stringMatching(/^ten_/), type: 'build.finished', subject: 'shop', time: expect.any(String) });
  const shown = await eventually(() => show(sink.id), ({ behind }) => behind === 0);
  expect(shown).toMatchObject({ behind: 0, last_error: null, last_sent_at: expect.stringMatching(/^20/) });
  expect((await call<{ version: number }>('GET', `sinks/${sink.id}`)).version).toBe(1);
});

test('one that starts at the beginning gets what was kept before it', async () => {
  await open();
  for (const number of [1, 2, 3]) await publish(number);
  await declare({ start: 'beginning', batch_items: 2 });
  expect(await arrived(3)).toEqual([1, 2, 3]);
  expect(receiver!.received.map((request) => entriesOf(request).length)).toEqual([2, 1]);
});

test('a batch has its time to fill', async () => {
  await open();
  await declare({ batch_wait: 1 });
  for (let number = 1; number <= 20; number++) await publish(number);
  expect(await arrived(20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(receiver!.received.length).toBeLessThanOrEqual(2);
});

test('the audit trail goes out with the hashes of its chain, filtered by its own fields', async () => {
  await open();
  await declare({ stream: 'audit_entries', event_types: undefined, filter: { outcome: 'refused' } });
  await declare({ name: 'all', stream: 'audit_entries', event_types: undefined, http: { url: `${receiver!.url}/all` } });
  const little = await call<{ key: string }>('POST', 'api_keys', { name: 'little', scopes: ['project:read'] });
  await fetch(`${hub!.url}/v1/projects`, { method: 'POST', headers: { authorization: `Bearer ${little.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ slug: 'shop', name: 'Shop' }) });
  const found = await eventually(() => receiver!.received.flatMap((request) => entriesOf(request).map((entry) => `${request.path} ${entry.action}`)), (lines) => lines.length >= 4);
  expect(found.toSorted()).toEqual(['/all api_key_create', '/all project_create', '/all sink_create', '/in project_create']);
  expect(receiver!.received.flatMap(entriesOf)[0]).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), principal: expect.stringMatching(/^key_/) });
  expect(await declare({ name: 'bad', stream: 'audit_entries', event_types: undefined, filter: { outcome: { $like: 1 } } })).toMatchObject({ status_code: 422, issues: [{ path: 'filter.outcome.$like' }] });
});

test('while the other system is down it stands still and says so, then goes on where it stopped: nothing is lost', async () => {
  await open();
  receiver!.usually({ status: 503, body: 'no' });
  const sink = await declare({ http: { url: `${receiver!.url}/in`, auth: 'bearer' }, auth_secret: 'hunter2-token' });
  await publish(1);
  const failing = await eventually(() => show(sink.id), ({ failing_since }) => failing_since !== null);
  expect(failing).toMatchObject({ last_error: expect.stringContaining('answered 503'), behind: expect.any(Number) });
  expect(failing.behind).toBeGreaterThan(0);
  expect(JSON.stringify(failing)).not.toContain('hunter2');
  await publish(2);
  receiver!.usually({ status: 200 });
  const before = receiver!.received.length;
  await eventually(() => numbers(receiver!.received.slice(before)), (found) => found.includes(2));
  expect(numbers(receiver!.received.slice(before)).slice(-2)).toEqual([1, 2]);
  expect(receiver!.received.at(-1)!.headers['authorization']).toBe('Bearer hunter2-token');
  expect(await eventually(() => show(sink.id), ({ failing_since }) => failing_since === null)).toMatchObject({ last_error: null, failing_since: null });
});

test('switched off it stands still, changed it goes on as it is told, deleted it is gone', async () => {
  await open();
  const sink = await declare();
  await publish(1);
  await arrived(1);
  await eventually(() => show(sink.id), ({ behind }) => behind === 0); // what nobody has acknowledged comes again
  await call('PATCH', `sinks/${sink.id}`, { enabled: false });
  await publish(2);
  await publish(3);
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  expect(numbers(receiver!.received)).toEqual([1]);
  await call('PATCH', `sinks/${sink.id}`, { enabled: true, http: { url: `${receiver!.url}/elsewhere` } });
  expect(await arrived(3)).toEqual([1, 2, 3]);
  expect(receiver!.received.at(-1)!.path).toBe('/elsewhere');
  expect((await call('DELETE', `sinks/${sink.id}`)).status_code).toBe(200);
  await publish(4);
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  expect(numbers(receiver!.received)).toEqual([1, 2, 3]);
  expect((await show(sink.id)).status_code).toBe(404);
});

test('of two hubs one works on a sink, and the other goes on when that one is gone', async () => {
  const database = await startPostgres();
  const databaseUrl = database.url;
  await open({ config: { keeping: { databaseUrl } } });
  const second = await startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir: hub!.dataDir, databaseUrl }, observe: { level: 'silent' }, ...ALLOW });
  try {
    await declare();
    for (let number = 1; number <= 20; number++) await call('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { number } }, number % 2 === 0 ? hub!.url : second.url);
    expect(await arrived(20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    await second.stop();
    for (let number = 21; number <= 25; number++) await publish(number);
    expect(await arrived(25)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  } finally {
    await second.stop();
    await hub!.stop();
    await database.stop();
  }
});

test('an endpoint gets what a sink takes as signed webhooks, in order', async () => {
  await open();
  const endpoint = await call<{ id: string }>('POST', 'endpoints', { name: 'billing', url: `${receiver!.url}/hooks`, event_types: ['nothing.ever'] });
  await declare({ kind: 'endpoint', http: undefined, endpoint: endpoint.id, start: 'beginning' });
  for (let number = 1; number <= 10; number++) await publish(number);
  const received = await receiver!.until(10, AbortSignal.timeout(8000));
  expect(received.map(({ body }) => (JSON.parse(body.toString()) as { data: { number: number } }).data.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(received[0]!.headers).toMatchObject({ 'webhook-signature': expect.stringMatching(/^v1,/), 'webhook-id': expect.stringMatching(/^evt_/) });
});

test('nobody has sent elsewhere what they may not read here', async () => {
  await open();
  for (const [scopes, stream, needs] of [[['sink:write'], 'events', 'event:read'], [['sink:write', 'event:read'], 'audit_entries', 'audit_entry:read']] as const) {
    const { key } = await call<{ key: string }>('POST', 'api_keys', { name: stream, scopes });
    const answer = await fetch(`${hub!.url}/v1/sinks`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: stream, stream, kind: 'http', http: { url: `${receiver!.url}/in` } }) });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'caller.forbidden', needs }]);
  }
});

test('what can’t work is refused when it is declared, with its place, and no answer shows the secret', async () => {
  await open();
  for (const [fields, path] of [
    [{ kind: 's3', http: undefined, s3: { bucket: 'x' }, auth_secret: 'example' }, 's3.access_key_id'], [{ kind: 'splunk', http: undefined, splunk: { url: 'https://splunk.example.com' } }, 'auth_secret'],
    [{ filter: { nowhere: 1 } }, 'filter.nowhere'], [{ kind: 'nats', http: undefined, nats: { servers: ['nats://a:4222'], auth: 'credentials' }, auth_secret: 'no credentials' }, 'auth_secret'], [{ batch_items: 0 }, 'batch_items'],
    [{ http: { url: 'https://ada:hunter2@logs.example.com/' } }, 'http.url'], [{ kind: 'nats', http: undefined, nats: { servers: ['nats://a:4222', 'nats://ada:hunter2@b:4222'] } }, 'nats.servers.1'],
    [{ http: { url: 'https://logs.example.com/', auth: 'bearer' }, auth_secret: 'a-token\n' }, 'auth_secret'], [{ kind: 'splunk', http: undefined, splunk: { url: 'https://splunk.example.com' }, auth_secret: 'a-token\n' }, 'auth_secret'],
    [{ stream: 'audit_entries', event_types: undefined, filter: { $or: [{ outcome: 'refused' }, { $not: { outcom: 'done' } }] } }, 'filter.$or.1.$not.outcom'],
  ] as const) expect(await declare(fields)).toMatchObject({ status_code: 422, code: 'input.invalid', issues: [{ path }] });
  expect(JSON.stringify(await declare({ name: 'with', auth_secret: 'hunter2-token' }))).not.toContain('hunter2');
});

test.each([
  ['http', { url: 'http://169.254.169.254/latest' }, 'http.url', 'egress.denied'],
  ['ocsf', { url: 'https://10.1.2.3/in', auth: 'none' }, 'ocsf.url', 'egress.denied'],
  ['http', { url: 'http://127.0.0.1:22/in' }, 'http.url', 'egress.denied'],
  ['s3', { bucket: 'b', endpoint_url: 'http://[::1]:9000', access_key_id: 'A' }, 's3.endpoint_url', 'egress.denied'],
  ['syslog', { address: '192.168.1.1:6514' }, 'syslog.address', 'egress.denied'],
  ['syslog', { address: 'siem.example.com:99999', transport: 'udp' }, 'syslog.address', 'invalid'],
  ['kafka', { brokers: ['10.0.0.1:9092', '10.0.0.2:9092'], topic: 't' }, 'kafka.brokers', 'egress.denied'],
  ['nats', { servers: ['http://nats.example.com'] }, 'nats.servers', 'misconfigured'],
])('one of %s that can never be reached, such as %o, is refused where it is declared', async (kind, settings, path, reason) => {
  await open();
  const secret = kind === 's3' ? { auth_secret: 'secret' } : {};
  const refused = await declare({ kind, http: undefined, [kind]: settings, ...secret });
  expect(refused).toMatchObject({ status_code: 422, code: 'input.invalid', reason, issues: [{ path }] });
});

test('one that was declared is refused an address that can never be reached, and nothing else', async () => {
  await open();
  const sink = await declare();
  expect(await call('PATCH', `sinks/${sink.id}`, { http: { url: 'http://10.0.0.1/in' } })).toMatchObject({ status_code: 422, issues: [{ path: 'http.url' }] });
  expect(await call('PATCH', `sinks/${sink.id}`, { enabled: false })).toMatchObject({ status_code: 200 });
  expect(await declare({ name: 'broker', kind: 'kafka', http: undefined, kafka: { brokers: ['10.0.0.1:9092', '127.0.0.1:2'], topic: 't' } })).toMatchObject({ status_code: 201 });
});
