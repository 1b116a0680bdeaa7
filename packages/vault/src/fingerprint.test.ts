import { expect, test } from 'vitest';
import { createFingerprint } from './fingerprint.ts';

test('a fingerprint is the same for the same text and key, and says nothing without the key', () => {
  const one = createFingerprint('a'.repeat(32));
  const other = createFingerprint('b'.repeat(32));
  expect(one('x')).toBe(one('x'));
  expect(one('x')).toMatch(/^[0-9a-f]{64}$/);
  expect([one('y'), other('x')]).not.toContain(one('x'));
  expect(() => createFingerprint('short')).toThrow('32');
});
