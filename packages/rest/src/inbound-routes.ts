/** Webhooks of others: the bytes of a request as they came, for the house to judge. Nothing here needs a key, and nothing here is parsed. */
import type { House, IngestReply, IngestRequest } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyBytes } from './body-bytes.ts';

export function inboundRoutes(server: FastifyInstance, { ingest }: Pick<House, 'ingest'>): void {
  const hook = inbound('source', 'source', ingest);
  server.get('/hooks/:source', { exposeHeadRoute: false, onRequest: hook }, answered);
  server.post('/hooks/:source', { onRequest: hook }, answered);
  server.post('/v1/webhooks/:plugin_name', { onRequest: inbound('plugin', 'plugin_name', ingest) }, answered);
}

/** Answers before the body would be parsed: it may say that it is of any type, or of none that there is. */
function inbound(kind: IngestRequest['to']['kind'], parameter: string, ingest: House['ingest']) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { [parameter]: name = '' } = request.params as Partial<Record<string, string>>; // the route names it
    return send(reply, await ingest(ingestRequest({ kind, name }, request)));
  };
}

/** No request comes so far. */
const answered = (): never => { throw new Error('a webhook was not answered'); };

const ingestRequest = (to: IngestRequest['to'], { raw, ip, id }: FastifyRequest): IngestRequest => ({
  to,
  method: raw.method ?? '',
  path: raw.url ?? '/',
  rawHeaders: raw.rawHeaders,
  address: ip,
  requestId: id,
  read: (limit) => new Promise((resolve, reject) => { bodyBytes(raw, limit, (error, bytes) => (error === null ? resolve(bytes!) : reject(error))); }),
});

const send = (reply: FastifyReply, { status, headers, body }: IngestReply): FastifyReply => reply.code(status).header('cache-control', 'no-store').headers(headers).send(body === '' ? undefined : body); // an empty text would be given a type
