import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createCancellation } from './cancellation.ts';

test('a thousand who wait on one signal are one listener, and all hear its reason', () => {
  const stop = new AbortController();
  const cancellation = createCancellation();
  const heard: unknown[] = [];
  for (let n = 0; n < 1_000; n++) cancellation.watch(stop.signal, { cancel: (reason) => heard.push(reason) });
  expect(getEventListeners(stop.signal, 'abort').length).toBe(1);
  stop.abort('over');
  expect(heard).toEqual(Array(1_000).fill('over'));
});

test('a signal that nobody waits on any more is let go', () => {
  const stop = new AbortController();
  const cancellation = createCancellation();
  const items = [1, 2].map(() => ({ cancel: () => { throw new Error('was let go'); } }));
  for (const item of items) cancellation.watch(stop.signal, item);
  for (const item of items) cancellation.unwatch(stop.signal, item);
  expect(getEventListeners(stop.signal, 'abort').length).toBe(0);
  stop.abort();
});

test('one that is cancelled may take others with it', () => {
  const stop = new AbortController();
  const cancellation = createCancellation();
  const heard: string[] = [];
  const second = { cancel: () => { heard.push('second'); } };
  cancellation.watch(stop.signal, { cancel: () => { heard.push('first'); cancellation.unwatch(stop.signal, second); } });
  cancellation.watch(stop.signal, second);
  expect(() => stop.abort()).not.toThrow();
  expect(heard[0]).toBe('first');
});
