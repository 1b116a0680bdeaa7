import { expect, test } from 'vitest';
import type { EngineInstance } from '../engine.ts';
import { createIdleInstances } from './idle-instances.ts';

const instance = (): EngineInstance => ({ start: () => ({ kind: 'fault' }), settle: () => ({ kind: 'fault' }), release: () => { /* stays */ } });

test('an instance that waits is taken by the next call of its own program only', () => {
  const idle = createIdleInstances(2 ** 30);
  const [a, b, kept] = [idle.line(), idle.line(), instance()];
  a.put(kept, 0);
  expect(b.take()).toBeUndefined();
  expect(a.take()).toBe(kept);
  expect(a.take()).toBeUndefined();
});

test('when all take more than they may, the one that was idle longest goes', () => {
  const idle = createIdleInstances(1_500_000); // three engines, and not four
  const lines = [1, 2, 3, 4].map(() => idle.line());
  for (const line of lines) line.put(instance(), 0);
  expect(lines.map((line) => line.take() !== undefined)).toEqual([false, true, true, true]);
});

test('large programs keep fewer instances waiting', () => {
  const idle = createIdleInstances(10_000_000);
  const lines = [1, 2, 3].map(() => idle.line());
  for (const line of lines) line.put(instance(), 6_000_000);
  expect(lines.map((line) => line.take() !== undefined)).toEqual([false, false, true]);
});
