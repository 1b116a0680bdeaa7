// What an endpoint takes a second holds for all hubs on a store together.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHub } from '@patchbay/hub';
import { expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { startSink } from '../doubles/sink.ts';
import { around, caller, CONFIG } from './event-hub.ts';

test.each(findPostgres() === undefined ? [] : ['PostgreSQL'])('two hubs on %s send an endpoint no more a second than it takes, and all of it', async () => {
  await using stack = new AsyncDisposableStack();
  const database = await startPostgres();
  stack.defer(() => database.stop());
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-paced-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const sink = await startSink();
  stack.defer(() => sink.stop());
  const options = { ...CONFIG, listen: { port: 0 }, observe: { level: 'silent' as const }, keeping: { databaseUrl: database.url, dataDir } };
  const first = await startHub(options);
  stack.defer(() => first.stop());
  const second = await startHub(options);
  stack.defer(() => second.stop());
  const [one, other] = [first, second].map(({ url }) => around(caller(url, first.firstKey!), sink)) as [ReturnType<typeof around>, ReturnType<typeof around>];
  await one.declare({ rate_limit: 20 });
  const began = performance.now();
  await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? one : other).publish()));
  const received = await sink.until(100, AbortSignal.timeout(30_000));
  expect(performance.now() - began).toBeGreaterThan(3_900); // a second's worth at once, and 80 more at 20 a second
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(100);
}, 60_000);
