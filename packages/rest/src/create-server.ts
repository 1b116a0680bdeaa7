/** The HTTP server of the hub: everything that is true of every request, and the REST routes. It does not listen; the hub does. */
import { Failure, type House } from '@patchbay/contracts';
import Fastify, { type FastifyInstance } from 'fastify';
import { actionRoutes } from './action-routes.ts';
import { ciProgram } from './ci-program.ts';
import { deploymentStream } from './deployment-stream.ts';
import { eventStream } from './event-stream.ts';
import { everyRequest } from './every-request.ts';
import { guard } from './guard.ts';
import { inboundRoutes } from './inbound-routes.ts';
import { jsonBodies, readJsonBodies } from './json-body.ts';
import { keyRoutes } from './key-routes.ts';
import { knownPaths } from './known-paths.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { openapiRoute } from './openapi-route.ts';
import { type RestOptions, type Settings, settingsOf } from './options.ts';
import { probeRoutes } from './probe-routes.ts';
import { problemReply, refuseConnection } from './problem-reply.ts';
import { providerRegistry } from './provider-registry.ts';
import { requestIds } from './request-id.ts';
import { resourceRoutes } from './resource-routes.ts';
import { tokenRoute } from './token-route.ts';
import { toolRoutes } from './tool-routes.ts';

/**
 * Other doors are plugins on this server: a `Failure` that they throw becomes problem details here.
 * @example
 * const server = createServer(house, { version: '1.0.0', stopping: stopping.signal });
 * await server.listen({ host: '127.0.0.1', port: 8085 });
 */
export function createServer(house: House, options: RestOptions = {}): FastifyInstance {
  const settings = settingsOf(options);
  const server = bareServer(house, settings);
  const paths = knownPaths(server);
  everyRequest(server, paths, settings);
  readJsonBodies(server, jsonBodies(settings));
  server.decorateRequest('caller', undefined);

  const onRequest = guard(house);
  resourceRoutes(server, house, onRequest);
  toolRoutes(server, house, onRequest);
  actionRoutes(server, house, settings, onRequest);
  eventStream(server, house, settings, onRequest);
  deploymentStream(server, house, settings, onRequest);
  tokenRoute(server, house);
  inboundRoutes(server, house);
  pluginRoutes(server, house);
  keyRoutes(server, house);
  openapiRoute(server, house, settings);
  probeRoutes(server, house, settings);
  if (settings.providerReleases !== undefined) providerRegistry(server, settings.providerReleases);
  if (settings.ciProgram !== undefined) ciProgram(server, settings.ciProgram);
  closeIdle(server);
  return server;
}

/** Node closes the connections that are idle when it is told to; those that become idle later would keep it waiting. */
function closeIdle(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    const sweep = setInterval(() => server.server.closeIdleConnections(), 50).unref();
    server.server.once('close', () => clearInterval(sweep));
    done();
  });
}

function bareServer(house: House, settings: Settings): FastifyInstance {
  const refused = problemReply(house, settings);
  const server = Fastify({
    bodyLimit: settings.bodyLimit,
    requestTimeout: settings.requestTimeout,
    keepAliveTimeout: settings.keepAliveTimeout,
    http: { maxHeaderSize: settings.headerLimit, headersTimeout: settings.headersTimeout, connectionsCheckingInterval: Math.min(5000, settings.headersTimeout, settings.requestTimeout) },
    routerOptions: { maxParamLength: 512 },
    ...(settings.trustProxy.length > 0 ? { trustProxy: [...settings.trustProxy] } : {}),
    requestIdHeader: false,
    genReqId: requestIds(settings.requestId),
    logger: false,
    return503OnClosing: false, // what arrives on a kept connection while the hub drains is still answered
    frameworkErrors: refused,
    clientErrorHandler: refuseConnection(settings),
  });
  server.setErrorHandler(refused);
  server.setNotFoundHandler((request, reply) => refused(new Failure('route.not_found', 'There is nothing at this path'), request, reply)); // what a route of a door calls not found
  return server;
}
