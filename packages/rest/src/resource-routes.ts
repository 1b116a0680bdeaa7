/** The routes of every resource and record. */
import { type Action, Failure, type House, type ResourceDefinition, type ResourceVerb, schemaOf } from '@patchbay/contracts';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { etagOf, KEPT, quotaHeaders, sendAnswer, sendResource } from './answer-reply.ts';
import { readCall, writeCall } from './call.ts';
import { expectedVersion, isFresh } from './etag.ts';
import type { Guard } from './guard.ts';
import { queryReader, refuseQuery } from './query-input.ts';

/** They answer nothing themselves: a reply is a thenable, and waiting for it costs as much as the route. */
type Handler = (action: Action, house: House, definition: ResourceDefinition) => RouteHandlerMethod;
type Item = { readonly id: string };

export function resourceRoutes(server: FastifyInstance, house: House, onRequest: Guard): void {
  for (const definition of house.catalog.resources) {
    for (const action of house.catalog.actions) {
      if (action.resource?.name !== definition.name) continue;
      const { method, path, handle } = verbs[action.resource.verb];
      server.route({ method, url: path(definition), onRequest, handler: handle(action, house, definition) });
    }
  }
}

const collection = ({ plural }: ResourceDefinition): string => `/v1/${plural}`;
const item = ({ plural }: ResourceDefinition): string => `/v1/${plural}/:id`;

const verbs: Readonly<Record<ResourceVerb, { readonly method: string; readonly path: (definition: ResourceDefinition) => string; readonly handle: Handler }>> = {
  list: { method: 'GET', path: collection, handle: list },
  create: { method: 'POST', path: collection, handle: create },
  get: { method: 'GET', path: item, handle: get },
  update: { method: 'PATCH', path: item, handle: update },
  delete: { method: 'DELETE', path: item, handle: remove },
};

function list(action: Action, { invoke }: House): RouteHandlerMethod {
  const inputOf = queryReader(() => schemaOf(action.input, 'input'));
  return async (request, reply) => { sendAnswer(reply, await invoke(readCall(action.id, inputOf(request.query), request, reply))); };
}

function get(action: Action, { invoke }: House): RouteHandlerMethod {
  const inputOf = queryReader(() => schemaOf(action.input, 'input'));
  return async (request, reply) => {
    const answer = await invoke(readCall(action.id, withPathId(inputOf(request.query), request), request, reply));
    const etag = etagOf(answer);
    if (!isFresh(request.headers['if-none-match'], etag)) return void sendResource(reply, answer, KEPT);
    quotaHeaders(reply, answer);
    reply.headers({ etag, 'cache-control': KEPT }).code(304).send();
  };
}

function create(action: Action, { invoke }: House, definition: ResourceDefinition): RouteHandlerMethod {
  return async (request, reply) => {
    refuseQuery(request.query);
    const call = writeCall(action.id, bodyOf(request), request, reply);
    const answer = await invoke(call);
    if (call.dryRun) return void sendAnswer(reply, answer);
    reply.code(201).header('location', `/v1/${definition.plural}/${(answer.output as Item).id}`);
    sendResource(reply, answer);
  };
}

function update(action: Action, { invoke }: House): RouteHandlerMethod {
  return async (request, reply) => {
    refuseQuery(request.query);
    const input = withVersion(withPathId(objectOf(bodyOf(request)), request), request);
    const call = writeCall(action.id, input, request, reply);
    const answer = await invoke(call);
    if (call.dryRun) sendAnswer(reply, answer);
    else sendResource(reply, answer);
  };
}

function remove(action: Action, { invoke }: House): RouteHandlerMethod {
  const inputOf = queryReader(() => schemaOf(action.input, 'input'));
  return async (request, reply) => {
    const given = { ...objectOf(request.body ?? {}), ...inputOf(request.query) };
    sendAnswer(reply, await invoke(writeCall(action.id, withVersion(withPathId(given, request), request), request, reply)));
  };
}

function bodyOf({ body }: FastifyRequest): unknown {
  if (body === undefined) throw new Failure('request.malformed', 'The body is empty, and a JSON object is needed');
  return body;
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw invalid('', 'expected an object');
}

function withPathId(input: Record<string, unknown>, { params }: FastifyRequest): Record<string, unknown> {
  const { id } = params as Item;
  if (input['id'] !== undefined && input['id'] !== id) throw invalid('id', 'expected the same id as in the path, or none');
  input['id'] = id;
  return input;
}

function withVersion(input: Record<string, unknown>, { headers }: FastifyRequest): Record<string, unknown> {
  const version = expectedVersion(headers['if-match']);
  if (version === undefined) return input;
  if (input['if_version'] !== undefined && input['if_version'] !== version) throw invalid('if_version', 'expected the same version as in If-Match, or none');
  input['if_version'] = version;
  return input;
}

const invalid = (path: string, message: string): Failure => new Failure('input.invalid', `The input is not valid${path === '' ? '' : ` at ${path}`}: ${message}`, { issues: [{ path, message }] });

