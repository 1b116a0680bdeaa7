/** Every refusal of this server as problem details (RFC 9457), also those that Fastify and Node make themselves. */
import type { Socket } from 'node:net';
import { Failure, type House, type Problem, problemOf, type Quota } from '@patchbay/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { leftOf, policyOf } from './answer-reply.ts';
import type { Settings } from './options.ts';

export const PROBLEM = 'application/problem+json; charset=utf-8';

/** The error handler. A fault that is not a Failure, and what is wrong with the store, goes to telemetry; the caller learns nothing of it but the request id. */
export function problemReply(house: Pick<House, 'report'>, settings: Settings) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const failure = failureOf(error, settings);
    if (failure === undefined || failure.code === 'storage.unavailable') house.report(error, { request: request.id, method: request.method, route: request.routeOptions.url ?? 'none' });
    const problem = problemOf(failure ?? error, request.id);
    reply.code(problem.status).headers(headersOf(problem, request.id)).send(JSON.stringify(problem));
  };
}

const tooLarge = ({ bodyLimit }: Settings) => new Failure('request.too_large', `The body is larger than ${bodyLimit} bytes`, { limit: bodyLimit });

/** What Fastify and Node refuse by themselves, in our words. */
const translated: Readonly<Record<string, (settings: Settings) => Failure>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Failure('request.unsupported_media_type', 'The body must be application/json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Failure('request.malformed', 'The body is not as long as Content-Length says'),
  FST_ERR_BAD_URL: () => new Failure('request.malformed', 'The path is not a valid URL path'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Failure('route.not_found', 'There is nothing at this path'),
  HPE_HEADER_OVERFLOW: ({ headerLimit }) => new Failure('request.headers_too_large', `The request headers are larger than ${headerLimit} bytes`, { limit: headerLimit }),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: tooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: () => new Failure('request.timeout', 'The request did not arrive in time'),
};

function failureOf(error: unknown, settings: Settings): Failure | undefined {
  if (error instanceof Failure) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : translated[code];
  if (known !== undefined) return known(settings);
  if (statusCode === 413) return tooLarge(settings);
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? new Failure('request.malformed', 'The request is not valid HTTP') : undefined;
}

/** With what every answer has: a path that is no path never came by the hook that sets it. */
function headersOf(problem: Problem, requestId: string): Record<string, string> {
  const { retry_after, allow } = problem as { retry_after?: unknown; allow?: unknown };
  return {
    'content-type': PROBLEM,
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(problem.status === 401 ? { 'www-authenticate': problem.code === 'source.unproven' ? 'Signature realm="patchbay"' : problem.code === 'credential.missing' ? 'Bearer realm="patchbay"' : 'Bearer realm="patchbay", error="invalid_token"' } : {}),
    ...(problem.status === 429 || problem.status === 503 ? { 'retry-after': String(typeof retry_after === 'number' ? Math.max(1, Math.ceil(retry_after)) : 1) } : {}),
    ...(isSpent(problem) ? { 'ratelimit-policy': policyOf(problem), ratelimit: leftOf(problem) } : {}),
    ...(Array.isArray(allow) ? { allow: allow.join(', ') } : {}),
    ...(problem.status === 413 ? { connection: 'close' } : {}),
  };
}

/** Whose limit is used up: it tells what the limit is, as an answer does. */
const isSpent = (problem: Problem): problem is Problem & Quota => problem.code === 'rate.limited' && 'window' in problem;

/** What could not even be read as a request is answered on the bare socket, which then closes. */
export function refuseConnection(settings: Settings) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    const failure = translated[error.code ?? '']?.(settings) ?? new Failure('request.malformed', 'This is not a valid HTTP request');
    const problem = problemOf(failure, settings.requestId());
    const body = JSON.stringify(problem);
    const head = [`HTTP/1.1 ${problem.status} Refused`, 'Connection: close', `Content-Type: ${PROBLEM}`, `Content-Length: ${Buffer.byteLength(body)}`, `X-Request-Id: ${problem.request_id}`];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  };
}
