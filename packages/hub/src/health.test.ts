import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { createHealth } from './health.ts';

test('why a hub is not ready is told to its log, once each time, and not to who probes', async () => {
  let away = true;
  const reported: unknown[] = [];
  const ping = async (): Promise<void> => { if (away) throw new Failure('storage.unavailable', 'connect ECONNREFUSED 10.0.0.5:5432'); };
  const health = createHealth({ ping }, (error) => { reported.push(error); });
  const first = await health();
  expect([first.ready, (await health()).ready, reported.length]).toEqual([false, false, 1]);
  expect(JSON.stringify(first)).not.toContain('10.0.0.5');
  away = false;
  expect(await health()).toEqual({ ready: true, checks: { store: { ok: true } } });
  away = true;
  await health();
  expect(reported).toHaveLength(2);
});
