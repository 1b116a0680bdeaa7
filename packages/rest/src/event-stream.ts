/** Events as they happen, over server-sent events. The seq is the event id, so a browser's Last-Event-ID goes on where it stopped. */
import type { ServerResponse } from 'node:http';
import { type EventView, Failure, type House, problemOf } from '@patchbay/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from './call.ts';
import { credentialsOf, type Guard } from './guard.ts';
import { openStreams } from './open-streams.ts';
import type { Settings } from './options.ts';
import { watchQuery } from './watch-query.ts';

export function eventStream(server: FastifyInstance, house: House, { stream, stopping }: Settings, onRequest: Guard): void {
  const streams = openStreams(stream, stopping);
  server.addHook('preClose', (done) => { streams.endAll(); done(); });

  server.get('/v1/events/stream', { onRequest, exposeHeadRoute: false }, async (request, reply) => {
    const caller = callerOf(request);
    const { ended, close } = streams.open(caller.tenant);
    try {
      const events = house.watch(watchQuery(request), caller, ended.signal); // refuses before the stream begins
      const raw = begin(reply);
      raw.once('close', () => ended.abort());
      const stopBeating = beat(raw, stream.heartbeat, () => house.authenticate(credentialsOf(request)), ended);
      await copy(events, raw, stream.patience, ended.signal).then(() => end(raw, ended.signal.reason), (error: unknown) => end(raw, error, request, house.report)).finally(stopBeating);
      return reply;
    } finally {
      close();
    }
  });
}

function begin(reply: FastifyReply): ServerResponse {
  const headers = reply.getHeaders() as Record<string, string>; // this server sets single values only
  const { raw } = reply.hijack();
  raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'close', 'x-accel-buffering': 'no' });
  raw.write('retry: 2000\n\n');
  return raw;
}

/** Keeps the line open, and ends the stream of a key that was revoked or ran out since. */
function beat(raw: ServerResponse, interval: number, check: () => Promise<unknown>, ended: AbortController): () => void {
  const timer = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(': still here\n\n');
    check().catch((error: unknown) => ended.abort(error));
  }, interval).unref();
  return () => clearInterval(timer);
}

/** The next event is fetched when the reader took the last one: a slow reader costs one buffer, and not for ever. */
async function copy(events: AsyncIterable<EventView>, raw: ServerResponse, patience: number, signal: AbortSignal): Promise<void> {
  for await (const event of events) {
    if (signal.aborted) return;
    if (raw.write(frame(event))) continue;
    if (!(await drained(raw, patience, signal))) throw new Failure('request.timeout', `The reader took nothing for ${patience} ms; connect again with Last-Event-ID`, { last_event_id: event.seq });
  }
}

/** Events are JSON on one line, so nothing in them can end a frame. */
const frame = (event: EventView): string => `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

function drained(raw: ServerResponse, patience: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (inTime: boolean): void => {
      clearTimeout(timer);
      raw.off('drain', drain);
      signal.removeEventListener('abort', drain);
      resolve(inTime);
    };
    const drain = (): void => settle(true);
    const timer = setTimeout(() => settle(false), patience).unref();
    raw.once('drain', drain);
    signal.addEventListener('abort', drain, { once: true });
  });
}

/** Says why. Who takes nothing doesn't take the last words either, so the socket goes a little later. */
function end(raw: ServerResponse, reason: unknown, request?: FastifyRequest, report?: House['report']): void {
  if (raw.destroyed) return;
  const failed = reason instanceof Failure || request !== undefined;
  if (failed && !(reason instanceof Failure)) report?.(reason, { request: request?.id, route: '/v1/events/stream' });
  raw.end(failed ? `event: error\ndata: ${JSON.stringify(problemOf(reason, request?.id))}\n\n` : 'event: end\ndata: {"reason":"the hub ended this stream; connect again with Last-Event-ID"}\n\n');
  setTimeout(() => raw.destroy(), 1000).unref();
}
