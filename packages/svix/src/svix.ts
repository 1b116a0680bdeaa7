/** The routes under /api/v1, all over the one engine: nothing is kept here and nothing is decided here that an action decides. */
import type { House } from '@patchbay/contracts';
import type { FastifyError, FastifyInstance, FastifyPluginAsync } from 'fastify';
import { applications } from './applications.ts';
import { attempts } from './attempts.ts';
import { authentication } from './authentication.ts';
import { readBodies } from './body.ts';
import { endpointHeaders } from './endpoint-headers.ts';
import { endpointSecret } from './endpoint-secret.ts';
import { endpoints } from './endpoints.ts';
import { eventTypes } from './event-types.ts';
import { healthRoutes } from './health.ts';
import { hosted, ingest } from './hosted.ts';
import { messages } from './messages.ts';
import { type Settings, settingsOf, type SvixOptions } from './options.ts';
import { poller } from './poller.ts';
import { type FieldNames, Refusal, refusalOf } from './refusal.ts';
import { type Route, send, serve } from './route.ts';
import { tasks } from './tasks.ts';

const routes: readonly Route[] = [...applications, ...endpoints, ...endpointHeaders, ...endpointSecret, ...eventTypes, ...messages, ...attempts, ...tasks, ...poller, ...authentication, ...hosted];

export function svix(house: House, options: SvixOptions): FastifyPluginAsync {
  const settings = settingsOf(options);
  return async (server) => {
    await server.register(async (scope) => {
      speak(scope, house, settings);
      healthRoutes(scope, house);
      serve(scope, house, settings, routes);
    }, { prefix: '/api/v1' });
    await server.register(async (scope) => {
      speak(scope, house, settings);
      serve(scope, house, settings, ingest);
    }, { prefix: '/ingest/api/v1' });
  };
}

/** Bodies and refusals as this protocol has them. */
function speak(server: FastifyInstance, house: House, { depthLimit }: Settings): void {
  readBodies(server, depthLimit);
  server.decorateRequest('client', undefined);
  server.setErrorHandler((error, request, reply) => {
    const refusal = translated(error, request.routeOptions.config?.fieldNames);
    if (refusal.code === 'server_error') house.report(error, { via: 'svix', request: request.id, route: request.routeOptions.url ?? 'none' });
    return send(reply.headers(refusal.headers), refusal.status, refusal.body);
  });
  server.setNotFoundHandler((_request, reply) => send(reply, 404, { code: 'not_found', detail: 'There is nothing at this path' }));
}

/** What Fastify refuses by itself, and everything else. */
function translated(error: unknown, names: FieldNames | undefined): Refusal {
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return new Refusal(413, 'payload_too_large', 'The body is too large');
  if (code?.startsWith('FST_') === true && statusCode !== undefined && statusCode < 500) return new Refusal(400, 'generic_error', 'The request is not valid HTTP');
  return refusalOf(error, names);
}
