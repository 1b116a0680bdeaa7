/** An Answer as a response. A read of one resource is the hot path of the hub: it sets each header once and looks nothing up. */
import type { Answer, Quota } from '@patchbay/contracts';
import type { FastifyReply } from 'fastify';

const JSON_TYPE = 'application/json; charset=utf-8';

/** May be kept, but must be asked for again with its ETag. */
export const KEPT = 'private, no-cache';

const texts = new WeakMap<object, string>();

/** What is frozen is written once: `invoke` gives the same object for a resource that has not changed. */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.header('content-type', JSON_TYPE).send(textOf(value));
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !Object.isFrozen(value)) return JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = JSON.stringify(value)));
  return text;
}

export function sendAnswer(reply: FastifyReply, answer: Answer, cache = 'no-store'): FastifyReply {
  quotaHeaders(reply, answer);
  if (answer.replayed) reply.header('idempotent-replayed', 'true');
  return sendJson(reply.header('cache-control', cache), answer.output);
}

/** A resource, with its version as the ETag. */
export function sendResource(reply: FastifyReply, answer: Answer, cache?: string): FastifyReply {
  return sendAnswer(reply.header('etag', etagOf(answer)), answer, cache);
}

/** Every view of a resource has a version; `invoke` validated it. */
export const etagOf = ({ output }: Answer): string => `"${(output as { version: number }).version}"`;

/** RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers-10. */
export const policyOf = ({ name, limit, window }: Quota): string => `"${name}";q=${limit};w=${window}`;
export const leftOf = ({ name, remaining, reset }: Quota): string => `"${name}";r=${remaining};t=${reset}`;

export function quotaHeaders(reply: FastifyReply, { quota }: Pick<Answer, 'quota'>): void {
  if (quota === undefined) return;
  reply.header('ratelimit-policy', policyOf(quota));
  reply.header('ratelimit', leftOf(quota));
}
