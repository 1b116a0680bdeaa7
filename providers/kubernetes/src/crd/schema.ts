/** Shapes of the catalog as structural schemas. What they can't say, such as the keys of a map, the hub says when it is asked. */
import { type Field, isFields, type Shape } from '@patchbay/reconcile';
import { camel } from './names.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** `loose`: of what the hub answers, which a newer hub may answer otherwise. */
export interface SchemaOptions { readonly loose: boolean }

export function schemaOf(shape: Shape, options: SchemaOptions): JsonSchema {
  switch (shape.kind) {
    case 'string': return { type: 'string', ...(options.loose ? {} : textRules(shape)) };
    case 'integer': return { type: 'integer', format: 'int64', ...(options.loose ? {} : numberRules(shape)) };
    case 'number': return { type: 'number', ...(options.loose ? {} : numberRules(shape)) };
    case 'boolean': return { type: 'boolean' };
    case 'json': return { ...(shape.object ? { type: 'object' } : {}), 'x-kubernetes-preserve-unknown-fields': true };
    case 'list': case 'set': return { type: 'array', 'x-kubernetes-list-type': isSet(shape) ? 'set' : 'atomic', ...(options.loose ? {} : lengthRules(shape)), items: schemaOf(shape.items, options) };
    case 'map': return { type: 'object', additionalProperties: schemaOf(shape.values, options) };
    case 'object': return objectSchema(shape.fields, options);
    default: return shape satisfies never;
  }
}

/** Kubernetes has sets of scalars only. */
const isSet = (shape: Extract<Shape, { kind: 'list' | 'set' }>): boolean => shape.kind === 'set' && ['string', 'integer', 'number', 'boolean'].includes(shape.items.kind);

function objectSchema(fields: readonly Field[], options: SchemaOptions): JsonSchema {
  const required = options.loose ? [] : fields.filter((field) => field.required).map(({ name }) => camel(name));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(fields.map((field) => [camel(field.name), fieldSchema(field, options)])),
  };
}

export function fieldSchema({ shape, default: preset, description }: Field, options: SchemaOptions, facts: readonly string[] = []): JsonSchema {
  const words = [description, ...facts].filter((each) => each !== '').join(' ');
  return {
    ...(words === '' ? {} : { description: words }), ...schemaOf(shape, options),
    ...(preset === undefined || preset === null || options.loose ? {} : { default: renamed(preset, shape, camel) }),
  };
}

function textRules({ format, oneOf, pattern, min, max }: Extract<Shape, { kind: 'string' }>): JsonSchema {
  return {
    ...(format === undefined ? {} : { format }), ...(oneOf === undefined ? {} : { enum: oneOf }),
    ...(pattern === undefined || !isRe2(pattern) ? {} : { pattern }),
    ...(min === undefined ? {} : { minLength: min }), ...(max === undefined ? {} : { maxLength: max }),
  };
}

/** The API server's regular expressions look neither ahead nor behind. */
const isRe2 = (pattern: string): boolean => !/\(\?[=!<]|\\u|\\[1-9]/.test(pattern);

const numberRules = ({ min, max }: Extract<Shape, { kind: 'integer' | 'number' }>): JsonSchema => ({ ...(isBound(min) ? { minimum: min } : {}), ...(isBound(max) ? { maximum: max } : {}) });
const isBound = (value: number | undefined): value is number => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
const lengthRules = ({ min, max }: Extract<Shape, { kind: 'list' | 'set' }>): JsonSchema => ({ ...(min === undefined ? {} : { minItems: min }), ...(max === undefined ? {} : { maxItems: max }) });

/** A value with the names of its fields in the other spelling. Keys of maps and of free JSON are not names of ours. */
export function renamed(value: unknown, shape: Shape, rename: (name: string) => string): unknown {
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => renamed(item, shape.items, rename));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, shape.values, rename)]));
  if (shape.kind !== 'object' || !isFields(value)) return value;
  return Object.fromEntries(shape.fields.flatMap((field) => (value[field.name] === undefined ? [] : [[rename(field.name), renamed(value[field.name], field.shape, rename)]])));
}
