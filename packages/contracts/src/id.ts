/** Sortable ids with a prefix: `prj_01jd8x…`. 48 bits of time, 80 bits of chance, Crockford's alphabet in lower case. */

export type Id<P extends string = string> = `${P}_${string}` & { readonly __id: P };

export interface IdPorts {
  readonly now: () => number;
  /** Ten random bytes. */
  readonly random: () => Uint8Array;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const codes = Array.from({ length: 26 }, () => 0);
const TAIL = /^[0-7][0-9abcdefghjkmnpqrstvwxyz]{25}$/;

/** Makes ids that sort in the order of their making, also within one millisecond. */
export function createIds({ now, random }: IdPorts): <P extends string>(prefix: P) => Id<P> {
  let lastTime = -1;
  let last = new Uint8Array(10);
  return (prefix) => {
    const time = Math.max(now(), lastTime);
    last = time === lastTime ? increment(last) : new Uint8Array(random());
    lastTime = time;
    return `${prefix}_${encode(time, last)}` as Id<typeof prefix>;
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

/** One flat string: joined from single characters it would be a rope of 26 pieces, to be tied together at each use. */
function encode(time: number, bytes: Uint8Array): string {
  let rest = time;
  for (let digit = 9; digit >= 0; digit--) {
    codes[digit] = CODES[rest % 32]!;
    rest = Math.floor(rest / 32);
  }
  let buffer = 0;
  let bits = 0;
  let digit = 10;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) codes[digit++] = CODES[(buffer >> (bits - 5)) & 31]!;
    buffer &= (1 << bits) - 1;
  }
  return String.fromCharCode.apply(null, codes);
}

/** A carry out of the top byte would break the order; it needs 2^80 ids in one millisecond. */
function increment(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(bytes);
  for (let i = next.length - 1; i >= 0; i--) {
    next[i] = (next[i]! + 1) & 255;
    if (next[i] !== 0) break;
  }
  return next;
}
