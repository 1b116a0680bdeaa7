import { expect, test } from 'vitest';
import { createPatience } from './patience.ts';

/** Which of the next times it is tried. */
const tries = ({ wanted, failed }: ReturnType<typeof createPatience>, times: number): number[] => Array.from({ length: times }, (_, n) => n).filter(() => {
  const tried = wanted();
  if (tried) failed();
  return tried;
});

test('what was in vain is tried more and more rarely, and not less often than every 257th time', () => {
  const patience = createPatience();
  expect(tries(patience, 40)).toEqual([0, 2, 6, 14, 30]);
  const later = tries(patience, 3000);
  expect(later.at(-1)! - later.at(-2)!).toBe(257);
});

test('what paid is tried each time', () => {
  const patience = createPatience();
  tries(patience, 1000);
  while (!patience.wanted());
  patience.paid();
  expect(tries(patience, 3)).toEqual([0, 2]);
});
