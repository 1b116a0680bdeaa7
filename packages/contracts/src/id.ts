/** Sortable ids with a prefix: `prj_01jd8x…`. 48 bits of time, 80 bits of chance, Crockford's alphabet in lower case. */

export type Id<P extends string = string> = `${P}_${string}` & { readonly __id: P };

export interface IdPorts {
  readonly now: () => number;
  /** Ten random bytes. */
  readonly random: () => Uint8Array;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const DIGITS = 26;
const TIME_DIGITS = 10;
const TAIL = /^[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$/;

/** Makes ids that sort in the order of their making, also within one millisecond. */
export function createIds({ now, random }: IdPorts): <P extends string>(prefix: P) => Id<P> {
  /** Of the last one: its time, and its digits as numbers below 32. */
  let lastTime = -1;
  const digits = new Uint8Array(DIGITS);
  /** Its text, for each prefix that was asked for. */
  const texts = new Map<string, number[]>();
  return (prefix) => {
    const time = Math.max(now(), lastTime);
    if (time === lastTime) increment(digits);
    else begin(digits, time, random());
    lastTime = time;
    let codes = texts.get(prefix);
    if (codes === undefined) texts.set(prefix, (codes = Array.from(`${prefix}_${'0'.repeat(DIGITS)}`, (character) => character.charCodeAt(0))));
    const start = codes.length - DIGITS;
    for (let digit = 0; digit < DIGITS; digit++) codes[start + digit] = CODES[digits[digit]!]!;
    return String.fromCharCode.apply(null, codes) as Id<typeof prefix>; // one flat string: joined from pieces it would be tied together at each use
  };
}

export type NewId = ReturnType<typeof createIds>;

export function isId<P extends string>(prefix: P, text: string): text is Id<P> {
  return text.startsWith(`${prefix}_`) && TAIL.test(text.slice(prefix.length + 1));
}

/** When an id was made, in epoch milliseconds. Means nothing for what is no id of the hub's making. */
export function timeOf(id: string): number {
  let time = 0;
  for (const character of id.slice(id.indexOf('_') + 1, id.indexOf('_') + 11)) time = time * 32 + Math.max(0, ALPHABET.indexOf(character));
  return time;
}

/** What an id of this prefix looks like, for schemas. */
export const idPattern = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$`);

/** 48 bits of time and 80 of chance, five to a digit. */
function begin(digits: Uint8Array, time: number, bytes: Uint8Array): void {
  let rest = time;
  for (let digit = TIME_DIGITS - 1; digit >= 0; digit--) {
    digits[digit] = rest % 32;
    rest = Math.floor(rest / 32);
  }
  let buffer = 0;
  let bits = 0;
  let digit = TIME_DIGITS;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) digits[digit++] = (buffer >> (bits - 5)) & 31;
    buffer &= (1 << bits) - 1;
  }
}

/** A carry into the time would break the order; it needs 2^80 ids in one millisecond. */
function increment(digits: Uint8Array): void {
  for (let digit = DIGITS - 1; digit >= TIME_DIGITS; digit--) {
    digits[digit] = (digits[digit]! + 1) & 31;
    if (digits[digit] !== 0) break;
  }
}
