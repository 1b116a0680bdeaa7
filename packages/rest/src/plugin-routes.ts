/**
 * Paths that plugins serve: /v1/plugins/{publisher}/{plugin}/… of the tenant's own installation, and
 * /v1/plugins/installations/{installation}/… of any, where a route that needs no key is open to everybody.
 */
import { Failure, type House, type PluginRoute, schemaOf } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from './answer-reply.ts';
import { callerOf, readCall, writeCall } from './call.ts';
import { credentialsOf } from './guard.ts';
import { queryReader } from './query-input.ts';

const found = new WeakMap<FastifyRequest, PluginRoute>();

export function pluginRoutes(server: FastifyInstance, house: House): void {
  const onRequest = (request: FastifyRequest): Promise<void> => find(request, house);
  server.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: '/v1/plugins/:publisher/:plugin/*', exposeHeadRoute: false, onRequest, handler: (request, reply) => call(request, reply, house) });
}

/** Whoever shows a key is judged by it; a route that is open asks for none. */
async function find(request: FastifyRequest, house: House): Promise<void> {
  const { publisher = '', plugin = '', '*': rest = '' } = request.params as Partial<Record<string, string>>; // the path names them
  const to = publisher === 'installations' ? { installation: plugin } : { plugin: `${publisher}/${plugin}` };
  const asked = { method: request.method, to, path: `/${rest}` };
  const open = house.pluginRoute(asked, undefined);
  request.caller = open?.open ?? (await house.authenticate(credentialsOf(request)));
  const route = open ?? house.pluginRoute(asked, request.caller);
  if (route === undefined) throw new Failure('route.not_found', 'No plugin that runs here has a route at this path');
  found.set(request, route);
}

async function call(request: FastifyRequest, reply: FastifyReply, house: House): Promise<void> {
  const { action, params, open } = found.get(request)!; // found before the body was read
  const known = house.catalog.find(action, callerOf(request));
  const query = queryReader(() => (known === undefined ? {} : schemaOf(known.input, 'input')));
  const fields = query({ ...(request.query as object), ...params });
  const input = request.method === 'GET' ? fields : { ...bodyOf(request.body), ...fields };
  if (open !== undefined) reply.header('access-control-allow-origin', '*');
  sendAnswer(reply, await house.invoke(request.method === 'GET' ? readCall(action, input, request, reply) : writeCall(action, input, request, reply)));
}

function bodyOf(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body;
  throw new Failure('input.invalid', 'The input is not valid: expected an object', { issues: [{ path: '', message: 'expected an object' }] });
}
