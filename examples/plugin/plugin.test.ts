import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness } from '@patchbay/sdk/testing';
import { plugin } from './plugin.ts';

const config = { people: ['Ada', 'Grace', 'Edsger'] };

test('people take turns, week by week', async () => {
  const harness = createHarness(plugin, { config });
  assert.deepEqual(await harness.query('who', { day: '2026-01-11' }), { person: 'Ada', from: '2026-01-05', swapped: false });
  assert.deepEqual(await harness.query('who', { day: '2026-01-12' }), { person: 'Grace', from: '2026-01-12', swapped: false });
  await assert.rejects(harness.query('who', { day: '2025-12-31' }), /before the first week/);
});

test('somebody stands in for a week, and everybody hears of it', async () => {
  const harness = createHarness(plugin, { config });
  await harness.action('swap', { day: '2026-01-07', person: 'Edsger' });
  assert.deepEqual(await harness.query('who', { day: '2026-01-05' }), { person: 'Edsger', from: '2026-01-05', swapped: true });
  assert.deepEqual(harness.emitted.map(({ type, data }) => [type, data['instead_of']]), [['rota.swapped', 'Ada']]);
  await assert.rejects(harness.action('swap', { day: '2026-01-07', person: 'Mallory' }), /takes no turns/);
});
