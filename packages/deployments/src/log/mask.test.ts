import { expect, test } from 'vitest';
import { createMask, maskLines } from './mask.ts';

test('values that the hub knows go, in every form they are written in, the longest first', () => {
  const mask = createMask(['hunter2 & more', 'hunter2', 'line one\nline two', 'abc']);
  expect(mask('it is hunter2 & more')).toBe('it is ***');
  expect(mask('https://x/?p=hunter2%20%26%20more')).toBe('https://x/?p=***');
  expect(mask(`base64 ${Buffer.from('hunter2 & more').toString('base64')}`)).toBe('base64 ***');
  expect(mask('line two')).toBe('***');
  expect(mask('alphabet abc')).toBe('alphabet abc'); // three letters are no secret
});

test.each([
  `key pb_${'a'.repeat(49)}`, `ghp_${'A1'.repeat(18)}`, `github_pat_${'a'.repeat(30)}`, `glpat-${'x'.repeat(20)}`, 'AKIAIOSFODNN7EXAMPLE', 'xoxb-123456789012-abcdef', `sk_live_${'a'.repeat(24)}`, `npm_${'a'.repeat(36)}`,
  'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzaG9wIn0.c2lnbmF0dXJl', 'Authorization: Bearer abcdefgh12345678', 'postgres://user:s3cr3t-pass@db.example.com/shop', 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENG', '"client_secret": "abcdef123456"', 'password: correct-horse',
])('what looks like a credential goes: %s', (line) => {
  const masked = createMask([])(line);
  expect(masked).toContain('***');
  expect(masked.length).toBeLessThan(line.length);
});

test('plain lines stay as they are', () => {
  for (const line of ['deployment.apps/shop configured', 'https://example.com:8443/path?x=1', 'sha256:3f0c1d9e5b7a2468ace013579bdf02468ace1357', 'password field is empty', 'user@example.com']) expect(createMask([])(line)).toBe(line);
});

test('a private key goes as a whole', () => {
  expect(maskLines(['before', '-----BEGIN RSA PRIVATE KEY-----', 'MIIE', '', '-----END RSA PRIVATE KEY-----', 'after'], (line) => line)).toEqual(['before', '***', '***', '***', '***', 'after']);
});

test('long lines of nonsense are masked in no time', () => {
  for (const line of ['a'.repeat(8192), ':'.repeat(8192), 'eyJ'.repeat(2700), '://'.repeat(2700), 'authorization: '.repeat(500), ' '.repeat(8192)]) expect(createMask(['secret-value'])(line).length).toBeLessThanOrEqual(line.length); // a runaway pattern would run into the time limit of the test
});
