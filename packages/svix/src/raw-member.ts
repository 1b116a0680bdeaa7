/** The text of one member of a JSON object, byte for byte as it came: parsing and writing it again would change numbers, spaces and order. */

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** `text` is valid JSON. Of a name that is there twice the last one counts, as everywhere. Undefined, when there is none. */
export function rawMember(text: string, name: string): string | undefined {
  let at = space(text, 0);
  if (text[at] !== '{') return undefined;
  let found: string | undefined;
  at = space(text, at + 1);
  while (text[at] === '"') {
    const afterName = endOfString(text, at);
    const read = JSON.parse(text.slice(at, afterName)) as string;
    const start = space(text, space(text, afterName) + 1); // behind the colon
    const end = endOfValue(text, start);
    if (read === name) found = text.slice(start, end);
    at = space(text, end);
    if (text[at] !== ',') break;
    at = space(text, at + 1);
  }
  return found;
}

function space(text: string, from: number): number {
  let at = from;
  while (SPACE.has(text.charCodeAt(at))) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  if (text[from] !== '{' && text[from] !== '[') return endOfWord(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** A number, or true, false, null. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\w.+-]/.test(text[at]!)) at++;
  return at;
}

/** How deep it nests, up to a limit. */
export function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') { if (++depth > limit) return true; } else if (character === '}' || character === ']') depth--;
  }
  return false;
}
