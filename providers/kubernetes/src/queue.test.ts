import { expect, test } from 'vitest';
// @boundaries-ignore the clock is a double
import { createFakeClock } from '../../../test/doubles/fake-clock.ts';
import { createQueue, type QueueOptions } from './queue.ts';

const options: QueueOptions = { parallel: 2, first: 100, cap: 300_000 };

function place(work: (key: string) => Promise<number | undefined>, more: Partial<QueueOptions> = {}) {
  const clock = createFakeClock();
  const queue = createQueue(work, { clock, random: () => 0 }, { ...options, ...more });
  return { clock, queue };
}

test('works on one key once at a time, and again on what changed meanwhile', async () => {
  const open: (() => void)[] = [];
  let begun = 0;
  const { clock, queue } = place(() => new Promise((resolve) => { begun++; open.push(() => resolve(undefined)); }));
  queue.add('a');
  await clock.advance(0);
  queue.add('a');
  queue.add('a');
  await clock.advance(0);
  expect(begun).toBe(1);
  open.shift()!();
  await clock.advance(0);
  expect(begun).toBe(2);
  open.shift()!();
  await clock.advance(0);
  expect([begun, queue.depth]).toEqual([2, 0]);
});

test('works on as many keys at a time as it may', async () => {
  const open: (() => void)[] = [];
  const begun: string[] = [];
  const { clock, queue } = place((key) => new Promise((resolve) => { begun.push(key); open.push(() => resolve(undefined)); }));
  for (const key of ['a', 'b', 'c']) queue.add(key);
  await clock.advance(0);
  expect(begun).toEqual(['a', 'b']);
  open.shift()!();
  await clock.advance(0);
  expect(begun).toEqual(['a', 'b', 'c']);
});

test('tries what failed later and later, up to five minutes, and starts anew after it went well', async () => {
  const at: number[] = [];
  let fails = true;
  const { clock, queue } = place(async () => {
    at.push(clock.now());
    if (fails) throw new Error('no');
    return undefined;
  });
  queue.add('a');
  await clock.advance(100 + 200 + 400);
  expect(at.slice(1).map((time, i) => time - at[i]!)).toEqual([100, 200, 400]);
  await clock.advance(3_600_000);
  expect(at.at(-1)! - at.at(-2)!).toBe(300_000);
  fails = false;
  await clock.advance(300_000);
  fails = true;
  const before = at.length;
  queue.add('a');
  await clock.advance(100);
  expect(at.length - before).toBe(2);
});

test('looks again when the work says so, at the earlier of two times, and a change does not wait for it', async () => {
  const at: number[] = [];
  const { clock, queue } = place(async () => { at.push(clock.now()); return 1000; });
  queue.add('a');
  await clock.advance(0);
  queue.addAfter('a', 5000);
  queue.addAfter('a', 300);
  await clock.advance(300);
  queue.add('a');
  await clock.advance(1000);
  expect(at.map((time) => time - at[0]!)).toEqual([0, 300, 300, 1300]);
});

test('stops what is under way and begins nothing more', async () => {
  let told: AbortSignal | undefined;
  const clock = createFakeClock();
  const queue = createQueue((_, signal) => {
    told = signal;
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }, { clock, random: () => 0 }, { ...options, parallel: 1 });
  queue.add('a');
  queue.add('b');
  await clock.advance(0);
  await queue.stop();
  queue.add('c');
  await clock.advance(600_000);
  expect([told?.aborted, queue.depth, clock.waiting()]).toEqual([true, 0, 0]);
});
