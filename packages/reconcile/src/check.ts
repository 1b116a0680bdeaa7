/** What is wrong with a declaration, each thing at its place, before the hub is asked. Rules over several fields are the hub's to check. */
import { NO_JSON, parsed } from './json-text.ts';
import type { Field, Shape } from './shape.ts';
import { same } from './same.ts';
import { type Fields, hasUnknown, isAbsent, isFields, UNKNOWN } from './unknown.ts';

export type Path = readonly (string | number)[];
export interface Issue { readonly path: Path; readonly message: string }

/** Fields that are required and absent are said only if `whole`: a change may leave them out. */
export function checkFields(fields: readonly Field[], value: Fields, { whole, path = [] }: { readonly whole: boolean; readonly path?: Path }): Issue[] {
  const known = new Set(fields.map(({ name }) => name));
  const strange = Object.keys(value).filter((name) => !known.has(name)).map((name) => ({ path: [...path, name], message: `there is no such field; expected one of ${[...known].join(', ')}` }));
  return [...strange, ...fields.flatMap((field) => checkField(field, value[field.name], whole, [...path, field.name]))];
}

function checkField({ shape, required, secret }: Field, value: unknown, whole: boolean, path: Path): Issue[] {
  if (isAbsent(value)) return required && whole ? [{ path, message: 'is required' }] : [];
  const issues = check(shape, value, path);
  return secret ? issues.map((issue) => ({ ...issue, message: issue.message.replace(/, but got .*$/s, '') })) : issues; // what came is nobody's to read
}

export function check(shape: Shape, value: unknown, path: Path = []): Issue[] {
  if (value === UNKNOWN) return [];
  const wrong = (message: string): Issue[] => [{ path, message }];
  switch (shape.kind) {
    case 'string': return typeof value === 'string' ? checkText(shape, value).flatMap(wrong) : wrong(`expected text, but got ${nameOf(value)}`);
    case 'integer': case 'number': return checkNumber(shape, value).flatMap(wrong);
    case 'boolean': return typeof value === 'boolean' ? [] : wrong(`expected true or false, but got ${nameOf(value)}`);
    case 'json': return checkJson(shape, value).flatMap(wrong);
    case 'list': case 'set': return Array.isArray(value) ? [...checkLength(shape, value).flatMap(wrong), ...value.flatMap((item, i) => check(shape.items, item, [...path, i]))] : wrong(`expected a list, but got ${nameOf(value)}`);
    case 'map': return isFields(value) ? Object.entries(value).flatMap(([key, item]) => [...checkKey(shape.keys, key).map((message) => ({ path: [...path, key], message })), ...check(shape.values, item, [...path, key])]) : wrong(`expected a map, but got ${nameOf(value)}`);
    case 'object': return isFields(value) ? checkFields(shape.fields, value, { whole: true, path }) : wrong(`expected an object, but got ${nameOf(value)}`);
    default: return shape satisfies never;
  }
}

function checkJson({ object, text }: Extract<Shape, { kind: 'json' }>, given: unknown): string[] {
  if (text === true && typeof given !== 'string') return [`expected JSON as text, but got ${nameOf(given)}`];
  const value = text === true ? parsed(given) : given;
  if (value === NO_JSON) return ['expected JSON as text, but it can’t be read; write it with jsonencode or the like of your tool'];
  return object && !isFields(value) ? [`expected a JSON object, but got ${nameOf(value)}`] : [];
}

function checkText({ format, oneOf, pattern, min = 0, max = Infinity }: Extract<Shape, { kind: 'string' }>, text: string): string[] {
  if (oneOf !== undefined) return oneOf.includes(text) ? [] : [`expected one of ${oneOf.join(', ')}, but got ${quoted(text)}`];
  if (text.length < min) return [min === 1 ? 'expected text, but it is empty' : `expected at least ${min} characters, but got ${text.length}`];
  if (text.length > max) return [`expected at most ${max} characters, but got ${text.length}`];
  if (format === 'uri' && !URL.canParse(text)) return [`expected a URL, but got ${quoted(text)}`];
  if (format === 'date-time' && !INSTANT.test(text)) return [`expected an instant such as 2030-01-01T00:00:00Z, but got ${quoted(text)}`];
  return pattern === undefined || regular(pattern).test(text) ? [] : [`expected ${pattern}, but got ${quoted(text)}`];
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const compiled = new Map<string, RegExp>();

function regular(pattern: string): RegExp {
  const made = compiled.get(pattern) ?? new RegExp(pattern, 'u');
  compiled.set(pattern, made);
  return made;
}

function checkNumber({ kind, min = -Infinity, max = Infinity }: Extract<Shape, { kind: 'integer' | 'number' }>, value: unknown): string[] {
  if (typeof value === 'string' && LONG.test(value)) return [`expected a number of at most 15 digits, but got ${quoted(value)}`];
  if (typeof value !== 'number' && typeof value !== 'bigint') return [`expected a number, but got ${nameOf(value)}`];
  if (kind === 'integer' && !Number.isSafeInteger(Number(value))) return [`expected a whole number, but got ${value}`];
  if (value < min) return [`expected at least ${min}, but got ${value}`];
  return value > max ? [`expected at most ${max}, but got ${value}`] : [];
}

/** What a tool with longer numbers than ours has hands on as digits: a third, in Terraform. */
const LONG = /^-?(?=.{16})\d+(\.\d+)?$/;

function checkLength({ kind, items, min = 0, max = Infinity }: Extract<Shape, { kind: 'list' | 'set' }>, value: readonly unknown[]): string[] {
  if (value.length < min) return [`expected at least ${min} of them, but got ${value.length}`];
  if (value.length > max) return [`expected at most ${max} of them, but got ${value.length}`];
  const twice = kind === 'set' && !hasUnknown(value) && value.some((item, i) => value.slice(0, i).some((other) => same(item, other, items)));
  return twice ? ['an item is there twice'] : [];
}

const checkKey = (keys: Shape | undefined, key: string): string[] => (keys === undefined ? [] : check(keys, key).map(({ message }) => `as a key: ${message}`));

const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
const nameOf = (value: unknown): string => (value === null || value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'text' : String(value));
