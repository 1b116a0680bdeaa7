/** Schemas that come from elsewhere as JSON Schema: shown as they came, and checked within bounds, as whoever wrote them may mean harm. */
import { z } from 'zod';
import type { Issue } from './failure.ts';
import { compileSchema, type Validator } from './schema/compile.ts';
import { hasDefaults, withDefaults } from './schema/defaults.ts';
import { Exhausted, Run } from './schema/run.ts';

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

/** In the hub’s own thread, so none may take long: some tens of milliseconds at the most, and a megabyte of plain values must fit. */
const STEPS = 1_000_000;

/** What can’t be read at all is checked by who wrote it; here it is only an object. */
function made(schema: JsonSchema): z.ZodType {
  const { validator } = compileSchema(schema, { foreign: true, steps: STEPS });
  if (validator === undefined) return z.looseObject({});
  if (hasDefaults(schema)) return z.unknown().transform((given, { issues }) => {
    const [value, problems] = filled(given, schema, validator);
    tell(problems, given, issues);
    return value;
  });
  return z.unknown().check(({ value, issues }) => tell(validator.validate(value), value, issues));
}

function tell(problems: readonly Issue[], input: unknown, issues: z.core.$ZodRawIssue[]): void {
  for (const { path, message } of problems) issues.push({ code: 'custom', path: path === '' ? [] : path.split('.'), message, input });
}

function filled(given: unknown, schema: JsonSchema, { validate }: Validator): readonly [value: unknown, problems: readonly Issue[]] {
  try {
    const value = withDefaults(given, schema, new Run(STEPS).spend);
    return [value, validate(value)];
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    return [given, [{ path: '', message: `could not be checked: ${error.message}` }]];
  }
}
