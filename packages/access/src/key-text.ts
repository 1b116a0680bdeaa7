/**
 * What a key looks like: `pb_`, 43 characters of chance, 6 of checksum. The prefix lets a secret scanner recognise it;
 * the checksum refuses a typing error without a look-up. It proves nothing: only the hash in the store does.
 */
import { crc32 } from 'node:zlib';

export type Random = (bytes: number) => Uint8Array;

const PREFIX = 'pb_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43; // 62^43 is just above 2^256
const CHECK_LENGTH = 6; // 62^6 is above 2^32
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);

export const KEY_LENGTH = PREFIX.length + SECRET_LENGTH + CHECK_LENGTH;

export function makeKey(random: Random): string {
  const secret = base62(BigInt(`0x${Buffer.from(random(SECRET_BYTES)).toString('hex')}`), SECRET_LENGTH);
  return `${PREFIX}${secret}${checksum(secret)}`;
}

/** Complete and without a typing error; whether anybody has it is another question. */
export function isKey(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const end = PREFIX.length + SECRET_LENGTH;
  return checksum(text.slice(PREFIX.length, end)) === text.slice(end);
}

/** Enough to recognise a key by, far too little to guess it. */
export const visiblePrefix = (key: string): string => key.slice(0, 10);

const checksum = (secret: string): string => base62(BigInt(crc32(secret)), CHECK_LENGTH);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = ALPHABET[Number(rest % 62n)] + text;
  return text;
}
