import { expect, test } from 'vitest';
import { startChores } from './chores.ts';

test('a chore comes back after a failure, never runs twice at once, and is over when it was stopped', async () => {
  let running = 0;
  let most = 0;
  let runs = 0;
  const reported: unknown[] = [];
  const stop = startChores([{
    name: 'sweep', everyMs: 2, work: async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => { setTimeout(resolve, 5); });
      running--;
      if (++runs === 1) throw new Error('once');
    },
  }], (error, about) => reported.push([String(error), about]));
  await expect.poll(() => runs).toBeGreaterThan(2);
  await stop();
  const after = runs;
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  expect([most, running, runs, reported]).toEqual([1, 0, after, [['Error: once', { chore: 'sweep' }]]]);
});
