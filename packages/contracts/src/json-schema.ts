/** Schemas that come from elsewhere as JSON Schema: shown as they came, checked as far as they can be read, and never for longer than a moment. */
import { z } from 'zod';
import { compileSchema, type Validator } from './schema/compile.ts';

export type JsonSchema = Record<string, unknown>;

const originals = new WeakMap<z.core.$ZodType, JsonSchema>();

/** A schema that was written in JSON Schema by somebody else. */
export const foreignSchema = (schema: JsonSchema): z.ZodType => keep(made(schema), schema);

/** The same for arguments: many a model says null for what it leaves out, and the Model Context Protocol takes the two for one. */
export const foreignInput = (schema: JsonSchema): z.ZodType => keep(z.preprocess((input) => withoutNulls(input, schema), made(schema)), schema);

function keep(made: z.ZodType, schema: JsonSchema): z.ZodType {
  const kept = made.check(() => undefined); // a new instance: two tools may share one schema object
  originals.set(kept, schema);
  return kept;
}

/** What it was made from. */
export const originalOf = (schema: z.core.$ZodType): JsonSchema | undefined => originals.get(schema);

/** Only where null is neither asked for nor possible. */
function withoutNulls(input: unknown, { properties, required }: JsonSchema): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || typeof properties !== 'object' || properties === null) return input;
  const types = properties as Readonly<Record<string, { readonly type?: unknown } | null>>; // whatever it is, it is only looked at
  const must: readonly unknown[] = Array.isArray(required) ? required : [];
  const leftOut = (key: string): boolean => Object.hasOwn(types, key) && !must.includes(key) && NOT_NULL.includes(types[key]?.type);
  return Object.fromEntries(Object.entries(input).filter(([key, value]) => value !== null || !leftOut(key)));
}

const NOT_NULL: readonly unknown[] = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Enough for any honest answer, and never more than a moment. */
const STEPS = 1_000_000;
/** With these a few words of a schema keep zod busy for years: patterns that go back and forth, references that double at each step, items that are all compared. */
const COSTLY = new Set(['pattern', 'patternProperties', 'uniqueItems', '$ref']);

/** What is costly is checked in bounded time, and zod checks the rest, as it puts defaults in. */
function made(schema: JsonSchema): z.ZodType {
  const costly = keywordsIn(schema).filter((keyword) => COSTLY.has(keyword));
  if (costly.length === 0) return readable(schema) ?? z.looseObject({});
  const bounded = compiled(schema);
  const rest = costly.includes('$ref') ? undefined : readable(without(schema) as JsonSchema);
  if (bounded === undefined) return rest ?? z.looseObject({});
  const fits = z.unknown().check(({ value, issues }) => { for (const { path, message } of bounded.validate(value)) issues.push({ code: 'custom', input: value, message, path: path === '' ? [] : path.split('.') }); });
  return rest === undefined ? fits : fits.pipe(rest as z.ZodType<unknown, unknown>);
}

/** Keywords that zod does not know make it refuse the whole; then only the shape of an object is checked here, and the rest by who wrote it. */
function readable(schema: JsonSchema): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema as never);
  } catch {
    return undefined;
  }
}

function compiled(schema: JsonSchema): Validator | undefined {
  try {
    return compileSchema(schema, STEPS).validator;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // deeper than anybody reads
    throw error;
  }
}

function keywordsIn(schema: unknown): string[] {
  const [found, open] = [new Set<string>(), [schema]];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each !== 'object' || each === null) continue;
    if (!Array.isArray(each)) for (const key of Object.keys(each)) found.add(key);
    open.push(...(Object.values(each) as unknown[]));
  }
  return [...found];
}

/** Names of fields or of schemas, and no keywords. */
const NAMES = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
/** What stands there is a value and no schema. */
const VALUES = new Set(['enum', 'const', 'default', 'examples', 'example']);

function without(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(without);
  if (typeof schema !== 'object' || schema === null) return schema;
  const open = 'patternProperties' in schema; // whatever is no named field may be one of a pattern
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => {
    if (COSTLY.has(key) || (open && (key === 'additionalProperties' || key === 'unevaluatedProperties'))) return [];
    if (NAMES.has(key) && typeof value === 'object' && value !== null) return [[key, Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, without(each)]))]];
    return [[key, VALUES.has(key) ? value : without(value)]];
  }));
}
