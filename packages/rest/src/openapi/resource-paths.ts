/** The paths of resources and records. */
import { type Action, type Catalog, type FailureCode, failuresOf, type ResourceDefinition, type ResourceVerb, schemaOf, schemasOf } from '@patchbay/contracts';
import { creationOf, exampleOf } from './example.ts';
import { answerHeaders } from './headers.ts';
import { parameters, queryParameters, writeParameters } from './parameters.ts';
import type { Refusals } from './problems.ts';
import { updateOf } from './schemas.ts';
import { type Json, json, pascal, ref } from './words.ts';

export function resourcePaths({ resources, actions }: Pick<Catalog, 'resources' | 'actions'>, refusals: Refusals): Json {
  return Object.assign({}, ...resources.map((definition) => {
    const own = actions.filter((action) => action.resource?.name === definition.name);
    const at = (...offered: ResourceVerb[]): Json => Object.fromEntries(own.filter((action) => offered.includes(action.resource!.verb)).map((action) => {
      const { method, describe, codes = [] } = verbs[action.resource!.verb];
      return [method, { ...about(action, definition), ...describe(action, definition, refusals.of([...failuresOf(action), ...codes])) }];
    }));
    return { [`/v1/${definition.plural}`]: at('list', 'create'), [`/v1/${definition.plural}/{id}`]: at('get', 'update', 'delete') };
  })) as Json;
}

const about = ({ id, title, description, scope, safety, state }: Action, definition: ResourceDefinition): Json =>
  ({ operationId: id, tags: [definition.title], summary: title, description, 'x-scope': scope, 'x-safety': safety, 'x-state': state });

type Describe = (action: Action, definition: ResourceDefinition, refused: Json) => Json;

const verbs: Readonly<Record<ResourceVerb, { readonly method: string; readonly describe: Describe; readonly codes?: readonly FailureCode[] }>> = {
  list: { method: 'get', describe: list },
  create: { method: 'post', describe: create, codes: ['idempotency.key_invalid'] },
  get: { method: 'get', describe: get, codes: ['route.not_found'] },
  update: { method: 'patch', describe: update, codes: ['route.not_found', 'version.malformed', 'idempotency.key_invalid'] },
  delete: { method: 'delete', describe: remove, codes: ['route.not_found', 'version.malformed', 'idempotency.key_invalid'] },
};

const viewExample = (definition: ResourceDefinition): unknown => exampleOf(schemaOf(schemasOf(definition).view, 'output'));

function list(action: Action, definition: ResourceDefinition, refused: Json): Json {
  return {
    parameters: [...parameters('tenant'), ...queryParameters(schemaOf(action.input, 'input'))],
    responses: { 200: { description: `A page of ${definition.plural.replaceAll('_', ' ')}.`, headers: answerHeaders(), content: json(ref('schemas', `${pascal(definition.name)}Page`), { items: [viewExample(definition)], next_cursor: null }) }, ...refused },
  };
}

function get(action: Action, definition: ResourceDefinition, refused: Json): Json {
  return {
    parameters: [...parameters('id', 'tenant', 'if_none_match'), ...queryParameters(schemaOf(action.input, 'input'), ['id'])],
    responses: {
      200: { description: `The ${definition.title.toLowerCase()}.`, headers: answerHeaders('ETag'), content: json(ref('schemas', pascal(definition.name)), viewExample(definition)) },
      304: { description: 'Your copy is still good.', headers: answerHeaders('ETag') },
      ...refused,
    },
  };
}

function create(action: Action, definition: ResourceDefinition, refused: Json): Json {
  const { created } = schemasOf(definition);
  const content = json(ref('schemas', `${pascal(definition.name)}${Object.keys(definition.once).length > 0 ? 'Created' : ''}`), exampleOf(schemaOf(created, 'output')));
  return {
    parameters: writeParameters(action),
    requestBody: { required: true, content: json(ref('schemas', `${pascal(definition.name)}Create`), creationOf(definition)) },
    responses: {
      200: { description: 'What would be created: this was a dry run.', headers: answerHeaders('Idempotent-Replayed'), content },
      201: { description: 'It is created, and on disk.', headers: answerHeaders('ETag', 'Location', 'Idempotent-Replayed'), content },
      ...refused,
    },
  };
}

function update(action: Action, definition: ResourceDefinition, refused: Json): Json {
  const body = { schema: ref('schemas', `${pascal(definition.name)}Update`), example: exampleOf(updateOf(definition)) };
  return {
    parameters: [...parameters('id', 'if_match'), ...writeParameters(action)],
    requestBody: { required: true, content: { 'application/json': body, 'application/merge-patch+json': body } },
    responses: { 200: { description: 'As it is now, or would be after a dry run.', headers: answerHeaders('ETag', 'Idempotent-Replayed'), content: json(ref('schemas', pascal(definition.name)), viewExample(definition)) }, ...refused },
  };
}

function remove(action: Action, _: ResourceDefinition, refused: Json): Json {
  const output = schemaOf(action.output, 'output');
  return {
    parameters: [...parameters('id', 'if_match'), ...writeParameters(action)],
    responses: { 200: { description: 'It is gone, or would be after a dry run.', headers: answerHeaders('Idempotent-Replayed'), content: json(output, exampleOf(output)) }, ...refused },
  };
}
