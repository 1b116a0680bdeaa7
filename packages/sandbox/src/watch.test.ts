import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { watchOver } from './watch.ts';

const CALL = 7;

test('a thread that is over its time and has used it up hangs', async () => {
  const stuck = watchOver({ cpuUsage: async () => ({ user: 90_000, system: 20_000 }) }, cells(() => CALL));
  expect(stuck(50)).toBe(0); // it is asked
  await turn();
  expect(stuck(50)).toBe(CALL);
});

test('a thread that a busy machine does not let run does not hang, until it has used up its time', async () => {
  let user = 30_000;
  const stuck = watchOver({ cpuUsage: async () => ({ user, system: 0 }) }, cells(() => CALL));
  for (let look = 0; look < 5; look++) {
    expect(stuck(50)).toBe(0);
    await turn();
  }
  user = 110_000;
  stuck(50);
  await turn();
  expect(stuck(50)).toBe(CALL);
});

test('a call that has ended meanwhile is not blamed, nor is the one after it', async () => {
  let running = CALL;
  const stuck = watchOver({ cpuUsage: async () => ({ user: 500_000, system: 0 }) }, cells(() => running));
  stuck(50);
  running = 0;
  expect(stuck(50)).toBe(0);
  await turn();
  running = CALL + 1;
  expect(stuck(50)).toBe(0);
});

test.each([
  ['does not even tell its time', () => new Promise<never>(() => { /* never */ })],
  ['never gets to use it up', async () => ({ user: 0, system: 0 })],
])('a thread that %s is not waited for for ever', async (_, cpuUsage) => {
  const stuck = watchOver({ cpuUsage }, cells(() => CALL));
  const looks: number[] = [];
  for (let look = 0; look < 50; look++) {
    looks.push(stuck(50));
    await turn();
  }
  expect([looks[0], looks[39], looks[40]]).toEqual([0, 0, CALL]);
});

/** Of a call that may take 100 ms of CPU time. */
const cells = (stuck: () => number) => ({ stuck, due: () => 100 });
