import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBudget } from './budget.ts';

const lane = (fed: string[] = [], name = '') => ({ feed: () => { fed.push(name); } });

test('gives out no more than there is, and feeds who waited longest when one comes back', () => {
  const fed: string[] = [];
  const budget = createBudget(2);
  expect([budget.claim(lane()), budget.claim(lane()), budget.claim(lane(fed, 'a')), budget.claim(lane(fed, 'b'))]).toEqual([true, true, false, false]);
  budget.release();
  expect([fed[0], budget.open]).toEqual(['a', 1]);
});

test('the connection that has been idle longest makes room', () => {
  const budget = createBudget(2);
  const dropped: string[] = [];
  const connection = (name: string) => { const each = { drop: () => { dropped.push(name); budget.busy(each); budget.release(); } }; return each; };
  for (const name of ['old', 'new']) {
    budget.claim(lane());
    budget.idle(connection(name));
  }
  expect(budget.claim(lane())).toBe(true);
  expect([dropped, budget.open, budget.idling]).toEqual([['old'], 2, 1]);
});

test('only so many begin in one turn, and the others in the next ones', async () => {
  const fed: string[] = [];
  const budget = createBudget(1_000);
  expect(Array.from({ length: 20 }, () => budget.claim(lane())).filter(Boolean).length).toBe(16);
  expect(budget.claim(lane(fed, 'later'))).toBe(false);
  await turn();
  expect(fed).toEqual(['later']);
});

test('while all are in use, one that becomes idle goes to who waits', () => {
  const budget = createBudget(1);
  budget.claim(lane());
  const fed: string[] = [];
  budget.claim(lane(fed, 'waiting'));
  expect(budget.pressed).toBe(true);
  budget.idle({ drop: () => budget.release() });
  expect(fed).toEqual(['waiting']);
});
