/** The public keys that receivers of webhooks verify with. Receivers have no credential of this hub, and public keys need none. */
import { Failure, type House } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { sendJson } from './answer-reply.ts';

/** Short, so that a new key is known before the grace of the old one ends. */
const FRESH = 'public, max-age=300';

export function keyRoutes(server: FastifyInstance, house: House): void {
  server.get('/keys/:tenant/:endpoint/jwks.json', async (request, reply) => {
    const { tenant, endpoint } = request.params as { tenant: string; endpoint: string };
    const found = await house.publicKeys(tenant, endpoint);
    if (found === undefined) throw new Failure('resource.not_found', 'There are no keys at this path');
    return sendJson(reply.header('cache-control', FRESH), found);
  });
}
