/** HMAC with the key object kept: making one costs five times as much as the signature. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { createLru } from './lru.ts';
import { Secret } from './secret.ts';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const keys = createLru<string, KeyObject>(4096);

/** The signature as bytes. A string secret is its UTF-8 bytes; decode base64 secrets first. */
export function hmac(algorithm: HmacAlgorithm, secret: Secret | string | Uint8Array, data: string | Uint8Array): Buffer {
  return createHmac(algorithm, keyOf(secret)).update(data).digest();
}

function keyOf(secret: Secret | string | Uint8Array): KeyObject {
  const bytes = typeof secret === 'string' ? secret : Buffer.from(secret instanceof Secret ? secret.bytes() : secret);
  const name = typeof bytes === 'string' ? `t${bytes}` : `b${bytes.toString('latin1')}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = typeof bytes === 'string' ? createSecretKey(bytes, 'utf8') : createSecretKey(bytes);
  keys.set(name, key);
  return key;
}
