/** An Answer as a response. */
import type { Answer, Quota } from '@patchbay/contracts';
import type { FastifyReply } from 'fastify';
import { etagOf } from './etag.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', JSON_TYPE).send(JSON.stringify(value));
}

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.quota !== undefined) quotaHeaders(reply, answer.quota);
  if (answer.replayed) reply.header('idempotent-replayed', 'true');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  return sendJson(reply, answer.output);
}

/** A resource, with its version as the ETag. */
export function sendResource(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.header('etag', etagOf(versionOf(answer)));
  return sendAnswer(reply, answer);
}

/** Every view of a resource has a version; `invoke` validated it. */
export const versionOf = ({ output }: Answer): number => (output as { version: number }).version;

/** RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers-10. */
export function quotaHeaders(reply: FastifyReply, { name, limit, window, remaining, reset }: Quota): void {
  reply.header('ratelimit-policy', `"${name}";q=${limit};w=${window}`);
  reply.header('ratelimit', `"${name}";r=${remaining};t=${reset}`);
}
