// What one hub on a store has done holds for the other as well, whoever a balancer asks next.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HubPorts, startHub } from '@patchbay/hub';
import { action, definePlugin, t } from '@patchbay/sdk';
import { expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { startSink } from '../doubles/sink.ts';
import { around, caller, CONFIG } from './event-hub.ts';

const STORES = findPostgres() === undefined ? [] : ['PostgreSQL'];

async function openTwo(stack: AsyncDisposableStack, ports: Partial<HubPorts> = {}) {
  const database = await startPostgres();
  stack.defer(() => database.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-two-hubs-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const sink = await startSink();
  stack.defer(() => sink.stop());
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir } };
  const first = await startHub(options, ports);
  stack.defer(() => first.stop());
  const second = await startHub(options, ports);
  stack.defer(() => second.stop());
  return { sink, one: around(caller(first.url, first.firstKey!), sink), other: around(caller(second.url, first.firstKey!), sink) };
}

test.each(STORES)('on %s what one hub declared the other can be asked about at once', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, one, other } = await openTwo(stack);
  const asked = ['endpoint_send_example', 'endpoint_keys', 'delivery_search', 'event_poll', 'endpoint_test_transform'];
  for (let n = 0; n < 10; n++) {
    const { id } = await one.declare({ name: `e${n}`, event_types: ['never.told'], transform: 'export default () => ({})' });
    const answers = await Promise.all(asked.map((action) => other.tool<{ code?: string }>(action, { endpoint: id })));
    expect(answers.flatMap(({ code }, at) => (code === undefined ? [] : [`${asked[at]}: ${code}`]))).toEqual([]);
    await one.call('PATCH', `endpoints/${id}`, { url: `${sink.url}/moved` });
    expect(await other.tool('endpoint_send_example', { endpoint: id })).toMatchObject({ outcome: 'delivered', request: { url: `${sink.url}/moved` } });
  }
}, 60_000);

test.each(STORES)('two hubs on %s send an endpoint no more a second than it takes, and all of it', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, one, other } = await openTwo(stack);
  await one.declare({ rate_limit: 20 });
  const began = performance.now();
  await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? one : other).publish()));
  const received = await sink.until(100, AbortSignal.timeout(30_000));
  expect(performance.now() - began).toBeGreaterThan(3_900); // a second's worth at once, and 80 more at 20 a second
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(100);
}, 60_000);

test.each(STORES)('two hubs on %s send all endpoints of a project together no more a second than it takes, and all of it', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, one, other } = await openTwo(stack);
  const { id: project } = await one.call<{ id: string }>('POST', 'projects', { slug: 'shop', name: 'Shop' });
  for (const name of ['a', 'b']) await one.declare({ name, project, url: `${sink.url}/${name}` });
  await other.call('PATCH', `projects/${project}`, { event_rate: 20 });
  const began = performance.now();
  await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? one : other).publish({ project })));
  const received = await sink.until(100, AbortSignal.timeout(30_000));
  expect(performance.now() - began).toBeGreaterThan(3_900);
  expect(new Set(received.map(({ path, headers }) => `${path} ${headers['webhook-id']}`)).size).toBe(100);
}, 60_000);

test.each(STORES)('on %s an event reaches an endpoint that another hub declared just before', async () => {
  await using stack = new AsyncDisposableStack();
  const { sink, one, other } = await openTwo(stack);
  const ids: string[] = [];
  for (let n = 0; n < 60; n++) {
    const [here, there] = n % 2 === 0 ? [one, other] : [other, one];
    await here.declare({ name: `e${n}`, event_types: [`build.number_${n}`] });
    ids.push((await there.publish({ type: `build.number_${n}` })).id);
  }
  const received = await sink.until(ids.length, AbortSignal.timeout(5_000)).catch(() => sink.received);
  expect(received.map(({ headers }) => headers['webhook-id']).toSorted()).toEqual(ids.toSorted());
}, 60_000);

test.each(STORES)('on %s an action is there for everybody as soon as one hub has its plugin', async () => {
  const echo = definePlugin({
    id: 'patchbay/echo', version: '1.0.0', title: 'Echo', summary: 'Says it again.',
    actions: { say: action({ title: 'Say', description: 'Says it again.', safety: 'safe', input: t.object({ text: t.string() }), output: t.json(), run: ({ text }) => Promise.resolve({ text }) }) },
  });
  await using stack = new AsyncDisposableStack();
  const { one, other } = await openTwo(stack, { builtIn: [echo] });
  for (let n = 0; n < 10; n++) {
    const [here, there] = n % 2 === 0 ? [one, other] : [other, one];
    expect(await here.tool(n === 0 ? 'plugin_install' : 'plugin_enable', { name: 'patchbay/echo', ...(n === 0 ? { enabled: true } : {}) })).toMatchObject({ status: 'enabled' });
    expect(await there.tool('echo_say', { text: 'x' })).toMatchObject({ status_code: 200, text: 'x' });
    expect(await there.tool('plugin_disable', { name: 'patchbay/echo' })).toMatchObject({ status: 'disabled' });
  }
}, 60_000);
