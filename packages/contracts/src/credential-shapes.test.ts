import { describe, expect, it } from 'vitest';
import { holdsSecret, masked, maskedIn } from './credential-shapes.ts';

const secrets = [
  `pb_${'a1'.repeat(25)}`, '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\nnever ends', 'AKIAABCDEFGHIJKLMNOP', `ghp_${'x'.repeat(36)}`, `glpat-${'x'.repeat(20)}`,
  `xoxb-${'1'.repeat(12)}`, `sk_live_${'x'.repeat(24)}`, `sk-ant-${'x'.repeat(40)}`, `AIza${'x'.repeat(35)}`, `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(12)}`,
];

describe('a credential in a text', () => {
  it.each(secrets)('%s is seen and hidden', (secret) => {
    expect([holdsSecret(`use ${secret} please`), masked(`use ${secret}`)]).toEqual([true, 'use •••']);
  });

  it.each(['the sky is blue', 'sk_', 'ghp_short', 'eyJ is how tokens begin', 'pb_', 'AKIA'])('%s is none', (text) => {
    expect([holdsSecret(text), masked(text)]).toEqual([false, text]);
  });

  it('is hidden however deep it is, and what holds none stays the same', () => {
    const plain = { a: [{ b: 'nothing' }] };
    expect(maskedIn(plain)).toBe(plain);
    expect(maskedIn({ a: [{ b: 'AKIAABCDEFGHIJKLMNOP', c: 7 }] })).toEqual({ a: [{ b: '•••', c: 7 }] });
  });
});
