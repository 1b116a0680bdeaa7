/** What one character may be: a letter, a class, an escape. Asked of Node's own expressions, about one character. */

export type Atom = (codePoint: number) => boolean;

const known = new Map<string, Atom>();
const MOST = 2_000;

export function atomOf(text: string, unicode: boolean): Atom {
  const key = `${unicode ? 'u' : ' '}${text}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MOST) known.clear();
  const made = make(text, unicode);
  known.set(key, made);
  return made;
}

function make(text: string, unicode: boolean): Atom {
  const one = new RegExp(`^(?:${text})$`, unicode ? 'u' : '');
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => Number(one.test(String.fromCharCode(code))));
  return (code) => (code < 128 ? ascii[code] === 1 : one.test(String.fromCodePoint(code)));
}
