import { expect, test } from 'vitest';
import type { LogFollower } from './follow-log.ts';
import { createLookout } from './lookout.ts';

function scene(heads: (() => Promise<number[]>)[]) {
  let [place, asked, looked] = [0, 0, 0];
  const follower: LogFollower = { log: 'change', place: () => place, look: async () => { looked++; place = 7; }, start: async () => undefined, stop: () => undefined };
  const lookout = createLookout({ store: { kind: 'postgres', heads: () => heads[Math.min(asked++, heads.length - 1)]!() } }, [follower]);
  return { lookout, counts: () => ({ asked, looked }) };
}

test('many who come together are one question, and what is new is taken before they go on', async () => {
  const { lookout, counts } = scene([async () => [7]]);
  await Promise.all(Array.from({ length: 100 }, () => lookout.caughtUp()));
  expect(counts()).toEqual({ asked: 1, looked: 1 });
  await lookout.caughtUp();
  expect(counts(), 'there was nothing new').toEqual({ asked: 2, looked: 1 });
});

test('who comes while a question is under way waits for the next one: it may have been answered before they came', async () => {
  const answers: ((heads: number[]) => void)[] = [];
  const { lookout, counts } = scene([() => new Promise((answer) => { answers.push(answer); })]);
  const done: string[] = [];
  const first = lookout.caughtUp()!.then(() => { done.push('first'); });
  while (answers.length === 0) await new Promise(setImmediate);
  const late = lookout.caughtUp()!.then(() => { done.push('late'); });
  answers[0]!([0]);
  await first;
  expect([done, counts().asked]).toEqual([['first'], 1]);
  while (answers.length === 1) await new Promise((resolve) => { setTimeout(resolve, 1); });
  answers[1]!([7]);
  await late;
  expect(counts()).toEqual({ asked: 2, looked: 1 });
});

test('a store that can’t be asked refuses those who waited, and nobody after them', async () => {
  const { lookout } = scene([() => Promise.reject(new Error('away')), async () => [0]]);
  await expect(lookout.caughtUp()).rejects.toThrow('away');
  await expect(lookout.caughtUp()).resolves.toBeUndefined();
});

test('a store that one hub has to itself is not asked', () => {
  expect(createLookout({ store: { kind: 'sqlite', heads: () => Promise.reject(new Error('asked')) } }, []).caughtUp()).toBeUndefined();
});
