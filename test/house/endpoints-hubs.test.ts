// An endpoint that one hub has just declared is there for the other as well, whoever a balancer asks next.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { startSink } from '../doubles/sink.ts';
import { around, caller, CONFIG } from './event-hub.ts';

test.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('on %s what one hub declared the other can be asked about at once', async () => {
  await using stack = new AsyncDisposableStack();
  const database = await startPostgres();
  stack.defer(() => database.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-endpoints-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const sink = await startSink();
  stack.defer(() => sink.stop());
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir } };
  const first = await startHub(options);
  stack.defer(() => first.stop());
  const second = await startHub(options);
  stack.defer(() => second.stop());
  const [one, other] = [first, second].map(({ url }) => around(caller(url, first.firstKey!), sink)) as [ReturnType<typeof around>, ReturnType<typeof around>];
  const asked = ['endpoint_send_example', 'endpoint_keys', 'delivery_search', 'event_poll', 'endpoint_test_transform'];
  for (let n = 0; n < 10; n++) {
    const { id } = await one.declare({ name: `e${n}`, event_types: ['never.told'], transform: 'export default () => ({})' });
    const answers = await Promise.all(asked.map((action) => other.tool<{ code?: string }>(action, { endpoint: id })));
    expect(answers.flatMap(({ code }, at) => (code === undefined ? [] : [`${asked[at]}: ${code}`]))).toEqual([]);
    await one.call('PATCH', `endpoints/${id}`, { url: `${sink.url}/moved` });
    expect(await other.tool('endpoint_send_example', { endpoint: id })).toMatchObject({ outcome: 'delivered', request: { url: `${sink.url}/moved` } });
  }
}, 60_000);
