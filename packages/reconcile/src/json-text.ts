/** Tools whose types can't hold free JSON take it as text. A model of that kind, and the way between the two. */
import type { ResourceModel } from './model.ts';
import type { Field, Shape } from './shape.ts';
import { isAbsent, isFields, UNKNOWN } from './unknown.ts';

/** What can't be read as JSON. */
export const NO_JSON: unique symbol = Symbol('no JSON');

export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return NO_JSON;
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}

/** The same resource with every free JSON as text, defaults too. */
export const textModel = (model: ResourceModel): ResourceModel => Object.freeze({ ...model, fields: model.fields.map(textField), computed: model.computed.map(textField) });

function textField(field: Field): Field {
  const shape = textShape(field.shape);
  return {
    ...field, shape,
    ...(field.default === undefined ? {} : { default: toText(field.default, shape) }),
    ...(field.example === undefined ? {} : { example: toText(field.example, shape) }),
  };
}

function textShape(shape: Shape): Shape {
  switch (shape.kind) {
    case 'json': return { ...shape, text: true };
    case 'list': case 'set': return { ...shape, items: textShape(shape.items) };
    case 'map': return { ...shape, values: textShape(shape.values) };
    case 'object': return { ...shape, fields: shape.fields.map(textField) };
    default: return shape;
  }
}

/** What the hub says, as a tool of that kind holds it. */
export const toText = (value: unknown, shape: Shape): unknown => mapJson(value, shape, (json) => JSON.stringify(json));
/** What a tool of that kind holds, as the hub takes it. */
export const fromText = (value: unknown, shape: Shape): unknown => mapJson(value, shape, (text) => parsed(text));

function mapJson(value: unknown, shape: Shape, change: (json: unknown) => unknown): unknown {
  if (isAbsent(value) || value === UNKNOWN) return value;
  if (shape.kind === 'json') return shape.text === true ? change(value) : value;
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => mapJson(item, shape.items, change));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapJson(item, shape.values, change)]));
  if (shape.kind !== 'object' || !isFields(value)) return value;
  const shapes = new Map(shape.fields.map((field) => [field.name, field.shape]));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapes.has(name) ? mapJson(item, shapes.get(name)!, change) : item]));
}
