// What came is known after a restart, and by every hub on the same store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hub, startHub } from '@patchbay/hub';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { administrator, github, send, type Sending } from './inbound.ts';

const running: Hub[] = [];
let dataDir: string;

beforeEach(async () => { dataDir = await mkdtemp(join(tmpdir(), 'patchbay-inbound-')); });
afterEach(async () => {
  await Promise.all(running.splice(0).map((hub) => hub.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

async function begin(keeping: { readonly databaseUrl?: string } = {}): Promise<Hub> {
  const hub = await startHub({ listen: { host: '127.0.0.1', port: 0 }, keeping: { dataDir, ...keeping }, observe: { level: 'silent' } });
  running.push(hub);
  return hub;
}

test('what came before a restart has no effect after it', async () => {
  const first = await begin();
  let url = first.url;
  const { declare, eventsOf, look } = administrator(() => ({ url, key: first.firstKey! }));
  const source = await declare();
  const sent = github('{"a":1}');
  expect((await send(source.url, sent)).status).toBe(202);
  await first.stop();
  url = (await begin()).url;
  const hook = `${url}/hooks/${source.id}`;
  expect((await send(hook, sent)).status).toBe(200);
  expect((await send(hook, github('{"a":2}'))).status).toBe(202);
  expect(await eventsOf(source)).toHaveLength(2);
  expect((await look(source)).last_received_at).not.toBeNull();
}, 30_000);

test.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('several hubs on one %s know each other’s sources, secrets and what came', async () => {
  const database = await startPostgres();
  const [one, two] = [await begin({ databaseUrl: database.url }), await begin({ databaseUrl: database.url })] as const;
  const { declare, update } = administrator(() => ({ url: one.url, key: one.firstKey! }));
  const source = await declare();
  const there = `${two.url}/hooks/${source.id}`;
  const eventually = async (sending: () => Sending, status: number): Promise<void> => {
    for (const began = Date.now(); (await send(there, sending())).status !== status && Date.now() - began < 5000;) await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect((await send(there, sending())).status).toBe(status);
  };
  await eventually(() => github('{"a":1}'), 202);
  const odd = github('{"a":"\\u0000\\ud800"}');
  expect((await send(source.url, odd)).status).toBe(202);
  expect((await send(there, odd)).status).toBe(200);
  await update(source, { secret: 'the next secret', secret_grace: 0 });
  await eventually(() => github('{"a":1}', { secret: 'the next secret' }), 202);
  expect((await send(there, github('{"a":1}'))).status).toBe(401);
  await update(source, { enabled: false });
  await eventually(() => github('{"a":1}', { secret: 'the next secret' }), 404);
  await Promise.all(running.splice(0).map((hub) => hub.stop()));
  await database.stop();
}, 60_000);
