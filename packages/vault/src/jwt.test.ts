import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Secret, signJwt } from './index.ts';

const claims = { iss: '12345', iat: 1_900_000_000, exp: 1_900_000_540 };

describe('a JSON Web Token', () => {
  it('is signed with RSA and with an elliptic curve, so that the public key verifies it', () => {
    for (const [algorithm, pair] of [['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })], ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })]] as const) {
      const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
      const [head = '', body = '', signature = ''] = signJwt({ algorithm, key: new Secret(pem), claims, keyId: 'k1' }).split('.');
      expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: algorithm, typ: 'JWT', kid: 'k1' });
      expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toEqual(claims);
      const verifier = createVerify('sha256').update(`${head}.${body}`);
      expect(verifier.verify({ key: pair.publicKey, dsaEncoding: 'ieee-p1363' }, signature, 'base64url')).toBe(true);
    }
  });

  it('is signed with a shared secret as RFC 7515 does', () => {
    const key = new Secret(Buffer.from('AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow', 'base64url'));
    const [head, body, signature = ''] = signJwt({ algorithm: 'HS256', key, claims: { iss: 'joe' } }).split('.');
    expect(signature).toHaveLength(43);
    expect(signJwt({ algorithm: 'HS256', key, claims: { iss: 'joe' } })).toBe(`${head}.${body}.${signature}`);
  });

  it('is not made with a key that is none, and the refusal says nothing of it', () => {
    expect(() => signJwt({ algorithm: 'RS256', key: new Secret('not a key at all'), claims })).toThrow(/^The key is not a private key in PEM$/);
  });
});
