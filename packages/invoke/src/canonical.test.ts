import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';

test('is one text for fields in any order, without those that are undefined', () => {
  expect(canonical({ b: 1, a: { d: undefined, c: [{ y: null, x: true }, undefined] }, 10: 'ten', 9: -0 })).toBe('{"10":"ten","9":0,"a":{"c":[{"x":true,"y":null},null]},"b":1}');
  expect([canonical({}), canonical([]), canonical(undefined), canonical({ a: undefined })]).toEqual(['{}', '[]', 'null', '{}']);
});

test.each(['plain', 'é 😀 \u2028', '"', '\\', '\n', '\u0000', '\u001f', '\u007f', '\ud800', 'a\udfffb', `${'x'.repeat(900)}"`, 'x'.repeat(900)])('quotes text %j as JSON does, also as a name', (text) => {
  expect(canonical(text)).toBe(JSON.stringify(text));
  expect(canonical({ [text]: [text] })).toBe(JSON.stringify({ [text]: [text] }));
});
