import { hubResources } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { isSame, isToldByItself } from './by-itself.ts';

const endpoint = { id: 'ep_1', version: 1, updated_at: '2030-01-01T00:00:00.000Z', name: 'billing', enabled: true, failing_since: null };
const noted = { ...endpoint, version: 2, updated_at: '2030-01-01T00:01:00.000Z', failing_since: '2030-01-01T00:00:00.000Z' };

test('what the hub found out about something that was declared is no change of it', () => {
  expect(isSame('pipelines', { id: 'pl_1', version: 1, last_state: 'requested' }, { id: 'pl_1', version: 1, last_state: 'running' })).toBe(true);
  expect(isSame('endpoints', endpoint, noted), 'it is written into the document').toBe(true);
});

test('anything else is a change, also beside what was found out', () => {
  expect(isSame('pipelines', { id: 'pl_1', version: 1 }, { id: 'pl_1', version: 2 })).toBe(false);
  expect(isSame('endpoints', endpoint, { ...endpoint, version: 2 })).toBe(false);
  expect(isSame('endpoints', endpoint, { ...endpoint, enabled: false })).toBe(false);
  expect(isSame('endpoints', endpoint, { ...noted, name: 'other' })).toBe(false);
  expect(isSame('projects', { id: 'prj_1' }, { id: 'prj_1', last_state: 'running' })).toBe(false);
});

test('events of what somebody created, changed or deleted are never told by itself', () => {
  for (const type of [...hubResources.filter(({ kind }) => kind !== 'record').flatMap(({ name }) => ['created', 'updated', 'deleted'].map((became) => `${name}.${became}`)), 'house.furnished']) expect(isToldByItself({ type }), type).toBe(false);
  for (const type of ['message.attempt.exhausted', 'run.running', 'environment.torn_down', 'rule.failed', 'sink.recovered']) expect(isToldByItself({ type }), type).toBe(true);
  expect(isToldByItself({ type: 'house.furnished', causes: ['rule_1'] }), 'a rule told it').toBe(true);
});
