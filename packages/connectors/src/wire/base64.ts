/** Base64 of text in UTF-8 and back, with nothing but the language: the sandbox has no Buffer. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64Of(text: string): string {
  const bytes = utf8(text);
  const out: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [three >> 18, (three >> 12) & 63, (three >> 6) & 63, three & 63].map((six) => LETTERS[six]!).join('');
    out.push(at + 2 < bytes.length ? letters : `${letters.slice(0, bytes.length - at + 1)}${'='.repeat(3 - bytes.length + at)}`);
  }
  return out.join('');
}

/** Undefined for bytes that are no text. */
export function textOf(base64: string): string | undefined {
  const escaped: string[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of base64.replaceAll('=', '')) {
    held = ((held << 6) | LETTERS.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 255;
    if (byte === 0) return undefined;
    escaped.push(byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`);
  }
  try {
    return decodeURIComponent(escaped.join(''));
  } catch {
    return undefined;
  }
}

/** A lone half of a surrogate pair has no UTF-8: it becomes the mark for that. */
function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return bytes;
}
