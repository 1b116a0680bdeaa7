/** Hashes, and comparing without telling how much was right. */
import { hash, timingSafeEqual } from 'node:crypto';

export type Encoding = 'hex' | 'base64' | 'base64url';

/** SHA-256. Enough for API keys, which are random; never for passwords. */
export function digest(data: string | Uint8Array, encoding: Encoding = 'hex'): string {
  return hash('sha256', data, encoding);
}

/** Compares digests, so that neither the place of the first difference nor the length shows in the time. */
export function constantTimeEqual(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

/** For statements about packages, which name both. */
export function digest512(data: string | Uint8Array, encoding: Encoding = 'hex'): string {
  return hash('sha512', data, encoding);
}
