/** Values that fit a JSON Schema, as fast-check arbitraries: boundaries first, real ids where something is referred to. */
import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from './document.ts';

/** What secrets begin with, so that none can hide in an answer. */
export const SECRET = 's3cr3t-';

/** Ids of what the run created, by resource. */
export type Pools = ReadonlyMap<string, readonly string[]>;

export function fitting(schema: Schema, pools: Pools, depth = 0): Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  if ('enum' in schema) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options !== undefined) return fc.oneof(...options.map((each) => fitting(each, pools, depth)));
  const { type } = schema;
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => fitting({ ...schema, type: each }, pools, depth)));
  switch (type) {
    case 'object': return objects(schema, pools, depth);
    case 'array': return arrays(schema, pools, depth);
    case 'string': return strings(schema, pools);
    case 'integer': return integers(schema);
    case 'number': return fc.double({ min: Number(schema['minimum'] ?? -1e6), max: Number(schema['maximum'] ?? 1e6), noNaN: true });
    case 'boolean': return fc.boolean();
    case 'null': return fc.constant(null);
    default: return depth > 3 ? fc.constant({}) : fc.jsonValue({ maxDepth: 2 });
  }
}

function objects(schema: Schema, pools: Pools, depth: number): Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  const offered = Object.entries(properties).filter(([name]) => depth < 5 || required.includes(name));
  const fields = fc.record(Object.fromEntries(offered.map(([name, property]) => [name, fitting(property, pools, depth + 1)])), { requiredKeys: required });
  const rest = schema['additionalProperties'];
  if (rest === false || (rest === undefined && offered.length > 0)) return fields;
  const names = fitting({ type: 'string', minLength: 1, maxLength: 20, ...(schema['propertyNames'] as Schema | undefined) }, pools).filter((name) => name !== '__proto__') as Arbitrary<string>;
  const values = rest === true || rest === undefined || Object.keys(rest as Schema).length === 0 ? fc.jsonValue({ maxDepth: 2 }) : fitting(rest as Schema, pools, depth + 1);
  return fc.tuple(fields, fc.dictionary(names, values, { maxKeys: 3 })).map(([known, more]) => ({ ...more, ...known }));
}

function arrays(schema: Schema, pools: Pools, depth: number): Arbitrary<unknown> {
  const least = Number(schema['minItems'] ?? 0);
  const sizes = { minLength: least, maxLength: Math.max(least, Math.min(3, Number(schema['maxItems'] ?? 3))) };
  const items = fitting((schema['items'] ?? {}) as Schema, pools, depth + 1);
  return schema['x-set'] === true ? fc.uniqueArray(items, { ...sizes, selector: (item) => JSON.stringify(item) }) : fc.array(items, sizes);
}

function integers(schema: Schema): Arbitrary<number> {
  const min = Math.max(Number(schema['minimum'] ?? -1000), Number.MIN_SAFE_INTEGER);
  const max = Math.min(Number(schema['maximum'] ?? Math.max(min, 1000)), Number.MAX_SAFE_INTEGER);
  return fc.oneof({ arbitrary: fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) }), weight: 3 }, fc.constantFrom(min, max));
}

function strings(schema: Schema, pools: Pools): Arbitrary<string> {
  const pool = pools.get(String(schema['x-references'])) ?? [];
  const made = byShape(schema);
  if (pool.length === 0) return made;
  return fc.oneof({ arbitrary: fc.nat().map((n) => pool[n % pool.length] ?? ''), weight: 4 }, made);
}

function byShape(schema: Schema): Arbitrary<string> {
  const least = Number(schema['minLength'] ?? 0);
  const most = Math.min(Number(schema['maxLength'] ?? 200), 300);
  if (schema['format'] === 'date-time') return fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => date.toISOString());
  if (schema['format'] === 'uri') return fc.constantFrom('https://example.com/', 'https://example.com/a?b=c#d', 'https://xn--bcher-kva.example/');
  if (schema['writeOnly'] === true && schema['pattern'] === undefined) return fc.string({ minLength: 8, maxLength: 40 }).map((text) => `${SECRET}${text}`);
  if (typeof schema['pattern'] === 'string') return matching(schema['pattern'], least, most, schema['examples'] as string[] | undefined);
  const text = fc.string({ minLength: least, maxLength: most, unit: fc.oneof({ arbitrary: fc.constantFrom(...'abcxyz019 -_.'), weight: 8 }, { arbitrary: fc.constantFrom('é', 'ß', '漢', '\u202e', '"', '\\', '\n', '%', '<', '\'', ';', '$', '🙂'), weight: 1 }) });
  return text.filter((value) => value.length >= least && value.length <= most);
}

function matching(pattern: string, least: number, most: number, examples: string[] | undefined): Arbitrary<string> {
  const fits = (text: string): boolean => text.length >= least && text.length <= most;
  const made = pattern.startsWith('^[^\\x00') ? fc.string({ minLength: Math.max(least, 1), maxLength: Math.min(most, 40), unit: 'grapheme-ascii' }) : fc.stringMatching(new RegExp(pattern), { maxLength: most });
  const known = (examples ?? []).filter((each) => typeof each === 'string' && fits(each));
  const fitted = made.filter((text) => fits(text) && new RegExp(pattern, 'u').test(text));
  return known.length === 0 ? fitted : fc.oneof({ arbitrary: fitted, weight: 4 }, fc.constantFrom(...known));
}
