import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Share, sharedAllowance } from './allowance.ts';

beforeEach(() => { vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }); });
afterEach(() => { vi.useRealTimers(); });

function open(rate: number | undefined, waiting = 100) {
  const asked: number[] = [];
  const answers: (Share | Error)[] = [];
  const state = { filled: 0, waiting };
  const allowance = sharedAllowance(Date.now, async (_, wanted) => {
    await Promise.resolve();
    asked.push(wanted());
    const answer = answers.shift() ?? { granted: 0, waitMs: 1000 };
    if (answer instanceof Error) throw answer;
    return answer;
  }, { filled: () => { state.filled++; }, waiting: () => state.waiting }, { rate });
  return { allowance, asked, answers, state };
}

const passes = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('without a rate everything may go, and nobody is asked', () => {
  const { allowance, asked } = open(undefined);
  expect([allowance.take(), asked]).toEqual([true, []]);
});

test('what is got is used up, and then asked for once more, a part of a second’s at a time', async () => {
  const { allowance, asked, answers, state } = open(8);
  answers.push({ granted: 2, waitMs: 0 }, { granted: 1, waitMs: 0 });
  expect([allowance.take(), allowance.take()]).toEqual([false, false]);
  await passes(0);
  expect([asked, state.filled]).toEqual([[2], 1]);
  expect([allowance.take(), allowance.take(), allowance.take()]).toEqual([true, true, false]);
  state.waiting = 1;
  await passes(0);
  expect([asked, state.filled]).toEqual([[2, 1], 2]);
});

test('what was not used within a second is given up', async () => {
  const { allowance, answers } = open(8);
  answers.push({ granted: 2, waitMs: 0 });
  allowance.take();
  await passes(0);
  expect(allowance.take()).toBe(true);
  await passes(1000);
  expect(allowance.take()).toBe(false);
});

test('who gets nothing, or no answer, asks again when it is time, and not before', async () => {
  const { allowance, asked, answers, state } = open(8);
  answers.push({ granted: 0, waitMs: 300 }, new Error('the store is away'));
  allowance.take();
  await passes(299);
  expect([allowance.take(), asked.length, state.filled]).toEqual([false, 1, 0]);
  await passes(1);
  expect([state.filled, allowance.take()]).toEqual([1, false]);
  await passes(199);
  expect([asked.length, state.filled]).toEqual([2, 1]);
  await passes(1);
  expect(state.filled).toBe(2);
});
