/** One valid creation of a resource, from the examples of its fields. Documents, OpenAPI and generated configurations show it. */
import type { z } from 'zod';
import { bare, schemasOf } from './derive.ts';
import { metaOf, type ResourceDefinition } from './resource.ts';
import type { Document } from './unit.ts';

/** The required fields, and each further one that breaks no rule: of fields that exclude each other, the first stays. */
export function exampleOf(definition: ResourceDefinition): Document {
  const { create } = schemasOf(definition);
  const examples = Object.entries(definition.fields).flatMap(([field, schema]) => {
    const [first] = (metaOf(schema, 'examples') ?? []) as unknown[];
    const { optional, defaulted } = bare(schema);
    return first === undefined ? [] : [{ field, first, required: !optional && !defaulted }];
  });
  const found: Record<string, unknown> = Object.fromEntries(examples.filter((each) => each.required).map(({ field, first }) => [field, first]));
  for (const { field, first } of examples.filter((each) => !each.required)) if (faults(create, { ...found, [field]: first }) <= faults(create, found)) found[field] = first;
  return found;
}

const faults = (create: z.ZodObject, fields: Document): number => create.safeParse(fields).error?.issues.length ?? 0;
