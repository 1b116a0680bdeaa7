/** Reads a JSON schema as the graph can show it. What GraphQL has no type for is JSON. */
import { isName } from './names.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;
export type ScalarName = 'ID' | 'String' | 'Int' | 'Long' | 'Float' | 'Boolean' | 'DateTime' | 'JSON';

export type Shape =
  | { readonly kind: 'scalar'; readonly name: ScalarName }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: JsonSchema }
  | { readonly kind: 'object'; readonly fields: readonly Field[] };

export interface Field { readonly name: string; readonly schema: JsonSchema; readonly required: boolean }

const JSON_SHAPE: Shape = { kind: 'scalar', name: 'JSON' };

export function shapeOf(schema: JsonSchema): Shape {
  const { inner } = withoutNull(schema);
  if (Array.isArray(inner.enum)) return choice(inner.enum);
  if (inner.anyOf !== undefined || inner.oneOf !== undefined || inner.allOf !== undefined || inner.$ref !== undefined) return JSON_SHAPE;
  switch (inner.type) {
    case 'string': return { kind: 'scalar', name: textOf(inner) };
    case 'integer': return { kind: 'scalar', name: integerOf(inner) };
    case 'number': return { kind: 'scalar', name: 'Float' };
    case 'boolean': return { kind: 'scalar', name: 'Boolean' };
    case 'array': return isSchema(inner.items) ? { kind: 'list', item: inner.items } : JSON_SHAPE;
    case 'object': return object(inner);
    default: return JSON_SHAPE;
  }
}

/** A schema that allows null, and the schema of what it is otherwise. */
export function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  if (Array.isArray(schema.anyOf)) {
    const others = schema.anyOf.filter((each: JsonSchema) => each.type !== 'null');
    if (others.length === schema.anyOf.length) return { inner: schema, nullable: false };
    const { anyOf: _, ...facts } = schema;
    return { inner: others.length === 1 ? { ...others[0], ...facts } : { ...facts, anyOf: others }, nullable: true };
  }
  if (Array.isArray(schema.type) && schema.type.includes('null')) return { inner: { ...schema, type: schema.type.find((each) => each !== 'null') }, nullable: true };
  return { inner: schema, nullable: schema.type === undefined && schema.enum === undefined && schema.const === undefined };
}

/** The resource that a field, or each item of it, holds the id of. */
export function referenceOf(schema: JsonSchema): { readonly resource: string; readonly many: boolean } | undefined {
  const { inner } = withoutNull(schema);
  if (typeof inner['x-references'] === 'string') return { resource: inner['x-references'], many: false };
  if (isSchema(inner.items) && typeof inner.items['x-references'] === 'string') return { resource: inner.items['x-references'], many: true };
  return undefined;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

function choice(values: readonly unknown[]): Shape {
  const words = values.filter((value) => typeof value === 'string');
  if (words.length < values.length) return JSON_SHAPE;
  if (words.every((word) => isName(word) && !['true', 'false', 'null'].includes(word))) return { kind: 'enum', values: words };
  return { kind: 'scalar', name: 'String' };
}

function textOf(schema: JsonSchema): ScalarName {
  if (typeof schema['x-references'] === 'string') return 'ID';
  return schema.format === 'date-time' ? 'DateTime' : 'String';
}

/** Int only where the bounds fit into 32 bits. */
function integerOf({ minimum, maximum }: JsonSchema): ScalarName {
  const fits = typeof maximum === 'number' && maximum < 2 ** 31 && typeof minimum === 'number' && minimum >= -(2 ** 31);
  return fits ? 'Int' : 'Long';
}

function object(schema: JsonSchema): Shape {
  const fields = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const open = schema.additionalProperties !== undefined && schema.additionalProperties !== false;
  if (open || fields.length === 0 || !fields.every(([name, field]) => isName(name) && isSchema(field))) return JSON_SHAPE;
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return { kind: 'object', fields: fields.map(([name, field]) => ({ name, schema: field as JsonSchema, required: required.has(name) })) };
}
