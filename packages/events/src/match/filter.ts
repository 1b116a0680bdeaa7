/** A filter, compiled once into a function: routing asks it about every event. */
import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '@patchbay/contracts';
import { type EventFacts, valueAt } from './event-facts.ts';

export type Test = (event: EventFacts) => boolean;

const DEEPEST = 16;
const ROOTS = new Set(['id', 'type', 'subject', 'data']);

/** Never throws: what is wrong with the filter comes back as issues, and a filter with issues lets nothing pass. */
export function compileFilter(filter: unknown, path = 'filter'): { readonly test: Test; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const test = all(filter, { path, depth: 0, issues });
  return { test: issues.length === 0 ? test : () => false, issues };
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly issues: Issue[];
}

const never = (): boolean => false;
const inside = ({ path, depth, issues }: Place, key: string | number): Place => ({ path: `${path}.${key}`, depth: depth + 1, issues });

function broken({ path, issues }: Place, message: string): () => boolean {
  issues.push({ path, message });
  return never;
}

/** Every key of the object has to hold. */
function all(filter: unknown, place: Place): Test {
  if (!isObject(filter)) return broken(place, 'expected an object of paths or $and, $or, $not');
  if (place.depth > DEEPEST) return broken(place, `expected no more than ${DEEPEST} levels`);
  const tests = Object.entries(filter).map(([key, value]) => one(key, value, inside(place, key)));
  return (event) => tests.every((test) => test(event));
}

function one(key: string, value: unknown, place: Place): Test {
  if (key === '$and' || key === '$or') {
    if (!Array.isArray(value) || value.length === 0) return broken(place, 'expected a list of filters');
    const tests = value.map((each, at) => all(each, inside(place, at)));
    return key === '$and' ? (event) => tests.every((test) => test(event)) : (event) => tests.some((test) => test(event));
  }
  if (key === '$not') {
    const test = all(value, place);
    return (event) => !test(event);
  }
  if (key.startsWith('$')) return broken(place, `there is no ${key} here; expected a path, $and, $or or $not`);
  const path = key.split('.');
  if (!ROOTS.has(path[0]!)) return broken(place, 'expected a path that begins with id, type, subject or data');
  const test = condition(value, place);
  return (event) => test(valueAt(event, path));
}

type Check = (found: unknown) => boolean;

/** A plain value is what must be there; an object of operators is what must hold. */
function condition(wanted: unknown, place: Place): Check {
  if (!isObject(wanted) || !Object.keys(wanted).some((key) => key.startsWith('$'))) return (found) => isDeepStrictEqual(found, wanted);
  const checks = Object.entries(wanted).map(([name, value]): Check => {
    const operator = Object.hasOwn(operators, name) ? operators[name as keyof typeof operators] : undefined;
    const at = inside(place, name);
    if (operator === undefined) return broken(at, `there is no operator ${name}; expected one of ${Object.keys(operators).join(' ')}`);
    const complaint = operator.takes(value);
    return complaint === undefined ? operator.make(value as never) : broken(at, complaint); // `takes` has looked at it
  });
  return (found) => checks.every((check) => check(found));
}

interface Operator<V> {
  /** What is wrong with a value that it can't take. */
  readonly takes: (value: unknown) => string | undefined;
  readonly make: (value: V) => Check;
}

const anything = (): undefined => undefined;
const scalar = (value: unknown): string | undefined => (typeof value === 'string' || typeof value === 'number' ? undefined : 'expected a number or a text');
const text = (value: unknown): string | undefined => (typeof value === 'string' ? undefined : 'expected a text');
const list = (value: unknown): string | undefined => (Array.isArray(value) ? undefined : 'expected a list');
const flag = (value: unknown): string | undefined => (typeof value === 'boolean' ? undefined : 'expected true or false');

/** Only a number compares with a number, and a text with a text. */
const compare = (holds: (found: string | number, wanted: string | number) => boolean): Operator<string | number> => ({
  takes: scalar, make: (wanted) => (found) => typeof found === typeof wanted && holds(found as string | number, wanted),
});
const within = (wanted: readonly unknown[], found: unknown): boolean => wanted.some((each) => isDeepStrictEqual(each, found));

const operators = {
  $eq: { takes: anything, make: (wanted: unknown) => (found: unknown) => isDeepStrictEqual(found, wanted) },
  $neq: { takes: anything, make: (wanted: unknown) => (found: unknown) => !isDeepStrictEqual(found, wanted) },
  $gt: compare((found, wanted) => found > wanted),
  $gte: compare((found, wanted) => found >= wanted),
  $lt: compare((found, wanted) => found < wanted),
  $lte: compare((found, wanted) => found <= wanted),
  $in: { takes: list, make: (wanted: readonly unknown[]) => (found: unknown) => within(wanted, found) },
  $nin: { takes: list, make: (wanted: readonly unknown[]) => (found: unknown) => !within(wanted, found) },
  $starts_with: { takes: text, make: (wanted: string) => (found: unknown) => typeof found === 'string' && found.startsWith(wanted) },
  $ends_with: { takes: text, make: (wanted: string) => (found: unknown) => typeof found === 'string' && found.endsWith(wanted) },
  $exists: { takes: flag, make: (wanted: boolean) => (found: unknown) => (found !== undefined) === wanted },
} as const;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
