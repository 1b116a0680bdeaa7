import { expect, test } from 'vitest';
import { createFakeClock } from './fake-clock.ts';

test('timers run in the order of their due times, each at its own instant', async () => {
  const clock = createFakeClock(1000);
  const seen: [string, number][] = [];
  const note = (name: string) => () => { seen.push([name, clock.now()]); };
  clock.after(20, note('later'));
  clock.after(10, note('sooner'));
  clock.after(10, note('sooner, set second'));
  await clock.advance(30);
  expect(seen).toEqual([['sooner', 1010], ['sooner, set second', 1010], ['later', 1020]]);
  expect(clock.now()).toBe(1030);
});

test('a timer that sets another one is followed through within one advance', async () => {
  const clock = createFakeClock(0);
  const beats: number[] = [];
  const beat = (): void => { beats.push(clock.now()); clock.after(10, beat); };
  clock.after(10, beat);
  await clock.advance(35);
  expect(beats).toEqual([10, 20, 30]);
  expect(clock.waiting()).toBe(1);
});

test('a sleeper wakes when its time has come, and not before', async () => {
  const clock = createFakeClock(0);
  let awake = false;
  const sleeping = clock.sleep(50).then(() => { awake = true; });
  await clock.advance(49);
  expect(awake).toBe(false);
  await clock.advance(1);
  await sleeping;
  expect(awake).toBe(true);
});

test('a cancelled sleeper is told why and leaves no timer behind', async () => {
  const clock = createFakeClock(0);
  const control = new AbortController();
  const sleeping = clock.sleep(50, control.signal);
  control.abort(new Error('stopped'));
  await expect(sleeping).rejects.toThrow('stopped');
  expect(clock.waiting()).toBe(0);
});
