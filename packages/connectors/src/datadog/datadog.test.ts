import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

test('each of the two keys is tried', async () => {
  const told = (monitors: number) => createHarness(plugin, { answer: ({ url }) => (url.endsWith('/validate') ? { body: { valid: true } } : { status: monitors, body: monitors === 403 ? { errors: ['Forbidden'] } : [] }) }).health();
  expect(await told(200)).toEqual({ state: 'ok' });
  expect(await told(403)).toMatchObject({ state: 'degraded', reason: expect.stringContaining('app_key') });
});
