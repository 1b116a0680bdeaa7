import { expect, it } from 'vitest';
import { createAnswers, MOST_KEPT } from './answers.ts';

it('answers stay for their time', () => {
  let now = 0;
  const answers = createAnswers(() => now);
  answers.keep('list', { page: 1 }, ['a'], 1000);
  expect(answers.get('list', { page: 1 })).toEqual(['a']);
  expect(answers.get('list', { page: 2 })).toBeUndefined();
  expect(answers.get('other', { page: 1 })).toBeUndefined();
  now = 1000;
  expect(answers.get('list', { page: 1 })).toBeUndefined();
});

it('all answers of an installation together are bounded: the oldest make room, and one that is too long is not kept', () => {
  const answers = createAnswers(() => 0);
  const long = 'x'.repeat(MOST_KEPT / 8);
  for (let n = 0; n < 50; n++) answers.keep('list', n, long, 1000);
  expect(Array.from({ length: 50 }, (_, n) => answers.get('list', n)).filter((each) => each !== undefined)).toHaveLength(7);
  expect(answers.get('list', 49)).toBe(long);
  answers.keep('list', 'all', 'x'.repeat(MOST_KEPT), 1000);
  expect(answers.get('list', 'all')).toBeUndefined();
  expect(answers.get('list', 49)).toBe(long);
});
