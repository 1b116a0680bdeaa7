import { expect, it } from 'vitest';
import { createLru } from './lru.ts';

it('keeps what is used, and forgets what is not', () => {
  const lru = createLru<number>(2);
  lru.set('a', 1);
  lru.set('b', 2);
  expect(lru.get('a')).toBe(1);
  lru.set('c', 3);
  expect([lru.get('a'), lru.get('b'), lru.get('c'), lru.size()]).toEqual([1, undefined, 3, 2]);
  lru.set('d', 4);
  expect([lru.get('d'), lru.size()]).toEqual([4, 2]);
});
