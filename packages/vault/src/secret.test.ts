import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const VALUE = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('a secret shows dots wherever it is printed', () => {
  const secret = new Secret(VALUE);
  const ways = [`${secret}`, String(secret), secret + '', JSON.stringify({ secret }), inspect(secret), inspect({ deep: { secret } }, { depth: 5, showHidden: true }), JSON.stringify(structuredClone({ ...secret })), Object.values(secret).join()];
  for (const shown of ways) expect(shown).not.toContain('MfKQ');
  expect(ways[0]).toBe('•••');
  expect(ways[3]).toBe('{"secret":"•••"}');
});

test('a secret gives its value when asked by name, as text and as bytes', () => {
  expect(new Secret(VALUE).reveal()).toBe(VALUE);
  expect(Buffer.from(new Secret('ä').bytes())).toEqual(Buffer.from('ä', 'utf8'));
  expect(new Secret(new Uint8Array([0, 255, 1])).bytes()).toEqual(new Uint8Array([0, 255, 1]));
});

test('a secret keeps its own copy of bytes', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const secret = new Secret(bytes);
  bytes.fill(0);
  secret.bytes().fill(0);
  expect(secret.bytes()).toEqual(new Uint8Array([1, 2, 3]));
});

test('secrets are equal by value, whatever form they were given in', () => {
  expect(new Secret('abc').equals('abc')).toBe(true);
  expect(new Secret('abc').equals(new Secret(Buffer.from('abc')))).toBe(true);
  expect(new Secret('abc').equals('abd')).toBe(false);
  expect(new Secret('abc').equals('abcd')).toBe(false);
});
