/** What a value may look like, read from the JSON Schemas of the catalog. The catalog uses few keywords; one that is not known here is refused, so that nothing is taken wrongly in silence. */

export type Shape =
  | { readonly kind: 'string'; readonly format?: 'uri' | 'date-time'; readonly oneOf?: readonly string[]; readonly pattern?: string; readonly min?: number; readonly max?: number }
  | { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  /** Any JSON; `object` when it must be an object; `text` when a tool writes it as text. */
  | { readonly kind: 'json'; readonly object: boolean; readonly text?: true }
  /** An array: of a set, the order means nothing. */
  | { readonly kind: 'list' | 'set'; readonly items: Shape; readonly min?: number; readonly max?: number }
  | { readonly kind: 'map'; readonly values: Shape; readonly keys?: Shape }
  | { readonly kind: 'object'; readonly fields: readonly Field[] };

/** One field with its facts. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** What the hub takes when it is left out. */
  readonly default?: unknown;
  readonly description: string;
  readonly example?: unknown;
  /** Takes a value, never gives one back. */
  readonly secret: boolean;
  /** Only a new resource can have another value. */
  readonly immutable: boolean;
  /** Set by the hub. */
  readonly computed: boolean;
  /** The resource whose id it holds. */
  readonly references?: string;
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number; readonly maxLength?: number;
  readonly minimum?: number; readonly maximum?: number; readonly exclusiveMinimum?: number; readonly exclusiveMaximum?: number;
  readonly minItems?: number; readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly writeOnly?: boolean; readonly readOnly?: boolean;
  readonly 'x-immutable'?: boolean; readonly 'x-references'?: string; readonly 'x-set'?: boolean;
}

export function shapeOf(whole: Schema): Shape {
  const schema = withoutNull(whole);
  if (schema.anyOf !== undefined) return { kind: 'json', object: false };
  switch (schema.type) {
    case 'string': return stringShape(schema);
    case 'integer': case 'number': return { kind: schema.type, ...bounds(schema.minimum, schema.maximum) };
    case 'boolean': return { kind: 'boolean' };
    case 'array': return { kind: schema['x-set'] === true ? 'set' : 'list', items: shapeOf(schema.items ?? {}), ...bounds(schema.minItems, schema.maxItems) };
    case 'object': return objectShape(schema);
    case undefined: return schema.const === undefined ? { kind: 'json', object: false } : constShape(schema.const);
    default: throw new Error(`the catalog has a type that reconcile does not know: ${String(schema.type)}`);
  }
}

export function fieldsOf(schema: Schema): Field[] {
  return Object.entries(schema.properties ?? {}).map(([name, each]) => fieldOf(name, each, schema.required?.includes(name) === true));
}

function fieldOf(name: string, schema: Schema, required: boolean): Field {
  return {
    name, shape: shapeOf(schema), required: required && schema.default === undefined,
    ...(schema.default === undefined ? {} : { default: schema.default }),
    description: schema.description ?? '',
    ...(schema.examples?.[0] === undefined ? {} : { example: schema.examples[0] }),
    secret: schema.writeOnly === true, immutable: schema['x-immutable'] === true, computed: schema.readOnly === true,
    ...(schema['x-references'] === undefined ? {} : { references: schema['x-references'] }),
  };
}

/** `anyOf: [X, null]` and `type: [X, null]` are X that may be absent. */
function withoutNull(schema: Schema): Schema {
  if (Array.isArray(schema.type)) {
    const [type, ...more] = schema.type.filter((each) => each !== 'null');
    return more.length === 0 && type !== undefined ? { ...schema, type } : { description: schema.description ?? '' };
  }
  const choices = schema.anyOf?.filter((each) => each.type !== 'null');
  if (choices?.length !== 1) return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...rest, ...choices[0] };
}

const constShape = (value: unknown): Shape =>
  typeof value === 'string' ? { kind: 'string', oneOf: [value] } : typeof value === 'boolean' ? { kind: 'boolean' } : typeof value === 'number' ? { kind: 'number', min: value, max: value } : { kind: 'json', object: false };

function stringShape({ format, enum: oneOf, pattern, minLength, maxLength }: Schema): Shape {
  return {
    kind: 'string', ...bounds(minLength, maxLength),
    ...(format === 'uri' || format === 'date-time' ? { format } : {}),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(String) }),
    ...(pattern === undefined || format === 'date-time' ? {} : { pattern }),
  };
}

function objectShape(schema: Schema): Shape {
  if (schema.properties !== undefined) return { kind: 'object', fields: fieldsOf(schema) };
  const { additionalProperties: values, propertyNames: keys } = schema;
  if (typeof values !== 'object' || Object.keys(values).length === 0) return { kind: 'json', object: true };
  return { kind: 'map', values: shapeOf(values), ...(keys === undefined ? {} : { keys: shapeOf({ type: 'string', ...keys }) }) };
}

const bounds = (min: number | undefined, max: number | undefined): { min?: number; max?: number } => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
