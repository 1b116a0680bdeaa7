/** Whether JSON text nests deeper than allowed: one pass over the bytes, before any parser or validator walks the tree. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export function nestsDeeper(bytes: Uint8Array, limit: number): boolean {
  if (bytes.length <= limit) return false;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (++depth > limit) return true;
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--;
  }
  return false;
}

/** Byte by byte as long as it may be a name; the end of a long text is searched for. */
const SHORT = 32;

function endOfString(bytes: Uint8Array, start: number): number {
  const short = Math.min(bytes.length, start + SHORT);
  let at = start + 1;
  while (at < short && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at < short ? at : endOfLong(bytes, at);
}

/** `from`: behind the opening quote and between two characters. A quote behind an odd number of backslashes is part of the text. */
function endOfLong(bytes: Uint8Array, from: number): number {
  for (let next = from; ; ) {
    const quote = bytes.indexOf(QUOTE, next);
    if (quote < 0) return bytes.length;
    let unescaped = quote;
    while (unescaped > from && bytes[unescaped - 1] === BACKSLASH) unescaped--;
    if ((quote - unescaped) % 2 === 0) return quote;
    next = quote + 1;
  }
}
