/** By logs of changes, hubs on one store tell each other what to read anew. Nobody needs what is in them for longer than that; what people look at is kept as long as events. */
import { type Op, pluginAccessRecord } from '@patchbay/contracts';
import { collectionsOf } from '@patchbay/hub';
import type { Store } from '@patchbay/storage';
import { expect, test } from 'vitest';
import { startTestHub } from '../doubles/hub.ts';

const DAY_MS = 86_400_000;
const changes = collectionsOf().filter(({ kind, name }) => kind === 'log' && name.endsWith('_change')).map(({ name }) => name);
const told = (log: string, id: string, at: number): Op => ({ op: 'append', in: log, tenant: 'ten_01jd8xk3v2q4r6t8w0y2a4c6e8', id, body: {}, at });

const logs = [...changes, pluginAccessRecord.name];

test('a hub forgets what it told of changes after a day, and what plugins asked for after ninety', async () => {
  let kept: Store | undefined;
  const left: string[][] = [];
  const looking = (store: Store): Store => (kept = {
    ...store,
    async close() {
      for (const log of logs) left.push((await store.tail(log, { after: 0, limit: 10 })).map(({ id }) => id));
      await store.close();
    },
  });
  const hub = await startTestHub({ store: 'sqlite', ports: { around: looking } });
  for (const log of changes) await kept!.commit([told(log, 'old', Date.now() - 2 * DAY_MS), told(log, 'new', Date.now() - DAY_MS / 2)]);
  await kept!.commit([told(pluginAccessRecord.name, 'old', Date.now() - 91 * DAY_MS), told(pluginAccessRecord.name, 'new', Date.now() - 89 * DAY_MS)]);
  await hub.stop(); // tidies up
  expect(changes.length).toBeGreaterThan(7);
  expect(left).toEqual(logs.map(() => ['new']));
});
