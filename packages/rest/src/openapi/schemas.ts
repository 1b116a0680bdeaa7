/** The named schemas: per resource what it is, what creates and what changes it, and a page; per action its input and output. */
import { type Action, type Catalog, Problem, type ResourceDefinition, schemaOf, schemasOf } from '@patchbay/contracts';
import { type Json, pascal, ref } from './words.ts';

export function schemaComponents({ resources, actions }: Pick<Catalog, 'resources' | 'actions'>): Json {
  return { Problem: schemaOf(Problem, 'output'), Tool: tool, ToolPage: pageOf('Tool'), ...Object.assign({}, ...resources.map(ofResource), ...actions.filter(isTool).map(ofAction)) as Json };
}

/** Actions that are not those of a resource have no route but their tool. */
export const isTool = ({ resource }: Action): boolean => resource === undefined;

function ofResource(definition: ResourceDefinition): Json {
  const { view, create, created } = schemasOf(definition);
  const name = pascal(definition.name);
  const shown = { [name]: { title: definition.title, description: definition.description, ...schemaOf(view, 'output') }, [`${name}Page`]: pageOf(name) };
  if (definition.kind === 'record') return shown;
  return {
    ...shown,
    [`${name}Create`]: schemaOf(create, 'input'),
    [`${name}Update`]: updateOf(definition),
    ...(Object.keys(definition.once).length > 0 ? { [`${name}Created`]: schemaOf(created, 'output') } : {}),
  };
}

/** Without the id, which is in the path, and the version, which is in If-Match. */
export function updateOf(definition: ResourceDefinition): Json {
  const { properties, required: _, ...schema } = schemaOf(schemasOf(definition).update, 'input') as { properties: Json; required: unknown };
  const { id: __, if_version: ___, ...fields } = properties;
  return { ...schema, properties: fields };
}

const ofAction = (action: Action): Json => ({ [`${pascal(action.id)}Input`]: schemaOf(action.input, 'input'), [`${pascal(action.id)}Output`]: schemaOf(action.output, 'output') });

const pageOf = (name: string): Json => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref('schemas', name) }, next_cursor: { type: ['string', 'null'], description: 'For the next page; null on the last one.' } },
  required: ['items', 'next_cursor'],
  additionalProperties: false,
});

const text: Json = { type: 'string' };
const tool: Json = {
  type: 'object',
  properties: {
    id: text, title: text, description: text, safety: { type: 'string', enum: ['safe', 'moderate', 'destructive'] }, scope: text, state: { type: 'string', enum: ['live', 'planned'] },
    dry_run: { type: 'boolean' }, input_schema: { type: 'object' }, output_schema: { type: 'object' },
  },
  required: ['id', 'title', 'description', 'safety', 'scope', 'state', 'dry_run', 'input_schema', 'output_schema'],
  additionalProperties: false,
};
