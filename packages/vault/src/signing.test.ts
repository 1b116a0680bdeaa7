import { createHmac, createPublicKey, verify as nodeVerify } from 'node:crypto';
import { expect, test } from 'vitest';
import { constantTimeEqual, digest } from './digest.ts';
import { generateSigningKey, sign, verify } from './ed25519.ts';
import { hmac } from './hmac.ts';
import { createLru } from './lru.ts';
import { randomToken } from './random-token.ts';
import { Secret } from './secret.ts';

test('HMAC gives the published answers of RFC 4231', () => {
  expect(hmac('sha256', Buffer.alloc(20, 0x0b), 'Hi There').toString('hex')).toBe('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7');
  expect(hmac('sha256', 'Jefe', 'what do ya want for nothing?').toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  expect(hmac('sha512', new Secret('Jefe'), 'what do ya want for nothing?').toString('hex')).toBe('164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737');
});

test('the same secret signs the same as text, as bytes and wrapped, also after thousands of other secrets', () => {
  const expected = createHmac('sha1', 'ключ').update('body').digest('hex');
  for (const secret of ['ключ', Buffer.from('ключ'), new Secret('ключ'), new Secret(Buffer.from('ключ'))]) expect(hmac('sha1', secret, 'body').toString('hex')).toBe(expected);
  for (let at = 0; at < 5000; at++) hmac('sha1', `secret ${at}`, 'body');
  expect(hmac('sha1', 'ключ', 'body').toString('hex')).toBe(expected);
});

test('Ed25519 gives the published answer of RFC 8032', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const { publicKey, privateKey } = generateSigningKey(() => seed);
  expect(Buffer.from(publicKey, 'base64').toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  expect(sign(privateKey, '').toString('hex')).toBe('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b');
});

test('a signature counts for its key and its data only', () => {
  const [one, two] = [generateSigningKey(), generateSigningKey()];
  const signature = sign(one.privateKey, 'the package');
  expect(verify(one.publicKey, 'the package', signature)).toBe(true);
  expect(verify(one.publicKey, 'the Package', signature)).toBe(false);
  expect(verify(two.publicKey, 'the package', signature)).toBe(false);
  expect(verify(one.publicKey, 'the package', signature.subarray(1))).toBe(false);
  expect(verify('not a key', 'the package', signature)).toBe(false);
  expect(`${one.privateKey}`).toBe('•••');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(one.publicKey, 'base64')]);
  expect(nodeVerify(null, Buffer.from('the package'), createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)).toBe(true);
});

test('a digest is SHA-256, and comparing works over any two lengths', () => {
  expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(digest(Buffer.from('abc'), 'base64url')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  expect(constantTimeEqual('abc', Buffer.from('abc'))).toBe(true);
  expect(constantTimeEqual('abc', 'abcd')).toBe(false);
});

test('a random token has letters and digits only, one length, and enough chance in it', () => {
  const tokens = new Set(Array.from({ length: 500 }, () => randomToken(32)));
  expect(tokens.size).toBe(500);
  for (const token of tokens) expect(token).toMatch(/^[0-9A-Za-z]{43}$/);
  expect(randomToken(16, () => new Uint8Array(16))).toBe('0'.repeat(22));
  expect(randomToken(16, () => new Uint8Array(16).fill(255))).toBe('7n42DGM5Tflk9n8mt7Fhc7');
  expect(() => randomToken(8)).toThrow('at least 16');
});

test('the cache drops what was used longest ago', () => {
  const cache = createLru<string, number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.get('a');
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
});
