import { expect, test } from 'vitest';
import { base64Of, textOf } from './base64.ts';

test('base64 is that of Node, for every length and every plane, and bytes that are no text stay base64', () => {
  for (const text of ['', 'a', 'ab', 'abc', '100 %', 'Grüße', '漢字', '🚀 up', 'x'.repeat(1000)]) {
    expect(base64Of(text), text).toBe(Buffer.from(text).toString('base64'));
    expect(textOf(base64Of(text)), text).toBe(text);
  }
  expect(textOf(Buffer.from([0xff, 0xfe, 0x41]).toString('base64'))).toBeUndefined();
  expect(textOf(Buffer.from([0x41, 0x00]).toString('base64'))).toBeUndefined();
});
