/** The routes of the door. One endpoint serves both eras of the protocol; the path below it chooses a view of the hub. */
import { type Caller, type Credentials, Failure, type House } from '@patchbay/contracts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { approvalPages } from './auth/approval-page.ts';
import { signInPages } from './auth/callback.ts';
import { challengeFor, metadataUrl, resourceMetadata } from './auth/challenge.ts';
import { refuseStrangers } from './auth/local-host.ts';
import { type Door, openDoor } from './door.ts';
import { type Endpoint, readEndpoint } from './endpoint.ts';
import { refuseUnknownView } from './known-view.ts';
import { serveLegacy, sessionOf } from './legacy/serve.ts';
import { type Arrived, isModern, serveModern } from './modern.ts';
import { type McpOptions, type Settings, settingsOf } from './options.ts';
import { Outlet } from './outlet.ts';
import { putOnRecord } from './refused.ts';
import { idIn, readMessage } from './protocol/message.ts';
import { codes, errorBody, refusal, RpcError } from './protocol/rpc-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent this MCP request. */
    mcpCaller: Caller | undefined;
    mcpCredentials: Credentials | undefined;
    mcpEndpoint: Endpoint | undefined;
  }
}

const PATHS = ['/mcp', '/mcp/*'];

/**
 * `POST /mcp`, with streams where something is said before the answer. GET and DELETE belong to the sessions of the older era.
 * @example
 * await server.register(mcp(house, { version: '1.0.0', mac }));
 */
export function mcp(house: House, options: McpOptions = {}): FastifyPluginAsync {
  const settings = settingsOf(options);
  return async (server) => {
    const door = openDoor(house, settings);
    const onRequest = guard(house, settings);
    server.decorateRequest('mcpCaller', undefined);
    server.decorateRequest('mcpCredentials', undefined);
    server.decorateRequest('mcpEndpoint', undefined);
    server.addHook('preClose', async () => { door.streams.stop(); door.sessions.stop(); door.tasks.stop(); });
    server.setErrorHandler((error, request, reply) => refuse(error, request, reply, door));
    for (const path of PATHS) {
      server.post(path, { onRequest }, (request, reply) => void post(door, request, reply));
      server.get(path, { onRequest, exposeHeadRoute: false }, (request, reply) => listen(door, request, reply));
      server.delete(path, { onRequest }, (request, reply) => { door.sessions.end(sessionOf(door, request)); void reply.code(204).send(); });
    }
    approvalPages(server, settings.newId);
    if (options.signInPages !== undefined) signInPages(server, options.signInPages, (request) => originOf(request, settings));
    metadataRoutes(door, (path, answer) => server.get(path, answer));
  };
}

/** Finds out who asks, before a body is read. */
function guard({ authenticate, catalog }: Pick<House, 'authenticate' | 'catalog'>, settings: Settings) {
  const known = { publicUrl: settings.publicUrl, allowedOrigins: settings.allowedOrigins };
  return async (request: FastifyRequest): Promise<void> => {
    refuseStrangers(request, known);
    if (request.method !== 'POST' && request.headers['mcp-session-id'] === undefined) throw new Failure('route.method_not_allowed', `Expected POST: ${request.method} belongs to the sessions of older revisions`, { allow: ['POST'] });
    request.mcpEndpoint = readEndpoint((request.params as { '*'?: string })['*'] ?? '', request.headers, settings.readonly);
    request.mcpCredentials = credentialsOf(request, settings);
    const caller = await authenticate(request.mcpCredentials);
    if (caller.project !== undefined) throw new Failure('caller.forbidden', `${caller.name} is for one project only, and these tools are of the whole tenant`, { needs: 'a key without a project' });
    request.mcpCaller = caller;
    if (request.headers['mcp-session-id'] === undefined) await refuseUnknownView(request.mcpEndpoint, caller, { ...settings, catalog }); // a session outlives what it began with
  };
}

const pathOf = ({ url }: FastifyRequest): string => { const query = url.indexOf('?'); return query < 0 ? url : url.slice(0, query); };
const originOf = ({ protocol, host }: FastifyRequest, { publicUrl }: Settings): string => (publicUrl === undefined ? `${protocol}://${host}` : publicUrl.replace(/\/+$/, ''));

const credentialsOf = (request: FastifyRequest, settings: Settings): Credentials => ({
  authorization: request.headers.authorization,
  tenant: request.mcpEndpoint?.tenant ?? (request.headers['x-tenant-id'] as string | undefined), // Node joins a repeated header of this name into one string
  audience: `${originOf(request, settings)}${pathOf(request)}`,
  trust: request.mcpEndpoint?.trust,
});

const arrivedOf = (request: FastifyRequest, settings: Settings): Arrived =>
  ({ request, endpoint: request.mcpEndpoint!, credentials: request.mcpCredentials!, origin: originOf(request, settings) }); // set by the guard

/** Answers through the reply and not by it: waiting for a reply costs as much as the route. */
async function post(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const outlet = new Outlet(reply, door.settings);
  try {
    const message = readMessage(request.body);
    const arrived = arrivedOf(request, door.settings);
    if (message.kind === 'request' && isModern(message.params, request.headers)) await serveModern(door, message, arrived, outlet);
    else if (message.kind === 'notification' && request.headers['mcp-session-id'] === undefined) outlet.accepted();
    else await serveLegacy(door, message, arrived, outlet);
  } catch (error) {
    await putOnRecord(error, request, door);
    const refused = refusedAs(error, request, door);
    for (const [name, value] of Object.entries(refused.headers)) outlet.header(name, value);
    outlet.finish(refused.status, JSON.stringify(errorBody(idIn(request.body), refused)));
  }
}

/** The stream of a session, for messages that belong to no request. */
function listen(door: Door, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const session = sessionOf(door, request);
  session.stream?.end();
  const outlet = (session.stream = new Outlet(reply, door.settings));
  outlet.stream().write(':\n\n');
  outlet.signal.addEventListener('abort', () => { if (session.stream === outlet) session.stream = undefined; });
  return reply;
}

/** What the guard and the body parser refuse. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply, door: Door): void {
  const refused = refusedAs(error, request, door);
  void reply.code(refused.status).headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...refused.headers }).send(JSON.stringify(errorBody(idIn(request.body), refused)));
}

function refusedAs(error: unknown, request: FastifyRequest, { house, settings }: Door): RpcError {
  if (error instanceof RpcError) return error;
  if (!(error instanceof Failure)) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== undefined && statusCode < 500) return new RpcError(codes.invalidRequest, 'The request is not valid HTTP', { status: statusCode });
    house.report(error, { via: 'mcp', request: request.id });
  }
  const failure = error instanceof Failure ? error : new Failure('hub.internal', 'The hub could not do this because of a fault of its own', {}, { cause: error });
  const { code, message, data, status } = refusal(failure, request.id);
  return new RpcError(failure.code === 'request.malformed' ? codes.parse : code, message, { data, status: status === 200 && failure.code === 'request.malformed' ? 400 : status, headers: headersFor(failure, request, settings) });
}

function headersFor(failure: Failure, request: FastifyRequest, settings: Settings): Record<string, string> {
  const metadata = settings.authorizationServers.length === 0 && request.mcpEndpoint?.trust === undefined ? undefined : metadataUrl(originOf(request, settings), pathOf(request));
  const challenge = challengeFor(failure, metadata);
  const { allow, retry_after } = failure.details;
  return {
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
    ...(Array.isArray(allow) ? { allow: allow.join(', ') } : {}),
    ...(failure.status === 429 || failure.status === 503 ? { 'retry-after': String(typeof retry_after === 'number' ? Math.max(1, Math.ceil(retry_after)) : 1) } : {}),
  };
}

/** Open to everybody: a client reads it before it has a token. */
function metadataRoutes({ house, settings }: Door, route: (path: string, answer: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) => void): void {
  const base = metadataUrl('', '');
  for (const path of [base, ...PATHS.map((each) => base + each)]) {
    route(path, async (request, reply) => {
      const of = pathOf(request).slice(base.length);
      const servers = await issuersAt(of, house, settings);
      if (servers.length === 0) return reply.callNotFound();
      return reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=3600').send(resourceMetadata(originOf(request, settings), of === '' ? '/mcp' : of, servers));
    });
  }
}

/** Below an address with a trust policy, its issuer; elsewhere, whom the hub was told of. */
async function issuersAt(path: string, { trustedIssuer }: Pick<House, 'trustedIssuer'>, { authorizationServers }: Settings): Promise<readonly string[]> {
  const policy = /\/trust\/([^/]+)/.exec(path)?.[1];
  if (policy === undefined) return authorizationServers;
  const issuer = await trustedIssuer(policy);
  return issuer === undefined ? [] : [issuer];
}
