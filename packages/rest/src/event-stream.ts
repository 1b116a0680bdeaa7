/** Events as they happen, over server-sent events. The seq is the event id, so a browser's Last-Event-ID goes on where it stopped. */
import type { EventView, House } from '@patchbay/contracts';
import type { FastifyInstance } from 'fastify';
import { quotaHeaders } from './answer-reply.ts';
import { callerOf } from './call.ts';
import type { Guard } from './guard.ts';
import { openStreams } from './open-streams.ts';
import type { Settings } from './options.ts';
import { AGAIN, streamFrames } from './sse.ts';
import { watchQuery } from './watch-query.ts';

export function eventStream(server: FastifyInstance, house: House, { stream, stopping }: Settings, onRequest: Guard): void {
  const streams = openStreams(stream, stopping);
  server.addHook('preClose', (done) => { streams.endAll(); done(); });

  server.get('/v1/events/stream', { onRequest, exposeHeadRoute: false }, async (request, reply) => {
    const caller = callerOf(request);
    quotaHeaders(reply, { quota: house.limit(caller) });
    const { ended, close } = streams.open(caller.tenant);
    try {
      const frames = house.watch(watchQuery(request), caller, ended.signal); // refuses before the stream begins
      return await streamFrames({ needs: 'event:read', request, reply, frames, text, place: ({ seq }) => seq, last: AGAIN, ended }, house, stream);
    } finally {
      close();
    }
  });
}

/** Events are JSON on one line, so nothing in them can end a frame. */
const text = (event: EventView): string => `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
