/** Where and why a text is not JSON. V8's own message leaves the place out at times and quotes the input, which may hold a secret. */

export interface JsonFault { readonly line: number; readonly column: number; readonly expected: string }

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

type Awaits = 'value' | 'value or ]' | 'name or }' | 'name' | 'colon' | 'comma or end';

/** Walks the text with a stack of its own; call it only for text that JSON.parse refused. */
export function jsonFault(text: string): JsonFault {
  const open: ('[' | '{')[] = [];
  let awaits: Awaits = 'value';
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const close = (): void => { open.pop(); at++; awaits = 'comma or end'; };
  for (;;) {
    take(SPACE);
    const sign: string | undefined = text[at];
    const inside = open.at(-1);
    if (awaits === 'comma or end') {
      if (inside === undefined) return place(text, at, 'the end of the body');
      if (sign === (inside === '[' ? ']' : '}')) { close(); continue; }
      if (sign !== ',') return place(text, at, inside === '[' ? 'a comma or ]' : 'a comma or }');
      at++;
      awaits = inside === '[' ? 'value' : 'name';
    } else if (awaits === 'colon') {
      if (sign !== ':') return place(text, at, 'a colon');
      at++;
      awaits = 'value';
    } else if (awaits === 'name' || awaits === 'name or }') {
      if (awaits === 'name or }' && sign === '}') { close(); continue; }
      if (!take(STRING)) return place(text, at, sign === '"' ? 'a valid string' : 'a name in double quotes');
      awaits = 'colon';
    } else {
      if (awaits === 'value or ]' && sign === ']') { close(); continue; }
      if (sign === '[' || sign === '{') { open.push(sign); at++; awaits = sign === '[' ? 'value or ]' : 'name or }'; continue; }
      if (!take(sign === '"' ? STRING : SCALAR)) return place(text, at, sign === '"' ? 'a valid string' : 'a value');
      awaits = 'comma or end';
    }
  }
}

function place(text: string, at: number, expected: string): JsonFault {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n'), expected };
}
