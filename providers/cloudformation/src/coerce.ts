/** CloudFormation hands every scalar to a custom resource as text: here it gets its type back, by the shape. What does not fit stays as it came. */
import { type Field, type Fields, isFields, type Shape } from '@patchbay/reconcile';

export function coerceFields(fields: readonly Field[], given: Fields): Fields {
  const shapes = new Map(fields.map(({ name, shape }) => [name, shape]));
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, shapes.has(name) ? coerce(shapes.get(name)!, value) : value]));
}

function coerce(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'boolean': return value === 'true' ? true : value === 'false' ? false : value;
    case 'integer': case 'number': return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
    case 'list': case 'set': return Array.isArray(value) ? value.map((item) => coerce(shape.items, item)) : value;
    case 'map': return isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerce(shape.values, item)])) : value;
    case 'object': return isFields(value) ? coerceFields(shape.fields, value) : value;
    case 'string': case 'json': return value;
    default: return shape satisfies never;
  }
}

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
