/** Ed25519 signatures over raw 32-byte keys, as Standard Webhooks and package signatures carry them. */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign as signWith, verify as verifyWith } from 'node:crypto';
import { digest } from './digest.ts';
import { createLru } from './lru.ts';
import { Secret } from './secret.ts';

export interface SigningKey {
  /** base64 of 32 bytes; may be shown to everybody. */
  readonly publicKey: string;
  /** base64 of the 32-byte seed. */
  readonly privateKey: Secret;
}

/** DER heads of RFC 8410; the raw key follows. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const keys = createLru<string, KeyObject>(1024);

export function generateSigningKey(random: (bytes: number) => Uint8Array = randomBytes): SigningKey {
  const seed = Buffer.from(random(32));
  const privateKey = new Secret(seed.toString('base64'));
  const publicKey = createPublicKey(privateKeyObject(privateKey)).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length).toString('base64');
  return Object.freeze({ publicKey, privateKey });
}

/** 64 bytes. */
export function sign(privateKey: Secret, data: string | Uint8Array): Buffer {
  return signWith(null, bytesOf(data), privateKeyObject(privateKey));
}

/** False for a wrong signature, and also for a key or signature that is none. */
export function verify(publicKey: string, data: string | Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const key = publicKeyObject(publicKey);
  return key !== undefined && verifyWith(null, bytesOf(data), key, signature);
}

/** What a Sigstore bundle calls a key: sha256 of its SPKI DER, hex. Undefined for what is no key. */
export function keyIdOf(publicKey: string): string | undefined {
  const raw = Buffer.from(publicKey, 'base64');
  return raw.length === 32 ? digest(Buffer.concat([PUBLIC_HEAD, raw])) : undefined;
}

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === 'string' ? Buffer.from(data, 'utf8') : data);

function privateKeyObject(privateKey: Secret): KeyObject {
  const text = privateKey.reveal();
  return cached(`private ${text}`, () => {
    const seed = Buffer.from(text, 'base64');
    if (seed.length !== 32) throw new TypeError('An Ed25519 private key is base64 of 32 bytes');
    return createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
  });
}

function publicKeyObject(publicKey: string): KeyObject | undefined {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return undefined;
  return cached(`public ${publicKey}`, () => createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, raw]), format: 'der', type: 'spki' }));
}

function cached(name: string, make: () => KeyObject): KeyObject {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = make();
  keys.set(name, key);
  return key;
}
