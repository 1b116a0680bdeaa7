import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startTestHub } from './hub.ts';
import { findPostgres } from './postgres.ts';

test.each(['sqlite', ...(findPostgres() === undefined ? [] : ['postgres' as const])] as const)('a test hub on %s answers with its key on a port of its own, and leaves nothing behind', async (store) => {
  const hub = await startTestHub({ store });
  const reply = await fetch(`${hub.url}/v1/projects`, { headers: { authorization: `Bearer ${hub.key}` } });
  expect([reply.status, await reply.json()]).toMatchObject([200, { items: [] }]);
  expect(new URL(hub.url)).toMatchObject({ hostname: '127.0.0.1' });
  await hub.stop();
  await expect(fetch(hub.url)).rejects.toThrow();
  expect(existsSync(hub.dataDir)).toBe(false);
}, 60_000);

test('two test hubs stand side by side', async () => {
  const [one, other] = await Promise.all([startTestHub({ store: 'sqlite' }), startTestHub({ store: 'sqlite' })]);
  expect(one.url).not.toBe(other.url);
  await Promise.all([one.stop(), other.stop()]);
});
