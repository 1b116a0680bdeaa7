/** What can be looked up: one resource by its id or by its natural key, and all of them by what they are filtered by. */
import { type Field, type ResourceModel, visibleFields } from '@patchbay/reconcile';
import type { Type } from '../value/type.ts';
import { type Attribute, attributeName, attributeOf, objectType } from './attribute.ts';
import { computedName, type ResourceType, typeNameOf } from './resource-type.ts';

export interface DataSource {
  readonly typeName: string;
  readonly description: string;
  readonly of: ResourceType;
  readonly many: boolean;
  /** Attributes that a user may set. */
  readonly asked: readonly Attribute[];
  readonly attributes: readonly Attribute[];
  readonly wire: Type;
}

export function lookupOne(of: ResourceType): DataSource {
  const { model } = of;
  const keys = ['id', ...model.key];
  const attributes = visibleFields(model).map((field): Attribute => {
    const shown = attributeOf(field, { read: true, name: nameOf(model, field) });
    return keys.includes(field.name) ? { ...shown, presence: 'optional+computed' } : shown;
  });
  const asked = attributes.filter(({ presence }) => presence !== 'computed');
  return { typeName: of.typeName, description: `${model.description} Found by its \`id\` or by ${model.key.map((field) => `\`${attributeName(field)}\``).join(' and ')}.`, of, many: false, asked, attributes, wire: objectType(attributes) };
}

export function lookupMany(of: ResourceType): DataSource {
  const { model } = of;
  const asked = filtersOf(model).map((field): Attribute => ({ ...attributeOf(field, { read: true, name: nameOf(model, field) }), presence: 'optional' }));
  const shown = visibleFields(model).map((field) => attributeOf(field, { read: true, name: nameOf(model, field) }));
  const items: Attribute = { name: 'items', type: ['list', objectType(shown)], nested: { nesting: 'list', attributes: shown }, presence: 'computed', description: 'What was found, oldest first.' };
  const ids: Attribute = { name: 'ids', type: ['list', 'string'], presence: 'computed', description: 'Their ids, in the same order.' };
  const attributes = [...asked, ids, items];
  return { typeName: typeNameOf(model.plural), description: `All of this kind, or those that fit the filters. ${model.description}`, of, many: true, asked, attributes, wire: objectType(attributes) };
}

/** Fields that the hub filters its lists by. */
export const filtersOf = (model: ResourceModel): Field[] => visibleFields(model).filter(({ name }) => model.indexed.includes(name) && name !== 'id');

export const nameOf = (model: ResourceModel, field: Field): string => (field.computed ? computedName(model, field) : attributeName(field.name));
