import { describe, expect, it } from 'vitest';
import { defaultRetry, delayAfter, retryAfterOf, wait } from './retry.ts';

describe('the delay before the next try', () => {
  it('is drawn from zero to a bound that doubles up to the longest delay', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8].map((failed) => delayAfter(failed, undefined, { ...defaultRetry, attempts: 9 }, () => 1));
    expect(bounds).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
    expect(delayAfter(5, undefined, { ...defaultRetry, attempts: 9 }, () => 0)).toBe(0);
  });

  it('is never shorter than what the hub asks for, and there is none beyond the bound or after the last try', () => {
    expect(delayAfter(1, 2000, defaultRetry, () => 0.5)).toBe(2012.5);
    expect(delayAfter(1, 61_000, defaultRetry, () => 0)).toBeUndefined();
    expect(delayAfter(4, undefined, defaultRetry, () => 0)).toBeUndefined();
  });
});

it('reads Retry-After as seconds or as a date', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  expect(retryAfterOf('3', now)).toBe(3000);
  expect(retryAfterOf('Tue, 01 Jan 2030 00:00:05 GMT', now)).toBe(5000);
  expect(retryAfterOf('Mon, 31 Dec 2029 00:00:00 GMT', now)).toBe(0);
  for (const header of [null, '', 'soon']) expect(retryAfterOf(header, now)).toBeUndefined();
});

it('waits also when it is asked to wait for longer than a timer counts', async () => {
  await expect(wait(3e9, AbortSignal.timeout(50))).rejects.toThrow('timeout');
});
