/** Actions of the hub that newer Terraform can start: all that change something and belong to no resource. */
import { type Field, fieldsOf, type ResourceModel, type Schema, textModel } from '@patchbay/reconcile';
import type { CatalogAction } from '@patchbay/contracts';
import type { Type } from '../value/type.ts';
import { type Attribute, attributeName, attributeOf, objectType } from './attribute.ts';
import { typeNameOf } from './resource-type.ts';

export type ActionSource = Pick<CatalogAction, 'id' | 'title' | 'description' | 'safety' | 'state' | 'resource' | 'input'>;

export interface ActionType {
  readonly typeName: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly model: ResourceModel;
  readonly attributes: readonly Attribute[];
  readonly wire: Type;
}

/** Any action by its id, for those of plugins. */
const CALL: ActionSource = {
  id: 'call', title: 'Call an action', description: 'Calls any action of the hub by its id, also one of a plugin.', safety: 'moderate', state: 'live',
  input: {
    type: 'object', required: ['action'],
    properties: { action: { type: 'string', minLength: 1, description: 'Its id.' }, input: { type: 'object', additionalProperties: {}, default: {}, description: 'Its input.' } },
  },
};

export const offeredActions = (actions: readonly ActionSource[]): ActionSource[] =>
  [CALL, ...actions.filter(({ resource, safety, state, input }) => resource === undefined && safety !== 'safe' && state === 'live' && input['properties'] !== undefined)];

export function actionType({ id, title, description, input }: ActionSource): ActionType {
  const fields: Field[] = fieldsOf(input as Schema);
  const model = textModel({ name: id, plural: id, prefix: '', title, description, state: 'live', deletion: 'moderate', key: [], indexed: [], once: [], example: {}, fields, computed: [] });
  const attributes = model.fields.map((field): Attribute => {
    const { writeOnly: _, ...attribute } = attributeOf(field, { name: attributeName(field.name) });
    return { ...attribute, presence: attribute.presence === 'optional+computed' ? 'optional' : attribute.presence };
  });
  return Object.freeze({ typeName: typeNameOf(id), id, title, description, model, attributes: attributes.map(settable), wire: objectType(attributes) });
}

/** Nothing is computed in the configuration of an action. */
function settable({ nested, ...attribute }: Attribute): Attribute {
  const presence = attribute.presence === 'optional+computed' ? 'optional' : attribute.presence;
  return { ...attribute, presence, ...(nested === undefined ? {} : { nested: { ...nested, attributes: nested.attributes.map(settable) } }) };
}
