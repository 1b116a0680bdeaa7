/** Schemas that come from elsewhere as JSON Schema: shown as they came, checked as far as zod reads them. */
import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

const originals = new WeakMap<z.core.$ZodType, JsonSchema>();

/** A schema that was written in JSON Schema by somebody else. */
export function foreignSchema(schema: JsonSchema): z.ZodType {
  const made = readable(schema) ?? z.looseObject({});
  const kept = made.check(() => undefined); // a new instance: two tools may share one schema object
  originals.set(kept, schema);
  return kept;
}

/** What it was made from. */
export const originalOf = (schema: z.core.$ZodType): JsonSchema | undefined => originals.get(schema);

/** Keywords that zod does not know make it refuse the whole; then only the shape of an object is checked here, and the rest by who wrote it. */
function readable(schema: JsonSchema): z.ZodType | undefined {
  try {
    return z.fromJSONSchema(schema as never);
  } catch {
    return undefined;
  }
}
