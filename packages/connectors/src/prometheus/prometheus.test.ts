import { createHarness } from '@patchbay/sdk/testing';
import { expect, test } from 'vitest';
import { plugin } from './plugin.ts';

const answering = (body: unknown) => createHarness(plugin, { config: { base_url: 'https://prometheus.example.com', org_id: 'team-a' }, secrets: [], answer: () => ({ body }) });

test('a number is one value without labels, and a matrix its last values', async () => {
  expect(await answering({ status: 'success', data: { resultType: 'scalar', result: [1.5, '3'] } }).query('query', { query: '3' })).toEqual({ kind: 'scalar', items: [{ labels: {}, at: 1.5, value: '3' }], warnings: [] });
  expect(await answering({ status: 'success', warnings: ['partial'], data: { resultType: 'matrix', result: [{ metric: { job: 'a' }, values: [[1, '1'], [2, '+Inf']] }] } }).query('query', { query: 'up[5m]' })).toEqual({ kind: 'matrix', items: [{ labels: { job: 'a' }, at: 2, value: '+Inf' }], warnings: ['partial'] });
});

test('a span ends after it starts', async () => {
  await expect(answering({}).query('query_range', { query: 'up', minutes: 60, start: '2026-11-20T10:00:00Z', end: '2026-11-20T09:00:00Z', step_seconds: 60 })).rejects.toMatchObject({ code: 'invalid' });
});

test('an error inside a 200 is an error, and the tenant goes along', async () => {
  const harness = answering({ status: 'error', errorType: 'execution', error: 'too many samples' });
  await expect(harness.query('query', { query: 'up' })).rejects.toMatchObject({ code: 'invalid', message: 'Prometheus refused: too many samples' });
  expect(harness.requests[0]).toMatchObject({ auth: false, headers: { 'x-scope-orgid': 'team-a' } });
});
