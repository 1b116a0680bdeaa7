/** The description of this API, built when first asked for and again when the catalog changed. */
import { createHash } from 'node:crypto';
import type { House } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { isFresh } from './etag.ts';
import { openapiDocument } from './openapi.ts';
import type { Settings } from './options.ts';

export function openapiRoute(server: FastifyInstance, { catalog }: House, { version }: Settings): void {
  let built: { actions: unknown; text: string; etag: string } | undefined;
  const current = () => {
    const { actions } = catalog;
    if (built?.actions === actions) return built;
    const text = JSON.stringify(openapiDocument(catalog, version));
    return (built = { actions, text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` });
  };

  server.get('/v1/openapi.json', (request, reply) => {
    const { text, etag } = current();
    reply.headers({ etag, 'cache-control': 'no-cache' });
    if (isFresh(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.header('content-type', 'application/json; charset=utf-8').send(text);
  });
}
