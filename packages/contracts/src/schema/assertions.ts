/** Keywords that say something about a value itself. */
import { formats } from './formats.ts';
import { sameText } from './same.ts';
import { type Check, type Compiler, has, isObject, type Keyword, type Schema, typeOf } from './node.ts';

type Make = (value: unknown, compiler: Compiler, schema: Exclude<Schema, boolean>) => Keyword | undefined;

/** No date, address or URI is longer. */
const LONGEST_FORMATTED = 8_192;
const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer']);
const WORDS: Readonly<Record<string, string>> = { null: 'null', boolean: 'true or false', object: 'an object', array: 'a list', number: 'a number', string: 'a text', integer: 'a whole number' };

export const assertions: Readonly<Record<string, Make>> = {
  type(value, { broken }) {
    const types = (Array.isArray(value) ? value : [value]) as unknown[];
    if (types.length === 0 || !types.every((each) => typeof each === 'string' && TYPES.has(each))) return broken(`expected one of ${[...TYPES].join(', ')}, or a list of them`);
    const wanted = new Set(types as string[]);
    const expected = `expected ${(types as string[]).map((each) => WORDS[each]).join(' or ')}`;
    return { check: (found, run) => wanted.has(typeOf(found)) || (wanted.has('integer') && Number.isInteger(found)) || run.fail(`${expected}, got ${WORDS[typeOf(found)] ?? typeOf(found)}`) };
  },
  enum(value, { broken }) {
    if (!Array.isArray(value) || value.length === 0) return broken('expected a list of values');
    const wanted = new Set(value.map((each) => sameText(each)));
    return { check: (found, run) => wanted.has(sameText(found, run.spend)) || run.fail('expected one of the values of the schema') };
  },
  const(value) {
    const wanted = sameText(value);
    return { check: (found, run) => sameText(found, run.spend) === wanted || run.fail('expected the value of the schema') };
  },
  multipleOf: number((found, of) => { const times = found / of; return Math.abs(times - Math.round(times)) <= Number.EPSILON * Math.abs(times); }, 'a multiple of', (of) => of > 0),
  minimum: number((found, least) => found >= least, 'at least'),
  maximum: number((found, most) => found <= most, 'at most'),
  exclusiveMinimum: number((found, least) => found > least, 'more than'),
  exclusiveMaximum: number((found, most) => found < most, 'less than'),
  minLength: count((found) => (typeof found === 'string' ? lengthOf(found) : undefined), (size, least) => size >= least, 'at least', 'characters'),
  maxLength: count((found) => (typeof found === 'string' ? lengthOf(found) : undefined), (size, most) => size <= most, 'at most', 'characters'),
  minItems: count((found) => (Array.isArray(found) ? found.length : undefined), (size, least) => size >= least, 'at least', 'items'),
  maxItems: count((found) => (Array.isArray(found) ? found.length : undefined), (size, most) => size <= most, 'at most', 'items'),
  minProperties: count((found) => (isObject(found) ? Object.keys(found).length : undefined), (size, least) => size >= least, 'at least', 'fields'),
  maxProperties: count((found) => (isObject(found) ? Object.keys(found).length : undefined), (size, most) => size <= most, 'at most', 'fields'),
  pattern(value, compiler) {
    const pattern = compiler.pattern(value);
    return pattern && { check: (found, run) => typeof found !== 'string' || pattern.isIn(found, run.spend) || run.fail('expected a text that fits the pattern of the schema') };
  },
  format(value, { broken }) {
    if (typeof value !== 'string') return broken('expected the name of a format');
    const holds = Object.hasOwn(formats, value) ? formats[value] : undefined;
    return holds === undefined ? {} : { check: (found, run) => typeof found !== 'string' || (found.length <= LONGEST_FORMATTED && holds(found)) || run.fail(`expected the format ${value}`) };
  },
  uniqueItems(value, { broken }) {
    if (typeof value !== 'boolean') return broken('expected true or false');
    return value ? { check: (found, run) => !Array.isArray(found) || new Set(found.map((each) => sameText(each, run.spend))).size === found.length || run.fail('expected no item twice') } : {};
  },
  required(value, { broken }) {
    if (!areTexts(value)) return broken('expected a list of names');
    return { check: hasAll(value) };
  },
  dependentRequired(value, { broken }) {
    if (!isObject(value) || !Object.values(value).every(areTexts)) return broken('expected names, each with a list of names');
    const checks = Object.entries(value).map(([name, names]) => [name, hasAll(names as string[])] as const);
    return { check: (found, run) => !isObject(found) || checks.every(([name, check]) => !Object.hasOwn(found, name) || check(found, run)) };
  },
};

function number(holds: (found: number, limit: number) => boolean, words: string, fits: (limit: number) => boolean = () => true): Make {
  return (limit, { broken }) => {
    if (typeof limit !== 'number' || !fits(limit)) return broken('expected a number');
    return { check: (found, run) => typeof found !== 'number' || holds(found, limit) || run.fail(`expected ${words} ${limit}`) };
  };
}

function count(sizeOf: (found: unknown) => number | undefined, holds: (size: number, limit: number) => boolean, words: string, things: string): Make {
  return (limit, { broken }) => {
    if (!Number.isInteger(limit) || (limit as number) < 0) return broken('expected a whole number from 0');
    return { check: (found, run) => { const size = sizeOf(found); return size === undefined || holds(size, limit as number) || run.fail(`expected ${words} ${String(limit)} ${things}`); } };
  };
}

const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');

const hasAll = (names: readonly string[]): Check => (found, run) => {
  if (!isObject(found)) return true;
  run.spend(names.length >> 4);
  let holds = true;
  for (const name of names) if (!has(found, name)) { holds = false; run.inside(name, () => run.fail('is missing')); }
  return holds;
};

/** In characters as people count them, not in halves of them. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) { length--; at++; }
  return length;
}
