// Names that the operator opens: webhooks go inside by them, and by nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../doubles/hub.ts';
import { type Sink, startSink } from '../doubles/sink.ts';

let hub: TestHub;
let sink: Sink;

beforeAll(async () => {
  sink = await startSink();
  hub = await startTestHub({ store: 'sqlite', config: { deliveries: { egressHosts: ['localhost'] } } });
}, 60_000);
afterAll(async () => {
  await hub?.stop();
  await sink?.stop();
});

async function call(method: string, path: string, body: object): Promise<Record<string, unknown> & { readonly status_code: number }> {
  const answer = await fetch(`${hub.url}/v1/${path}`, { method, headers: { authorization: `Bearer ${hub.key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { ...((await answer.json()) as Record<string, unknown>), status_code: answer.status };
}

const declare = (name: string, url: string) => call('POST', 'endpoints', { name, url, event_types: ['build.*'] });
const byName = () => sink.url.replace('127.0.0.1', 'localhost');

test('the name leads inside, and the address behind it stays shut', async () => {
  expect(await declare('by-address', sink.url)).toMatchObject({ status_code: 422, issues: [{ path: 'url' }] });
  expect((await declare('by-name', byName())).status_code).toBe(201);
  await call('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { number: 7 } });
  await sink.until(1, AbortSignal.timeout(8000));
});

test('a tenant’s networks narrow the name like any other', async () => {
  const { tenant } = await call('POST', 'tools/whoami', {});
  await call('PATCH', `tenants/${String(tenant)}`, { egress: { deny: ['127.0.0.0/8'] } });
  expect(await declare('denied', byName())).toMatchObject({ status_code: 422, issues: [{ path: 'url', message: expect.stringContaining('the policy denies') as string }] });
});
