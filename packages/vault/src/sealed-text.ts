/** The sealed form of a value: `pb1.<key version>.<base64url(iv | tag | ciphertext)>`, AES-256-GCM. */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const IV = 12;
const TAG = 16;
const SEALED = /^pb1\.([1-9]\d{0,8})\.([A-Za-z0-9_-]{38,})$/;

export interface Sealed { readonly version: number; readonly box: Buffer }

/** iv | tag | ciphertext. The IV is random: with 96 bits, a key stays safe for 2^32 values. */
export function lock(key: KeyObject, iv: Uint8Array, bound: string, plaintext: string | Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound, 'utf8'));
  const body = cipher.update(typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext);
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Throws when the key, the binding or the box is not the one that was locked. */
export function unlock(key: KeyObject, bound: string, box: Buffer): Buffer {
  if (box.length < IV + TAG) throw new RangeError('shorter than an empty value');
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(bound, 'utf8')).setAuthTag(box.subarray(IV, IV + TAG));
  const plaintext = decipher.update(box.subarray(IV + TAG));
  decipher.final();
  return plaintext;
}

export const sealedText = (version: number, box: Buffer): string => `pb1.${version}.${box.toString('base64url')}`;

export function parseSealed(text: string): Sealed | undefined {
  const match = SEALED.exec(text);
  return match === null ? undefined : { version: Number(match[1]), box: Buffer.from(match[2]!, 'base64url') };
}

/** Ties a value to its place. The length keeps `a` + `bc` and `ab` + `c` apart. */
export const binding = (tenant: string, context: string): string => `${tenant.length}:${tenant}${context}`;
