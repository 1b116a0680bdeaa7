import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

test('health says when nobody has the e-mail in whose name incidents are changed', async () => {
  const told = (from: string) => createHarness(plugin, { config: { from }, answer: () => ({ body: { users: [{ email: 'bot@example.com' }, { email: 'robot@example.com' }] } }) }).health();
  expect(await told('Bot@example.com')).toEqual({ state: 'ok' });
  expect(await told('ot@example.com')).toMatchObject({ state: 'degraded', reason: expect.stringContaining('ot@example.com') });
});
