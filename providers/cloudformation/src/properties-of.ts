/** Fields of the hub as a template writes them: the other way around. */
import { type Fields, isFields, type Shape, textModel, toText } from '@patchbay/reconcile';
import type { CustomType } from './custom-type.ts';
import { propertyName } from './names.ts';

/** `instead`: what stands for a value, such as a reference; undefined keeps it. */
export function propertiesOf({ model }: CustomType, fields: Fields, instead: (value: unknown, secret: boolean) => unknown = () => undefined): Fields {
  return Object.fromEntries(textModel(model).fields.flatMap(({ name, shape, secret }) => {
    const value = fields[name];
    return value === undefined || value === null ? [] : [[propertyName(name), instead(value, secret) ?? named(shape, toText(value, shape))]];
  }));
}

function named(shape: Shape, value: unknown): unknown {
  if (shape.kind === 'object' && isFields(value)) return Object.fromEntries(shape.fields.flatMap(({ name, shape: inner }) => (value[name] === undefined || value[name] === null ? [] : [[propertyName(name), named(inner, value[name])]])));
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => named(shape.items, item));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(shape.values, item)]));
  return value;
}
