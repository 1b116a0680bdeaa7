/** Signs JSON Web Tokens for others: RS256 and ES256 with a PEM key, HS256 with a shared secret. RFC 7519, RFC 7518. */
import { createPrivateKey, type KeyObject, sign as signWith } from 'node:crypto';
import { hmac } from './hmac.ts';
import { createLru } from './lru.ts';
import type { Secret } from './secret.ts';

export interface JwtToSign {
  readonly algorithm: 'RS256' | 'ES256' | 'HS256';
  readonly key: Secret;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly keyId?: string;
}

const keys = createLru<string, KeyObject>(256);

/** Throws a TypeError that says nothing of the key, when it is none. */
export function signJwt({ algorithm, key, claims, keyId }: JwtToSign): string {
  const signed = `${part({ alg: algorithm, typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })}.${part(claims)}`;
  return `${signed}.${signatureOf(algorithm, key, signed).toString('base64url')}`;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signatureOf(algorithm: JwtToSign['algorithm'], key: Secret, signed: string): Buffer {
  if (algorithm === 'HS256') return hmac('sha256', key, signed);
  const data = Buffer.from(signed);
  const pem = privateKey(key, algorithm === 'RS256' ? 'rsa' : 'ec');
  return algorithm === 'RS256' ? signWith('sha256', data, pem) : signWith('sha256', data, { key: pem, dsaEncoding: 'ieee-p1363' });
}

function privateKey(key: Secret, kind: 'rsa' | 'ec'): KeyObject {
  const text = key.reveal().replaceAll('\\n', '\n'); // pasted through an environment variable
  const known = keys.get(text);
  const made = known ?? read(text);
  if (made.asymmetricKeyType !== kind) throw new TypeError(`The key is not of the kind ${kind}`);
  if (known === undefined) keys.set(text, made);
  return made;
}

function read(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new TypeError('The key is not a private key in PEM');
  }
}
