/** What happens to each request before its route: the headers of every answer, CORS, and what no route serves. */
import { Failure } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KnownPaths } from './known-paths.ts';
import type { Settings } from './options.ts';

export function everyRequest(server: FastifyInstance, paths: KnownPaths, { cors, stopping }: Settings): void {
  const origins = new Set(cors);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (stopping.aborted) reply.header('connection', 'close');
    if (origins.size > 0) allowOrigin(request, reply, origins);
    if (!request.is404) return done(lacksPart(request) ? nothing() : undefined);
    const methods = paths.methodsAt(pathOf(request));
    if (request.method !== 'OPTIONS' || methods.length === 0) return done(unserved(request, methods));
    reply.code(204).headers({ allow: methods.join(', '), ...preflight(request, methods, reply) }).send();
  });
}

const pathOf = ({ url }: FastifyRequest): string => {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
};

const nothing = (): Failure => new Failure('route.not_found', 'There is nothing at this path');

/** `/v1/projects/` names no project. What stands for a star may be empty: whoever serves it looks at it. */
function lacksPart({ params }: FastifyRequest): boolean {
  for (const name in params as object) if ((params as Readonly<Record<string, string>>)[name] === '' && name !== '*') return true;
  return false;
}

function unserved(request: FastifyRequest, methods: readonly string[]): Failure {
  if (methods.length === 0) return nothing();
  return new Failure('route.method_not_allowed', `This path can't be asked with ${request.method}`, { allow: methods });
}

/** A page of a named origin may read the answer. Never with `*`: that would open the hub to each page that somebody visits. */
function allowOrigin({ headers }: FastifyRequest, reply: FastifyReply, origins: ReadonlySet<string>): void {
  reply.header('vary', 'Origin');
  if (headers.origin === undefined || !origins.has(headers.origin)) return;
  reply.header('access-control-allow-origin', headers.origin);
  reply.header('access-control-expose-headers', 'ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Idempotent-Replayed');
}

function preflight({ headers }: FastifyRequest, methods: readonly string[], reply: FastifyReply): Record<string, string> {
  if (headers['access-control-request-method'] === undefined || !reply.hasHeader('access-control-allow-origin')) return {};
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': 'Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Approval-Id, Dry-Run, X-Tenant-Id, X-Request-Id, Last-Event-ID',
    'access-control-max-age': '600',
  };
}
