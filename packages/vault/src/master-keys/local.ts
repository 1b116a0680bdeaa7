/** A master key that this process holds itself: AES-256-GCM under 32 bytes. */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { type MasterKey, unreadable } from '../master-key.ts';
import { lock, unlock } from '../sealed-text.ts';

const BOUND = 'patchbay data key';
export const MASTER_KEY_BYTES = 32;

/** The id is made from the key, so a key that moves from a file to the environment stays the same one. Clears `bytes`. */
export function localMasterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== MASTER_KEY_BYTES) throw unreadable(`A master key has ${MASTER_KEY_BYTES} bytes, and this one has ${bytes.length}`);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  const id = `local:${createHmac('sha256', key).update('patchbay master key id').digest('hex').slice(0, 16)}`;
  return Object.freeze({
    id,
    async wrap(plain: Uint8Array) { return lock(key, randomBytes(12), BOUND, plain).toString('base64url'); },
    async unwrap(text: string) {
      try {
        return unlock(key, BOUND, Buffer.from(text, 'base64url'));
      } catch (error) {
        throw unreadable('A data key does not open with its master key; it was changed outside the hub', error);
      }
    },
  });
}

/** Strict: Node's own decoder drops what it doesn't know, and a typing error would become another key. */
export function decodeMasterKey(text: string, where: string): Uint8Array {
  const trimmed = text.trim();
  const bytes = /^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed) ? Buffer.from(trimmed, 'base64') : Buffer.alloc(0);
  if (bytes.length === MASTER_KEY_BYTES) return bytes;
  throw unreadable(`${where} does not hold a master key: expected base64 of ${MASTER_KEY_BYTES} bytes (make one with \`openssl rand -base64 32\`), found ${trimmed.length} characters that are not`);
}
