/**
 * Ids of ours in the form that clients of other webhook systems expect: `msg_` and 27 letters and digits, a KSUID. It is the same id
 * written otherwise: four bytes of time in seconds, so that it sorts by creation, then the sixteen bytes of ours. Nothing is kept.
 */

const OURS = '0123456789abcdefghjkmnpqrstvwxyz';
const THEIRS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Seconds at which the time of a KSUID begins: 14 May 2014. */
const EPOCH = 1_400_000_000;
const LENGTH = 27;
const TAIL = 128n;
const MILLISECONDS = 80n;

/** `evt_01jd8x…` as `msg_2pHx…`. What is no id of ours stays as it is. */
export function toKsuid(prefix: string, id: string): string {
  const tail = read(id.slice(id.indexOf('_') + 1), OURS, 26);
  if (tail === undefined || tail >> TAIL !== 0n) return id;
  const seconds = BigInt(Math.max(0, Math.floor(Number(tail >> MILLISECONDS) / 1000) - EPOCH)) & 0xffff_ffffn;
  return `${prefix}_${write((seconds << TAIL) | tail, THEIRS, LENGTH)}`;
}

/** `msg_2pHx…` as `evt_01jd8x…`; undefined, when it was not written by `toKsuid`. */
export function fromKsuid(text: string, from: string, to: string): string | undefined {
  if (!text.startsWith(`${from}_`)) return undefined;
  const value = read(text.slice(from.length + 1), THEIRS, LENGTH);
  if (value === undefined) return undefined;
  const id = `${to}_${write(value & ((1n << TAIL) - 1n), OURS, 26)}`;
  return toKsuid(from, id) === text ? id : undefined;
}

function read(text: string, alphabet: string, length: number): bigint | undefined {
  if (text.length !== length) return undefined;
  let value = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    value = value * BigInt(alphabet.length) + BigInt(digit);
  }
  return value;
}

function write(value: bigint, alphabet: string, length: number): string {
  const base = BigInt(alphabet.length);
  let text = '';
  for (let rest = value; text.length < length; rest /= base) text = alphabet[Number(rest % base)]! + text;
  return text;
}
