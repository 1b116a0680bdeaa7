import { expect, test } from 'vitest';
import { createSettling } from './settling.ts';

test('a subject settles for a while after each change, and then it is quiet again', () => {
  const clock = { at: 0 };
  const settling = createSettling(() => clock.at, 100);
  expect(settling.quiet).toBe(true);
  settling.mark('key_a');
  clock.at = 60;
  settling.mark('key_b');
  settling.mark('key_a');
  expect([settling.quiet, settling.has('key_a'), settling.has('key_b'), settling.has('key_c')]).toEqual([false, true, true, false]);
  clock.at = 159;
  expect(settling.has('key_a')).toBe(true);
  clock.at = 160;
  expect([settling.quiet, settling.has('key_a'), settling.has('key_b')]).toEqual([true, false, false]);
});
