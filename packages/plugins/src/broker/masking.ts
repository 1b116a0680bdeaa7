/** Takes what went out as a secret out of an answer that brings it back: as it is, and in the spellings that requests and answers carry it in. */

const MASK = '•••';
/** Shorter ones are words that anything may say. */
const SHORTEST = 6;

export interface Masking {
  readonly any: boolean;
  text(text: string): string;
  bytes(bytes: Buffer): Buffer;
}

export function maskingOf(secrets: readonly string[]): Masking {
  const spellings = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  return {
    any: spellings.length > 0,
    text: (text) => spellings.reduce((masked, spelling) => masked.replaceAll(spelling, MASK), text),
    bytes: (bytes) => spellings.reduce((masked, spelling) => (masked.includes(spelling) ? replaced(masked, spelling) : masked), bytes),
  };
}

function spellingsOf(secret: string): string[] {
  const base64 = (['base64', 'base64url'] as const).map((encoding) => Buffer.from(secret).toString(encoding).replace(/=+$/, ''));
  return [secret, JSON.stringify(secret).slice(1, -1), encoded(secret), new URLSearchParams({ v: secret }).toString().slice(2), ...base64];
}

/** A secret may hold half a character, which no URL can. */
const encoded = (secret: string): string => encodeURIComponent(secret.toWellFormed());

const replaced = (bytes: Buffer, spelling: string): Buffer => Buffer.from(bytes.toString('latin1').replaceAll(Buffer.from(spelling).toString('latin1'), Buffer.from(MASK).toString('latin1')), 'latin1');
