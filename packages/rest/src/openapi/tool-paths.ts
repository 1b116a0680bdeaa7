/** The paths of tools: the list, the call of any action, and each action that has no resource. */
import { type Action, type Catalog, type FailureCode, failuresOf, pageInput, schemaOf } from '@patchbay/contracts';
import { exampleOf } from './example.ts';
import { answerHeaders } from './headers.ts';
import { parameters, queryParameters, writeParameters } from './parameters.ts';
import type { Refusals } from './problems.ts';
import { isTool } from './schemas.ts';
import { type Json, json, pascal, ref } from './words.ts';

export function toolPaths({ actions }: Pick<Catalog, 'actions'>, refusals: Refusals): Json {
  const own = actions.filter((action) => isTool(action) && action.route === undefined).map((action) => [`/v1/tools/${action.id}`, { post: callOf(action, refusals) }] as const);
  return { '/v1/tools': { get: list(refusals) }, '/v1/tools/{name}': { post: callOfAny(actions, refusals) }, ...Object.fromEntries(own) };
}

const signedIn: readonly FailureCode[] = ['credential.missing', 'credential.invalid', 'credential.expired', 'credential.audience', 'tenant.not_found', 'rate.limited', 'hub.overloaded', 'hub.stopping', 'storage.unavailable'];

const pageSchema = { properties: Object.fromEntries(Object.entries(pageInput).map(([name, schema]) => [name, schemaOf(schema, 'input')])) };

const list = (refusals: Refusals): Json => ({
  operationId: 'list_tools',
  tags: ['Tools'],
  summary: 'List tools',
  description: 'Every action that the caller may call, with its schemas, page by page.',
  parameters: [...parameters('tenant'), ...queryParameters(pageSchema)],
  responses: { 200: { description: 'A page of tools.', headers: answerHeaders(), content: json(ref('schemas', 'ToolPage')) }, ...refusals.of([...signedIn, 'input.invalid', 'input.unknown_field', 'cursor.invalid']) },
});

function callOf(action: Action, refusals: Refusals): Json {
  const { id, title, description, scope, safety, state } = action;
  return {
    operationId: id,
    tags: ['Tools'],
    summary: title,
    description,
    'x-scope': scope,
    'x-safety': safety,
    'x-state': state,
    parameters: writeParameters(action),
    requestBody: { required: false, content: json(ref('schemas', `${pascal(id)}Input`), action.example ?? exampleOf(schemaOf(action.input, 'input'))) },
    responses: {
      200: { description: 'It is done.', headers: answerHeaders('Idempotent-Replayed'), content: json(ref('schemas', `${pascal(id)}Output`), exampleOf(schemaOf(action.output, 'output'))) },
      ...refusals.of([...failuresOf(action), 'action.not_found', 'idempotency.key_invalid']),
    },
  };
}

function callOfAny(actions: readonly Action[], refusals: Refusals): Json {
  const example = actions.find((each) => each.id === 'whoami') ?? actions[0];
  return {
    operationId: 'call_tool',
    tags: ['Tools'],
    summary: 'Call a tool',
    description: 'Calls any action by its id. Input and output are those that `GET /v1/tools` shows.',
    parameters: [
      { name: 'name', in: 'path', required: true, description: 'The id of the action.', schema: { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 128 }, ...(example === undefined ? {} : { example: example.id }) },
      ...writeParameters({ safety: 'destructive', dryRun: true }),
    ],
    requestBody: { required: false, content: json({ type: 'object' }, {}) },
    responses: { 200: { description: 'It is done.', headers: answerHeaders('Idempotent-Replayed'), content: json({}) }, ...refusals.of([...actions.flatMap(failuresOf), 'action.not_found', 'idempotency.key_invalid', 'route.not_found']) },
  };
}
