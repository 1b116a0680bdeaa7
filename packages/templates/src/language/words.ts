/** What stands between the braces, as words: names, texts, numbers and signs. */
import { type Literal, Misread, type Place } from './node.ts';

export type Word =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'sign'; readonly text: string };

const SHAPES: readonly (readonly [RegExp, (text: string) => Word | undefined])[] = [
  [/\s+/y, () => undefined],
  [/"[^"]*"|'[^']*'/y, (text) => ({ kind: 'literal', value: text.slice(1, -1) })],
  [/-?\d{1,15}(?:\.\d{1,15})?/y, (text) => ({ kind: 'literal', value: Number(text) })],
  [/[A-Za-z_][A-Za-z0-9_-]*/y, (text) => wordOf(text)],
  [/==|!=|<=|>=|[<>|:,.[\]]/y, (text) => ({ kind: 'sign', text })],
];
const CONSTANTS: ReadonlyMap<string, Literal> = new Map<string, Literal>([['true', true], ['false', false], ['null', null]]);

const wordOf = (text: string): Word => (CONSTANTS.has(text) ? { kind: 'literal', value: CONSTANTS.get(text)! } : { kind: 'name', text });

export function wordsOf(inside: string, at: Place): Word[] {
  const words: Word[] = [];
  for (let from = 0; from < inside.length;) {
    const found = signBefore(words) ? readKey(inside, from) : readOne(inside, from);
    if (found === undefined) throw new Misread(at, `expected a path, a "text", a number or a filter, and not ${inside.slice(from, from + 20).trim()}`);
    if (found.word !== undefined) words.push(found.word);
    from = found.to;
  }
  return words;
}

function readOne(inside: string, from: number): { readonly word: Word | undefined; readonly to: number } | undefined {
  for (const [shape, make] of SHAPES) {
    shape.lastIndex = from;
    const [text] = shape.exec(inside) ?? [];
    if (text !== undefined) return { word: make(text), to: from + text.length };
  }
  return undefined;
}

/** Behind a dot digits are a name, too: the third of a list. */
function readKey(inside: string, from: number): ReturnType<typeof readOne> {
  KEY.lastIndex = from;
  const [text] = KEY.exec(inside) ?? [];
  return text === undefined ? undefined : { word: { kind: 'name', text }, to: from + text.length };
}
const KEY = /[A-Za-z0-9_-]+/y;

const signBefore = (words: readonly Word[]): boolean => {
  const last = words.at(-1);
  return last?.kind === 'sign' && last.text === '.';
};
