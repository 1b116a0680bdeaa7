/** What a plugin needs of gRPC, on node:http2: unary calls and server streams, with cancellation. It does not listen. */
import { once } from 'node:events';
import { constants, createSecureServer, createServer, type Http2SecureServer, type Http2Server, type IncomingHttpHeaders, type SecureServerOptions, type ServerHttp2Stream } from 'node:http2';
import { frame, unframe } from './frame.ts';
import type { Handler, Routes } from './method.ts';
import { GrpcError, status } from './status.ts';

export interface ServerOptions {
  /** Both sides show certificates; plain HTTP/2 without. */
  readonly tls?: SecureServerOptions | undefined;
  /** The largest request, in bytes. */
  readonly limit?: number;
  /** Hears of every call when it has ended. */
  readonly observe?: (call: { readonly path: string; readonly status: number; readonly milliseconds: number }) => void;
}

const LIMIT = 256 * 1024 * 1024;
const settings = { initialWindowSize: 1024 * 1024, maxConcurrentStreams: 1000 };

export function grpcServer(routes: Routes, { tls, limit = LIMIT, observe }: ServerOptions = {}): Http2Server | Http2SecureServer {
  const server = tls === undefined ? createServer({ settings }) : createSecureServer({ ...tls, ALPNProtocols: ['h2'], settings });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const path = String(headers[':path']);
    const since = performance.now();
    stream.on('error', () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    void answer(stream, routes.get(path), path, limit).then((code) => observe?.({ path, status: code, milliseconds: performance.now() - since }));
  });
  return server;
}

async function answer(stream: ServerHttp2Stream, handler: Handler | undefined, path: string, limit: number): Promise<number> {
  const cancelled = new AbortController();
  let done = false; // an abort makes an exception with a stack each time: only for who really gave up
  stream.once('close', () => { if (!done) cancelled.abort(); });
  let trailers: Record<string, string | number | Buffer> = { 'grpc-status': status.ok };
  stream.once('wantTrailers', () => stream.sendTrailers(trailers as never)); // Node takes buffers for headers that end in -bin
  try {
    if (handler === undefined) throw new GrpcError(status.unimplemented, `there is no method ${path}`);
    const [request, ...more] = unframe(await body(stream, limit));
    if (request === undefined || more.length > 0) throw new GrpcError(status.internal, 'expected one message');
    await send(stream, handler(request, cancelled.signal), cancelled.signal);
    done = true;
  } catch (error) {
    trailers = trailersOf(error);
    begin(stream);
    if (!stream.destroyed) stream.end();
  }
  return Number(trailers['grpc-status']);
}

/** As late as can be: headers and answer then leave in one write. */
function begin(stream: ServerHttp2Stream): void {
  if (!stream.destroyed && !stream.headersSent) stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
}

function trailersOf(error: unknown): Record<string, string | number | Buffer> {
  const code = error instanceof GrpcError ? error.code : status.unknown;
  const text = error instanceof Error ? error.message : String(error);
  const details = error instanceof GrpcError ? error.details : undefined;
  return { 'grpc-status': code, 'grpc-message': encodeURIComponent(text), ...(details === undefined ? {} : { 'grpc-status-details-bin': Buffer.from(details).toString('base64') }) };
}

async function body(stream: ServerHttp2Stream, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const iterator: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false }); // a refusal is still to be sent
  for await (const chunk of iterator) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new GrpcError(status.resourceExhausted, `the request has more than ${limit} bytes`);
  return Buffer.concat(chunks);
}

async function send(stream: ServerHttp2Stream, result: ReturnType<Handler>, signal: AbortSignal): Promise<void> {
  if (!(Symbol.asyncIterator in result)) {
    const message = await result;
    begin(stream);
    if (!stream.destroyed) stream.end(frame(message));
    return;
  }
  begin(stream);
  for await (const message of result) {
    if (stream.destroyed) return;
    // Who hangs up while we wait for him to take more must not keep the generator alive.
    if (!stream.write(frame(message))) await once(stream, 'drain', { signal });
  }
  if (!stream.destroyed) stream.end();
}
