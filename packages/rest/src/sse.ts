/** Server-sent events: how a stream begins, shows signs of life, waits for a slow reader and ends. */
import type { ServerResponse } from 'node:http';
import { Failure, type House, problemOf, type Scope } from '@patchbay/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { credentialsOf } from './guard.ts';
import type { StreamLimits } from './options.ts';

export interface Streaming<T> {
  /** Who loses it loses the stream. */
  readonly needs: Scope;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly frames: AsyncIterable<T>;
  readonly text: (frame: T) => string;
  /** What the reader may go on behind, for one who is dropped. */
  readonly place: (frame: T) => unknown;
  /** Said at the end of what has one. */
  readonly last: string;
  readonly ended: AbortController;
}

/** Answers with a stream until it ends, or its reader went away. */
export async function streamFrames<T>({ needs, request, reply, frames, text, place, last, ended }: Streaming<T>, house: Pick<House, 'authenticate' | 'report'>, { heartbeat, patience }: StreamLimits): Promise<FastifyReply> {
  const raw = begin(reply);
  if (raw.destroyed) ended.abort(); // went away while it was looked at who asks: there is no other close to hear of
  else raw.once('close', () => ended.abort());
  const stopBeating = beat(raw, heartbeat, async () => {
    const caller = await house.authenticate(credentialsOf(request));
    if (!caller.scopes.has(needs)) throw new Failure('caller.forbidden', `${caller.name} may not follow this any more`, { needs, has: caller.scopes.list });
  }, ended);
  const { signal } = ended;
  await copy(frames, raw, { text, place, patience }, signal).then(() => end(raw, signal.aborted ? signal.reason : last), (error: unknown) => end(raw, error, request, house.report)).finally(stopBeating);
  return reply;
}

function begin(reply: FastifyReply): ServerResponse {
  const headers = reply.getHeaders() as Record<string, string>; // this server sets single values only
  const { raw } = reply.hijack();
  raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'close', 'x-accel-buffering': 'no' });
  raw.write('retry: 2000\n\n');
  return raw;
}

/** Keeps the line open, and ends the stream of a key that was revoked, ran out or lost its scope since. */
function beat(raw: ServerResponse, interval: number, check: () => Promise<unknown>, ended: AbortController): () => void {
  const timer = setInterval(() => {
    if (!raw.writableNeedDrain) raw.write(': still here\n\n');
    check().catch((error: unknown) => ended.abort(error));
  }, interval).unref();
  return () => clearInterval(timer);
}

/** The next frame is fetched when the reader took the last one: a slow reader costs one buffer, and not for ever. */
async function copy<T>(frames: AsyncIterable<T>, raw: ServerResponse, { text, place, patience }: Pick<Streaming<T>, 'text' | 'place'> & { readonly patience: number }, signal: AbortSignal): Promise<void> {
  for await (const frame of frames) {
    if (signal.aborted) return;
    if (raw.write(text(frame))) continue;
    if (!(await drained(raw, patience, signal))) throw new Failure('request.timeout', `The reader took nothing for ${patience} ms; connect again with Last-Event-ID`, { last_event_id: place(frame) });
  }
}

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

export const AGAIN = 'the hub ended this stream; connect again with Last-Event-ID';

/** Says why. Who takes nothing doesn't take the last words either, so the socket goes a little later. */
function end(raw: ServerResponse, reason: unknown, request?: FastifyRequest, report?: House['report']): void {
  if (raw.destroyed) return;
  const failed = reason instanceof Failure || request !== undefined;
  if (failed && !(reason instanceof Failure)) report?.(reason, { request: request?.id, route: request?.routeOptions.url ?? 'none' });
  raw.end(failed ? `event: error\ndata: ${JSON.stringify(problemOf(reason, request?.id))}\n\n` : `event: end\ndata: ${JSON.stringify({ reason: typeof reason === 'string' ? reason : AGAIN })}\n\n`);
  setTimeout(() => raw.destroy(), 1000).unref();
}
