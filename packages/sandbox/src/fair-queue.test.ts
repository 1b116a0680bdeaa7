import { expect, test } from 'vitest';
import { createFairQueue } from './fair-queue.ts';

const queue = () => createFairQueue<string>((item) => item[0] ?? '');
const drain = (from: ReturnType<typeof queue>): string[] => Array.from({ length: from.size() }, () => from.shift() ?? '');

test('who sends much waits behind himself', () => {
  const fair = queue();
  for (const item of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2']) fair.push(item);
  expect(drain(fair)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']);
  expect(fair.shift()).toBeUndefined();
});

test('when there is no room, the longest line gives way to a shorter one, and to itself it does not', () => {
  const fair = queue();
  for (const item of ['a1', 'a2', 'a3', 'b1']) fair.push(item);
  expect(fair.giveWay('a4')).toBeUndefined();
  expect(fair.giveWay('b2')).toBe('a3');
  expect(fair.giveWay('b2')).toBeUndefined();
  expect(fair.giveWay('c1')).toBe('a2');
  expect(fair.giveWay('c1')).toBeUndefined();
  expect(drain(fair)).toEqual(['a1', 'b1']);
});

test('what was in work already goes to the front of its line, and what nobody wants any more is gone', () => {
  const fair = queue();
  for (const item of ['a2', 'a3', 'b1']) fair.push(item);
  fair.unshift('a1');
  expect(fair.remove('a2')).toBe(true);
  expect(fair.remove('a2')).toBe(false);
  expect(drain(fair)).toEqual(['a1', 'b1', 'a3']);
});
