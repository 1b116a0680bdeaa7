/** For machines that watch the hub, and for people who open its root. */
import { timingSafeEqual } from 'node:crypto';
import { Failure, type House } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { sendJson } from './answer-reply.ts';
import type { Settings } from './options.ts';

export function probeRoutes(server: FastifyInstance, house: House, { version, stopping, metricsToken }: Settings): void {
  server.get('/', (_, reply) => sendJson(reply, { name: 'Patchbay', version, openapi: '/v1/openapi.json', tools: '/v1/tools', events: '/v1/events/stream', health: '/healthz', ready: '/readyz' }));

  server.get('/healthz', (_, reply) => sendJson(reply.header('cache-control', 'no-store'), { status: 'ok' }));

  server.get('/readyz', async (_, reply) => {
    const { ready, checks } = await house.health();
    const takes = ready && !stopping.aborted;
    return sendJson(reply.code(takes ? 200 : 503).header('cache-control', 'no-store'), { ready: takes, checks: { ...checks, ...(stopping.aborted ? { draining: { ok: false, detail: 'this hub is stopping' } } : {}) } });
  });

  server.get('/metrics', async (request, reply) => {
    if (metricsToken !== undefined && !isBearer(request.headers.authorization, metricsToken)) {
      throw new Failure(request.headers.authorization === undefined ? 'credential.missing' : 'credential.invalid', '/metrics takes the metrics token of this hub');
    }
    return reply.header('content-type', 'text/plain; version=0.0.4; charset=utf-8').send(await house.metrics());
  });
}

/** Takes as long whether the first or the last character is wrong. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
