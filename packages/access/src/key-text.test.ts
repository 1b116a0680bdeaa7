import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isKey, KEY_LENGTH, makeKey, visiblePrefix } from './key-text.ts';

test('a key is pb_, 43 characters of chance and a checksum', () => {
  const key = makeKey(randomBytes);
  expect(key).toMatch(/^pb_[0-9A-Za-z]{49}$/);
  expect(key).toHaveLength(KEY_LENGTH);
  expect(isKey(key)).toBe(true);
  expect(visiblePrefix(key)).toBe(key.slice(0, 10));
});

test('the extremes of chance still give a key of full length', () => {
  for (const fill of [0, 255]) {
    const key = makeKey((bytes) => new Uint8Array(bytes).fill(fill));
    expect(key).toHaveLength(KEY_LENGTH);
    expect(isKey(key)).toBe(true);
  }
});

test('one wrong, missing or swapped character is noticed without a look-up', () => {
  const key = makeKey((bytes) => new Uint8Array(bytes).map((_, i) => i * 7 + 3));
  for (let at = 3; at < key.length; at++) {
    const other = key[at] === 'x' ? 'y' : 'x';
    expect(isKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    expect(isKey(key.slice(0, at) + key.slice(at + 1))).toBe(false);
    if (key[at] !== key[at + 1] && at + 1 < key.length) expect(isKey(key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2))).toBe(false);
  }
});
