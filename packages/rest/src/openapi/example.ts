/** An example of a schema, put together from the examples of its fields. */
import { type ResourceDefinition, schemaOf, schemasOf } from '@patchbay/contracts';
import type { Json } from './words.ts';

export function exampleOf(schema: Json): unknown {
  const { examples, default: given, const: only, enum: options, anyOf } = schema as { examples?: unknown[]; default?: unknown; const?: unknown; enum?: unknown[]; anyOf?: Json[] };
  if (examples !== undefined) return examples[0];
  if (given !== undefined) return given;
  if (only !== undefined) return only;
  if (options !== undefined) return options[0];
  if (anyOf !== undefined) return exampleOf(anyOf[0] ?? {});
  return exampleOfType(schema);
}

function exampleOfType(schema: Json): unknown {
  switch ([schema['type']].flat()[0]) {
    case 'object': return Object.fromEntries(Object.entries((schema['properties'] ?? {}) as Record<string, Json>).filter(([name, property]) => isShown(schema, name, property)).map(([name, property]) => [name, exampleOf(property)]));
    case 'array': return [exampleOf((schema['items'] ?? {}) as Json)];
    case 'integer': case 'number': return schema['minimum'] ?? 1;
    case 'boolean': return true;
    case 'null': return null;
    case 'string': return text(schema);
    default: return {};
  }
}

const isShown = (schema: Json, name: string, property: Json): boolean => property['examples'] !== undefined || ((schema['required'] ?? []) as string[]).includes(name);

function text({ format, pattern }: Json): string {
  if (format === 'date-time') return '2030-01-01T00:00:00.000Z';
  if (format === 'uri') return 'https://example.com/';
  const prefix = /^\^([a-z]+)_\[0-7\]/.exec(String(pattern))?.[1];
  return prefix === undefined ? 'text' : `${prefix}_01jd8xk3v2q4r6t8w0y2a4c6e8`;
}

/** What a creation may send. Fields that a rule over several fields refuses together with the others are left out. */
export function creationOf(definition: ResourceDefinition): unknown {
  const { create } = schemasOf(definition);
  const schema = schemaOf(create, 'input');
  const optional = new Set(Object.keys(create.shape).filter((name) => !((schema['required'] ?? []) as string[]).includes(name)));
  let example = exampleOf(schema) as Record<string, unknown>;
  for (let refused = create.safeParse(example).error; refused !== undefined; refused = create.safeParse(example).error) {
    const name = refused.issues.map(({ path }) => String(path[0])).find((each) => optional.delete(each));
    if (name === undefined) return example;
    const { [name]: _, ...others } = example;
    example = others;
  }
  return example;
}
