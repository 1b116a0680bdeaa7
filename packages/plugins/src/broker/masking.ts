/** Takes what went out as a secret out of an answer that brings it back: as it is, and in the spellings that requests and answers carry it in. */

const MASK = '•••';
/** Shorter ones are words that anything may say. */
const SHORTEST = 6;

export interface Masking {
  readonly any: boolean;
  text(text: string): string;
  bytes(bytes: Buffer): Buffer;
}

/** Of each installation as it runs, and gone with it: what a secret looks like everywhere takes longer to find out than to look for. */
const known = new WeakMap<object, Map<string, Masking>>();
/** Slots, with the tokens that they have now. */
const MOST_KNOWN = 16;

export function maskingFor(live: object, secrets: readonly string[]): Masking {
  const own = known.get(live) ?? new Map<string, Masking>();
  known.set(live, own);
  const name = secrets.join('\0');
  const found = own.get(name);
  if (found !== undefined) return found;
  if (own.size >= MOST_KNOWN) own.clear();
  const made = maskingOf(secrets);
  own.set(name, made);
  return made;
}

export function maskingOf(secrets: readonly string[]): Masking {
  const spellings = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  const isIn = (text: string): boolean => spellings.some((spelling) => text.includes(spelling));
  return {
    any: spellings.length > 0,
    text: (text) => (isIn(text) ? spellings.reduce((masked, spelling) => masked.replaceAll(spelling, MASK), text) : text),
    bytes: (bytes) => spellings.reduce((masked, spelling) => (masked.includes(spelling) ? replaced(masked, spelling) : masked), bytes),
  };
}

/** Of these a token is mostly made, and none of them is written in another way in JSON or in an address. */
const PLAIN = /^[\w.-]*$/;

function spellingsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const spellings = [secret, base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
  return PLAIN.test(secret) ? spellings : [...spellings, JSON.stringify(secret).slice(1, -1), encoded(secret), new URLSearchParams({ v: secret }).toString().slice(2)];
}

/** A secret may hold half a character, which no URL can. */
const encoded = (secret: string): string => encodeURIComponent(secret.toWellFormed());

const replaced = (bytes: Buffer, spelling: string): Buffer => Buffer.from(bytes.toString('latin1').replaceAll(Buffer.from(spelling).toString('latin1'), Buffer.from(MASK).toString('latin1')), 'latin1');
