/** What a plugin needs of gRPC: unary calls and server streams, with cancellation. It does not listen. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { frame, unframe } from './frame.ts';
import { type Call, ok } from './http2/served-call.ts';
import { serveConnection } from './http2/connection.ts';
import type { Handler, Routes } from './method.ts';
import { GrpcError, status } from './status.ts';

export interface ServerOptions {
  /** Both sides show certificates; plain HTTP/2 without. */
  readonly tls?: TlsOptions | undefined;
  /** The largest request, in bytes. */
  readonly limit?: number;
  /** Hears of every call when it has ended. */
  readonly observe?: (call: { readonly path: string; readonly status: number; readonly milliseconds: number }) => void;
}

const LIMIT = 256 * 1024 * 1024;

export function grpcServer(routes: Routes, { tls, limit = LIMIT, observe }: ServerOptions = {}): Server {
  const take = (call: Call): void => {
    const since = performance.now();
    void answer(call, routes.get(call.path), limit).then((code) => observe?.({ path: call.path, status: code, milliseconds: performance.now() - since }));
  };
  const serve = (socket: Socket): void => serveConnection(socket, { limit, take });
  return tls === undefined ? createServer({ noDelay: true }, serve) : createTlsServer({ ...tls, ALPNProtocols: ['h2'], noDelay: true }, serve);
}

async function answer(call: Call, handler: Handler | undefined, limit: number): Promise<number> {
  try {
    if (handler === undefined) throw new GrpcError(status.unimplemented, `there is no method ${call.path}`);
    const body = call.body();
    if (body === undefined) throw new GrpcError(status.resourceExhausted, `the request has more than ${limit} bytes`);
    const [request, ...more] = unframe(body);
    if (request === undefined || more.length > 0) throw new GrpcError(status.internal, 'expected one message');
    await send(call, handler(request, call.signal));
    call.end(ok);
    return status.ok;
  } catch (error) {
    call.end(trailersOf(error));
    return error instanceof GrpcError ? error.code : status.unknown;
  }
}

function trailersOf(error: unknown): Record<string, string> {
  const code = error instanceof GrpcError ? error.code : status.unknown;
  const text = error instanceof Error ? error.message : String(error);
  const details = error instanceof GrpcError ? error.details : undefined;
  return { 'grpc-status': String(code), 'grpc-message': percentEncoded(text), ...(details === undefined ? {} : { 'grpc-status-details-bin': Buffer.from(details).toString('base64') }) };
}

/** Only what a header can't hold, as gRPC has it: some clients decode no more than that. */
const percentEncoded = (text: string): string => text.toWellFormed().replaceAll(/[^\x20-\x7e]|%/gu, encodeURIComponent);

async function send(call: Call, result: ReturnType<Handler>): Promise<void> {
  if (!(Symbol.asyncIterator in result)) return void call.send(frame(await result));
  for await (const message of result) {
    if (call.signal.aborted) return;
    await call.send(frame(message));
  }
}
