/** A valid creation of any resource, from the examples in its definition. */
import { bare, type Document, type ResourceDefinition } from '@patchbay/contracts';
import { z } from 'zod';

/** The required fields only; optional ones often exclude each other. */
export function exampleOf(definition: ResourceDefinition, more: Document = {}): Document {
  const required = Object.entries(definition.fields).filter(([, schema]) => {
    const { optional, defaulted } = bare(schema!);
    return !optional && !defaulted;
  });
  return { ...Object.fromEntries(required.map(([field, schema]) => [field, exampleOfField(schema!)])), ...more };
}

function exampleOfField(schema: z.core.$ZodType): unknown {
  const [example] = (z.globalRegistry.get(schema)?.examples ?? []) as unknown[];
  return example;
}
