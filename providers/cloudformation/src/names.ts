/** Names as CloudFormation writes them: `event_types` is EventTypes. Keys of maps and of free JSON are nobody's to rename. */
import type { Field, Shape } from '@patchbay/reconcile';

export const pascalCase = (name: string): string => name.split('_').map((part) => `${part.slice(0, 1).toUpperCase()}${part.slice(1)}`).join('');

/** CloudFormation takes an object with this key for a function of its own. */
const RESERVED = new Set(['Ref']);
export const propertyName = (field: string): string => (RESERVED.has(pascalCase(field)) ? `${pascalCase(field)}Name` : pascalCase(field));

export const customTypeName = (resource: string): string => `Custom::Patchbay${pascalCase(resource)}`;
export const registryTypeName = (resource: string): string => `Patchbay::Hub::${pascalCase(resource)}`;

export const pascalField = (field: Field): Field => ({ ...field, name: propertyName(field.name), shape: pascalShape(field.shape) });

function pascalShape(shape: Shape): Shape {
  switch (shape.kind) {
    case 'object': return { ...shape, fields: shape.fields.map(pascalField) };
    case 'list': case 'set': return { ...shape, items: pascalShape(shape.items) };
    case 'map': return { ...shape, values: pascalShape(shape.values) };
    default: return shape;
  }
}
