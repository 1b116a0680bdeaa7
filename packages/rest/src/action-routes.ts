/** Actions that have a path of their own besides their tool: what is in the path and in the query joins the body, and the action's schema judges it all. */
import { type Action, Failure, type House, schemaOf } from '@patchbay/contracts';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { sendAnswer } from './answer-reply.ts';
import { readCall, writeCall } from './call.ts';
import type { Guard } from './guard.ts';
import { jsonBodies, readJsonBodies } from './json-body.ts';
import type { Settings } from './options.ts';
import { queryReader, refuseQuery } from './query-input.ts';

export function actionRoutes(server: FastifyInstance, house: House, settings: Settings, onRequest: Guard): void {
  for (const action of house.catalog.actions) {
    if (action.route === undefined) continue;
    const { method, path, bodyLimit } = action.route;
    const route = { method, url: path.replaceAll(/\{(\w+)\}/g, ':$1'), onRequest, handler: method === 'GET' ? read(action, house) : write(action, house) };
    if (bodyLimit === undefined || bodyLimit <= settings.bodyLimit) server.route(route);
    else largeBodies(server, { ...settings, bodyLimit }, (inner) => {
      inner.route({ ...route, bodyLimit });
      inner.route({ ...route, url: `/v1/tools/${action.id}`, bodyLimit }); // the tool takes as much as the route
    });
  }
}

/** A context of its own, whose reader takes more. */
function largeBodies(server: FastifyInstance, settings: Settings, add: (inner: FastifyInstance) => void): void {
  void server.register(async (inner) => {
    readJsonBodies(inner, jsonBodies(settings));
    add(inner);
  });
}

function read(action: Action, { invoke }: House): RouteHandlerMethod {
  const inputOf = queryReader(() => schemaOf(action.input, 'input'));
  return async (request, reply) => { sendAnswer(reply, await invoke(readCall(action.id, joined(inputOf(request.query), request), request, reply))); };
}

/** A DELETE may say more in its query; others say it in the body. */
function write(action: Action, { invoke }: House): RouteHandlerMethod {
  const inputOf = queryReader(() => schemaOf(action.input, 'input'));
  return async (request, reply) => {
    if (request.method !== 'DELETE') refuseQuery(request.query);
    const given = { ...objectOf(request.body ?? {}), ...(request.method === 'DELETE' ? inputOf(request.query) : {}) };
    sendAnswer(reply, await invoke(writeCall(action.id, joined(given, request), request, reply)));
  };
}

function joined(input: Record<string, unknown>, { params }: FastifyRequest): Record<string, unknown> {
  for (const [field, value] of Object.entries(params as Record<string, string>)) {
    if (input[field] !== undefined && input[field] !== value) throw invalid(field, 'expected the same as in the path, or nothing');
    input[field] = value;
  }
  return input;
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw invalid('', 'expected an object');
}

const invalid = (path: string, message: string): Failure => new Failure('input.invalid', `The input is not valid${path === '' ? '' : ` at ${path}`}: ${message}`, { issues: [{ path, message }] });
