/** Properties of pages: Notion writes each in the form of its type, people in plain words. */
import { at, type Json, type JsonObject, PluginError } from '@patchbay/sdk';
import { list, string } from '../wire/fields.ts';
import { plainText, richText } from './rich-text.ts';

interface Property { readonly type: string; readonly [name: string]: Json }
export type Properties = Readonly<Record<string, Property>>;

/** A value as people say it; null when there is none. */
export function plainOf(property: Property): Json {
  const value = property[property.type] ?? null;
  if (value === null) return null;
  const read = READ[property.type];
  return read === undefined ? value : read(value, property);
}

const names = (value: Json): Json => list(value, '').map((each) => string(each, 'name'));
const ids = (value: Json): Json => list(value, '').map((each) => string(each, 'id'));

const READ: Readonly<Record<string, (value: Json, property: Property) => Json>> = {
  title: plainText,
  rich_text: plainText,
  select: (value) => string(value, 'name'),
  status: (value) => string(value, 'name'),
  multi_select: names,
  date: (value) => (at(value, 'end') ?? null) === null ? string(value, 'start') : { start: string(value, 'start'), end: string(value, 'end') },
  people: ids,
  relation: ids,
  created_by: (value) => string(value, 'id'),
  last_edited_by: (value) => string(value, 'id'),
  files: (value) => list(value, '').map((each) => string(each, 'external.url') || string(each, 'file.url') || string(each, 'name')),
  formula: (value) => (at(value, string(value, 'type')) ?? null) as Json,
  rollup: (value) => (string(value, 'type') === 'array' ? list(value, 'array').map((each) => plainOf(each as Property)) : ((at(value, string(value, 'type')) ?? null) as Json)),
  unique_id: (value) => [string(value, 'prefix'), string(value, 'number')].filter((part) => part !== '').join('-'),
  verification: (value) => string(value, 'state'),
};

/** Values by name in the form of their types. `known` says which there are. */
export function writtenOf(values: Readonly<Record<string, Json>>, known: Properties): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    if (property === undefined) throw new PluginError('invalid', `There is no property ${name}; expected one of ${Object.keys(known).join(', ')}`, { field: name });
    return [name, written(name, property.type, value)];
  }));
}

function written(name: string, type: string, value: Json): Json {
  if (isOwnForm(value, type)) return value;
  const write = WRITE[type];
  if (write === undefined) throw new PluginError('invalid', `${name} is of the type ${type}, which Notion fills in itself`, { field: name });
  const form = write(value);
  if (form === undefined) throw new PluginError('invalid', `${name} is of the type ${type}; expected ${EXPECTED[type] ?? 'text'}, got ${JSON.stringify(value).slice(0, 80)}`, { field: name });
  return { [type]: form };
}

const isOwnForm = (value: Json, type: string): boolean => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, type);

type Write = (value: Json) => Json | undefined;
const orNull = (write: Write): Write => (value) => (value === null ? null : write(value));
const text: Write = (value) => (value === null ? [] : typeof value === 'string' || typeof value === 'number' ? richText(String(value)) : undefined);
const named: Write = orNull((value) => (typeof value === 'string' && value !== '' ? { name: value } : undefined));
const line: Write = orNull((value) => (typeof value === 'string' && value !== '' ? value : undefined));
/** One text counts as a list of it. */
const many = (form: (each: string) => Json): Write => (value) => {
  const all = value === null ? [] : Array.isArray(value) ? value as readonly Json[] : [value];
  return all.every((each) => typeof each === 'string' && each !== '') ? all.map((each) => form(each as string)) : undefined;
};

const WRITE: Readonly<Record<string, Write>> = {
  title: text,
  rich_text: text,
  number: orNull((value) => (typeof value === 'number' ? value : undefined)),
  checkbox: (value) => (typeof value === 'boolean' ? value : undefined),
  select: named,
  status: named,
  multi_select: many((name) => ({ name })),
  date: orNull((value) => (typeof value === 'string' ? { start: value } : typeof at(value, 'start') === 'string' ? value : undefined)),
  people: many((id) => ({ object: 'user', id })),
  relation: many((id) => ({ id })),
  url: line,
  email: line,
  phone_number: line,
  files: many((url) => ({ type: 'external', name: url.split('/').at(-1)!.slice(0, 100) || 'file', external: { url } })),
};

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number', checkbox: 'true or false', select: 'the name of an option', status: 'the name of an option', multi_select: 'names of options', date: 'a date, or start and end',
  people: 'ids of people', relation: 'ids of pages', files: 'addresses of files',
};
