import { expect, test } from 'vitest';
import { createCallTally } from './call-tally.ts';

test('a tally hands over each sum once', () => {
  const tally = createCallTally();
  tally.count('project_get', 'rest', 'done');
  tally.count('project_get', 'rest', 'done');
  tally.count('project_get', 'rest', 'resource.not_found');
  tally.count('whoami', 'graphql', 'done');
  expect([...tally.take()]).toEqual([
    { action: 'project_get', via: 'rest', outcome: 'done', calls: 2 },
    { action: 'project_get', via: 'rest', outcome: 'resource.not_found', calls: 1 },
    { action: 'whoami', via: 'graphql', outcome: 'done', calls: 1 },
  ]);
  expect([...tally.take()]).toEqual([]);
});
