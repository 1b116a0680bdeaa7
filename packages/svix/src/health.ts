/** Whether this hub serves. Nobody has to say who they are. */
import type { House } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.ts';

export function healthRoutes(server: FastifyInstance, { health }: House): void {
  server.route({ method: ['GET', 'HEAD'], url: '/health', handler: async (_request, reply) => {
    const { ready } = await health();
    if (!ready) throw new Refusal(503, 'server_error', 'This server is not ready');
    return reply.code(204).send();
  } });
  server.route({ method: ['GET', 'HEAD'], url: '/health/ping', handler: (_request, reply) => reply.code(204).send() });
}
