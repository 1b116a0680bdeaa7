/** Pulumi's names for what the catalog names with underscores. Keys of maps and of free JSON are data and stay as they are. */
import type { Field, Fields, ResourceModel, Shape } from '@patchbay/reconcile';
import { isFields } from '@patchbay/reconcile';

export const PACKAGE = 'patchbay';

/** event_types → eventTypes. */
export const propertyName = (field: string): string => field.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
/** event_type → EventType. */
export const className = (name: string): string => propertyName(`_${name}`);
export const tokenOf = (name: string): string => `${PACKAGE}:index:${name}`;
export const resourceToken = (resource: string): string => tokenOf(className(resource));

/** The model in Pulumi's names, at every depth: all that compares and checks works on it. */
export const renamed = (model: ResourceModel): ResourceModel => Object.freeze({
  ...model, key: model.key.map(propertyName), indexed: model.indexed.map(propertyName), once: model.once.map(propertyName),
  fields: model.fields.map(renamedField), computed: model.computed.map(renamedField), example: fromHubFields(model.fields, model.example),
});

function renamedField(field: Field): Field {
  return {
    ...field, name: propertyName(field.name), shape: renamedShape(field.shape),
    ...(field.default === undefined ? {} : { default: fromHub(field.shape, field.default) }),
    ...(field.example === undefined ? {} : { example: fromHub(field.shape, field.example) }),
  };
}

function renamedShape(shape: Shape): Shape {
  switch (shape.kind) {
    case 'list': case 'set': return { ...shape, items: renamedShape(shape.items) };
    case 'map': return { ...shape, values: renamedShape(shape.values) };
    case 'object': return { ...shape, fields: shape.fields.map(renamedField) };
    default: return shape;
  }
}

/** By the shape in the hub's names. */
export const fromHub = (shape: Shape, value: unknown): unknown => mapNames(shape, value, fromHubFields);
export const toHub = (shape: Shape, value: unknown): unknown => mapNames(shape, value, toHubFields);

export const fromHubFields = (fields: readonly Field[], said: Fields): Fields =>
  Object.fromEntries(fields.flatMap(({ name, shape }) => (said[name] === undefined ? [] : [[propertyName(name), fromHub(shape, said[name])]])));

export const toHubFields = (fields: readonly Field[], bag: Fields): Fields =>
  Object.fromEntries(fields.flatMap(({ name, shape }) => (bag[propertyName(name)] === undefined ? [] : [[name, toHub(shape, bag[propertyName(name)])]])));

function mapNames(shape: Shape, value: unknown, rename: (fields: readonly Field[], value: Fields) => Fields): unknown {
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((item) => mapNames(shape.items, item, rename));
  if (shape.kind === 'map' && isFields(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapNames(shape.values, item, rename)]));
  return shape.kind === 'object' && isFields(value) ? rename(shape.fields, value) : value;
}
