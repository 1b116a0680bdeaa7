import { expect, test } from 'vitest';
import { numberOption } from './number-option.ts';

test('a number is taken, and what is none or out of bounds is refused with what was expected', () => {
  expect([numberOption('resync', '600', [1, 604_800]), numberOption('resync', '1e+06', [1, 1_000_000])]).toEqual([600, 1_000_000]);
  for (const text of ['10m', '', ' ', '0', '-1', 'NaN', 'Infinity', '3000000']) expect(() => numberOption('resync', text, [1, 604_800])).toThrow(`Expected --resync to be a number from 1 to 604800, but it is "${text}"`);
});
