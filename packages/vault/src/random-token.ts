/** Text of random keys: digits and letters only, so that a double click selects all of it and no URL or shell needs quotes. */
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The same length for the same number of bytes: 32 bytes make 43 characters. */
export function randomToken(bytes: number, random: (bytes: number) => Uint8Array = randomBytes): string {
  if (!Number.isInteger(bytes) || bytes < 16) throw new RangeError(`A token needs at least 16 random bytes, not ${bytes}`);
  let rest = BigInt(`0x${Buffer.from(random(bytes)).toString('hex')}`);
  let text = '';
  for (let left = Math.ceil((bytes * 8) / Math.log2(62)); left > 0; left--, rest /= 62n) text = ALPHABET[Number(rest % 62n)] + text;
  return text;
}
