/** A deployment, or a run of a pipeline, and its log as they go on, over server-sent events. The id of a frame is the offset in the log: Last-Event-ID goes on behind it. */
import { type DeploymentFrame, deploymentRecord, Failure, type House, isId, type ResourceDefinition, runRecord } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { quotaHeaders } from './answer-reply.ts';
import { callerOf } from './call.ts';
import type { Guard } from './guard.ts';
import { openStreams } from './open-streams.ts';
import type { Settings } from './options.ts';
import { queryReader, refuseQuery } from './query-input.ts';
import { streamFrames } from './sse.ts';

const read = queryReader(() => ({ properties: { after: { type: 'integer' } } }));

export function deploymentStream(server: FastifyInstance, house: House, { stream, deploymentStreams, stopping }: Settings, onRequest: Guard): void {
  const streams = openStreams(deploymentStreams, stopping);
  server.addHook('preClose', (done) => { streams.endAll(); done(); });

  for (const [plural, what] of [['deployments', deploymentRecord], ['runs', runRecord]] as const) server.get(`/v1/${plural}/:id/stream`, { onRequest, exposeHeadRoute: false }, (request, reply) => follow(what, request, reply));

  async function follow({ name, prefix }: Pick<ResourceDefinition, 'name' | 'prefix'>, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const caller = callerOf(request);
    const { id } = request.params as { readonly id: string };
    quotaHeaders(reply, { quota: house.limit(caller) });
    if (!isId(prefix, id)) throw new Failure('resource.not_found', `There is no ${name} ${id} in this tenant`, { resource: name, id });
    const { ended, close } = streams.open(caller.tenant);
    try {
      const frames = await house.followDeployment(id, placeOf(request), caller, ended.signal); // refuses before the stream begins
      return await streamFrames({ needs: `${name}:read`, request, reply, frames, text, place: (frame) => (frame.kind === 'log' ? frame.offset : undefined), last: `the ${name} has ended`, ended }, house, stream);
    } finally {
      close();
    }
  }
}

function placeOf({ query, headers }: FastifyRequest): number {
  if (headers.accept !== undefined && !/text\/(event-stream|\*)|\*\/\*/.test(headers.accept)) throw new Failure('request.not_acceptable', 'This path answers text/event-stream');
  const { after, ...others } = read(query);
  refuseQuery(others);
  const place = headers['last-event-id'] ?? after ?? 0;
  if (/^\d{1,15}$/.test(String(place))) return Number(place);
  throw new Failure('cursor.invalid', 'Last-Event-ID and `after` take the offset of a log entry');
}

/** JSON on one line, so that nothing in it can end a frame. */
function text(frame: DeploymentFrame): string {
  if (frame.kind === 'state') return `event: state\ndata: ${JSON.stringify(frame.deployment)}\n\n`;
  const { kind: _, ...entry } = frame;
  return `id: ${entry.offset}\nevent: log\ndata: ${JSON.stringify(entry)}\n\n`;
}
