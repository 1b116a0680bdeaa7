/** The paths of actions that have one of their own. */
import { type Action, type Catalog, failuresOf, schemaOf } from '@patchbay/contracts';
import { exampleOf } from './example.ts';
import { answerHeaders } from './headers.ts';
import { parameters, queryParameters, writeParameters } from './parameters.ts';
import type { Refusals } from './problems.ts';
import { type Json, json, pascal, ref } from './words.ts';

export function actionPaths({ actions }: Pick<Catalog, 'actions'>, refusals: Refusals): Json {
  const paths: Record<string, Json> = {};
  for (const action of actions) {
    if (action.route === undefined) continue;
    const { method, path } = action.route;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(action, refusals) };
  }
  return paths;
}

function operationOf(action: Action, refusals: Refusals): Json {
  const { id, title, description, scope, safety, state } = action;
  const { method, path } = action.route!;
  const input = schemaOf(action.input, 'input') as { properties?: Record<string, Json>; required?: string[] };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const write = method !== 'GET';
  const query = method === 'GET' || method === 'DELETE' ? queryParameters(input, inPath) : [];
  const body = method === 'POST' || method === 'PATCH' ? { requestBody: { required: required(input, inPath), content: json(bodySchema(input, inPath), withoutPath((action.example ?? exampleOf(input)) as Json, inPath)) } } : {};
  return {
    operationId: id, tags: [tagOf(path)], summary: title, description, 'x-scope': scope, 'x-safety': safety, 'x-state': state,
    parameters: [...inPath.map((name) => pathParameter(name, input)), ...(write ? writeParameters(action) : parameters('tenant')), ...query],
    ...body,
    responses: {
      200: { description: write ? 'It is done.' : 'What was asked for.', headers: write ? answerHeaders('Idempotent-Replayed') : answerHeaders(), content: json(ref('schemas', `${pascal(id)}Output`), exampleOf(schemaOf(action.output, 'output'))) },
      ...refusals.of([...failuresOf(action), ...(inPath.length > 0 ? ['route.not_found' as const] : []), ...(write ? ['idempotency.key_invalid' as const] : [])]),
    },
  };
}

const pathParameter = (name: string, { properties }: { properties?: Record<string, Json> }): Json => {
  const { description = name, examples, ...schema } = properties?.[name] ?? {};
  return { name, in: 'path', required: true, description, schema, ...(Array.isArray(examples) ? { example: examples[0] as unknown } : {}) };
};

const required = ({ required: names = [] }: { required?: string[] }, inPath: readonly string[]): boolean => names.some((name) => !inPath.includes(name));

function bodySchema({ properties = {}, required: names = [], ...rest }: { properties?: Record<string, Json>; required?: string[] }, inPath: readonly string[]): Json {
  const needed = names.filter((name) => !inPath.includes(name));
  return { ...rest, properties: withoutPath(properties, inPath), ...(needed.length === 0 ? {} : { required: needed }) };
}

const withoutPath = (of: Json, inPath: readonly string[]): Json => Object.fromEntries(Object.entries(of).filter(([name]) => !inPath.includes(name)));

/** `/v1/plugins/{name}/install` is about plugins. */
const tagOf = (path: string): string => {
  const word = path.split('/')[2] ?? 'tools';
  return word.charAt(0).toUpperCase() + word.slice(1);
};

export const actionTags = ({ actions }: Pick<Catalog, 'actions'>): Json[] =>
  [...new Set(actions.flatMap(({ route }) => (route === undefined ? [] : [tagOf(route.path)])))].map((name) => ({ name, description: `${name}: what they do, and their life in a tenant.` }));
