import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAnnouncements } from './announcements.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function opened() {
  const told: string[] = [];
  return { told, ...createAnnouncements((logs) => { told.push([...logs].join(' ')); }, 20) };
}

test('what grows first is told at once, what grows soon after is told together', () => {
  const { told, grew } = opened();
  grew(new Set(['event']));
  expect(told).toEqual(['event']);
  grew(new Set(['event']));
  grew(new Set(['audit', 'event']));
  expect(told).toEqual(['event']);
  vi.advanceTimersByTime(20);
  expect(told).toEqual(['event', 'event audit']);
  vi.advanceTimersByTime(20);
  grew(new Set(['audit']));
  expect(told).toEqual(['event', 'event audit', 'audit']);
});

test('what was not told yet is told at the end', () => {
  const { told, grew, close } = opened();
  for (const log of ['event', 'audit', 'event']) grew(new Set([log]));
  close();
  expect(told).toEqual(['event', 'audit event']);
  expect(vi.getTimerCount()).toBe(0);
});
