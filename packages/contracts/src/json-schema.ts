/** Schemas that come from elsewhere as JSON Schema: shown as they came, checked as far as zod reads them. */
import { z } from 'zod';

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

const made = (schema: JsonSchema): z.ZodType => readable(schema) ?? z.looseObject({});

/** Keywords that zod does not know make it refuse the whole; then only the shape of an object is checked here, and the rest by who wrote it. */
function readable(schema: JsonSchema): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema as never);
  } catch {
    return undefined;
  }
}
