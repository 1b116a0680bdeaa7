import { expect, test } from 'vitest';
import { excerpt } from './reply.ts';

const of = (body: Uint8Array | string, most?: number, truncated = false) => excerpt({ body: Buffer.from(body as string), truncated }, most);

test('text is shown as text, and its beginning when it is long', () => {
  expect(of('{"ok":true}')).toEqual({ text: '{"ok":true}', encoding: 'utf8', truncated: false });
  expect(of('abcdef', 3)).toEqual({ text: 'abc', encoding: 'utf8', truncated: true });
  expect(of('abc', 10, true)).toEqual({ text: 'abc', encoding: 'utf8', truncated: true });
  expect(of('')).toEqual({ text: '', encoding: 'utf8', truncated: false });
});

test('a character that was cut through is left out', () => {
  expect([1, 2, 3, 4, 5].map((most) => of('aü€', most).text)).toEqual(['a', 'a', 'aü', 'aü', 'aü']);
  expect([1, 2, 3, 4].map((most) => of('😀!', most).text)).toEqual(['', '', '', '😀']);
});

test('what is no text, and what a text column can’t hold, is shown as base64', () => {
  expect(of(Buffer.from([0xff, 0xfe, 1]))).toEqual({ text: '//4B', encoding: 'base64', truncated: false });
  expect(of('a\0b').encoding).toBe('base64');
  expect(of(Buffer.from([0x61, 0xe2, 0x82]))).toMatchObject({ encoding: 'base64', truncated: false });
});
