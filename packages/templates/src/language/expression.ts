/** Values and conditions: `data.items | size > 3 and not data.muted`. There are no functions, no sums and no assignments. */
import { type Comparison, type Filtered, Misread, type Operand, type Place, type Test, type Value } from './node.ts';
import { filters } from './filters.ts';
import type { Word } from './words.ts';

/** Words that are read from the front. */
export interface Reader {
  readonly at: Place;
  /** Where a path may begin here. */
  readonly roots: ReadonlySet<string>;
  peek(): Word | undefined;
  take(): Word | undefined;
}

export function readerOf(words: readonly Word[], at: Place, roots: ReadonlySet<string>): Reader {
  let next = 0;
  return { at, roots, peek: () => words[next], take: () => words[next++] };
}

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>=', 'contains']);
const MOST_TESTS = 20;

export function readTest(reader: Reader): Test {
  let left = readOne(reader);
  for (let tests = 1; ; tests++) {
    const how = nameOf(reader.peek());
    if (how !== 'and' && how !== 'or') return left;
    if (tests >= MOST_TESTS) throw new Misread(reader.at, `expected at most ${MOST_TESTS} conditions at once`);
    reader.take();
    left = { kind: how, left, right: readOne(reader) };
  }
}

function readOne(reader: Reader): Test {
  if (nameOf(reader.peek()) === 'not') {
    reader.take();
    return { kind: 'not', of: readComparison(reader) };
  }
  return readComparison(reader);
}

function readComparison(reader: Reader): Test {
  const left = readValue(reader);
  const next = reader.peek();
  const how = next === undefined || next.kind === 'literal' ? '' : next.text;
  if (!COMPARISONS.has(how)) return { kind: 'value', value: left };
  reader.take();
  return { kind: 'compare', how: how as Comparison, left, right: readValue(reader) };
}

export function readValue(reader: Reader): Value {
  const of = readOperand(reader);
  const applied: Filtered[] = [];
  while (signOf(reader.peek()) === '|') {
    reader.take();
    applied.push(readFilter(reader));
  }
  return { of, filters: applied };
}

function readFilter(reader: Reader): Filtered {
  const name = nameOf(reader.take()) ?? '';
  const filter = Object.hasOwn(filters, name) ? filters[name]! : undefined;
  if (filter === undefined) throw new Misread(reader.at, `there is no filter ${name === '' ? 'without a name' : name}; there are ${Object.keys(filters).sort().join(', ')}`);
  const given: Operand[] = [];
  for (let sign = ':'; signOf(reader.peek()) === sign; sign = ',') {
    reader.take();
    given.push(readOperand(reader));
  }
  const [least, most] = filter.takes;
  if (given.length < least || given.length > most) throw new Misread(reader.at, `the filter ${name} takes ${least === most ? least : `${least} to ${most}`} values after its colon, and not ${given.length}`);
  const wrong = filter.wrong?.(given.map((each) => (each.kind === 'literal' ? each.value : undefined)));
  if (wrong !== undefined) throw new Misread(reader.at, `the filter ${name} ${wrong}`);
  return { name, given };
}

function readOperand(reader: Reader): Operand {
  const word = reader.take();
  if (word?.kind === 'literal') return { kind: 'literal', value: word.value };
  if (word?.kind !== 'name') throw new Misread(reader.at, `expected a path, a "text" or a number${word === undefined ? '' : ` before ${word.text}`}`);
  if (!reader.roots.has(word.text)) throw new Misread(reader.at, `${word.text} leads nowhere; expected a path that begins with ${[...reader.roots].join(', ')}`);
  const keys = [word.text];
  for (let key = readKey(reader); key !== undefined; key = readKey(reader)) keys.push(key);
  return { kind: 'path', keys };
}

/** `.name`, `.0` or `["any text"]`. */
function readKey(reader: Reader): string | undefined {
  const sign = signOf(reader.peek());
  if (sign !== '.' && sign !== '[') return undefined;
  reader.take();
  const word = reader.take();
  const key = sign === '.' ? nameOf(word) : word?.kind === 'literal' ? String(word.value) : undefined;
  if (key === undefined || (sign === '[' && signOf(reader.take()) !== ']')) throw new Misread(reader.at, `expected ${sign === '.' ? 'a name after the dot' : 'a "text" or a number between [ and ]'}`);
  return key;
}

export const nameOf = (word: Word | undefined): string | undefined => (word?.kind === 'name' ? word.text : undefined);
export const signOf = (word: Word | undefined): string | undefined => (word?.kind === 'sign' ? word.text : undefined);
