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
  }], (error, about) => reported.push([String(error), about]), new AbortController().signal);
  await expect.poll(() => runs).toBeGreaterThan(2);
  await stop();
  const after = runs;
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  expect([most, running, runs, reported]).toEqual([1, 0, after, [['Error: once', { chore: 'sweep' }]]]);
});

test('a chore hears that the hub stops, and what becomes of it then is no fault', async () => {
  const reported: unknown[] = [];
  const begun = Promise.withResolvers<void>();
  const stop = startChores([{ name: 'look', everyMs: 1, work: (stopping) => new Promise((_, reject) => {
    stopping.addEventListener('abort', () => { reject(stopping.reason as Error); }, { once: true });
    begun.resolve();
  }) }], (error) => reported.push(error), new AbortController().signal);
  await begun.promise;
  await stop();
  expect(reported).toEqual([]);
});
