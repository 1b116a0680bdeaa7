import type { Message, MessageFields, TypeOf } from './message.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';

/** Bytes in, bytes out: one answer, or one after the other. */
export type Handler = (request: Uint8Array, signal: AbortSignal) => Promise<Uint8Array> | AsyncIterable<Uint8Array>;

/** By path: `/package.Service/Method`. */
export type Routes = ReadonlyMap<string, Handler>;

/** One answer per request. The signal is aborted when the caller gives up. */
export function unary<Q extends MessageFields, S extends MessageFields>(request: Message<Q>, response: Message<S>, handle: (request: TypeOf<Message<Q>>, signal: AbortSignal) => TypeOf<Message<S>> | Promise<TypeOf<Message<S>>>): (request: Uint8Array, signal: AbortSignal) => Promise<Uint8Array> {
  return async (body, signal) => encode(response, await handle(decode(request, body) as TypeOf<Message<Q>>, signal));
}

/** Many answers to one request. */
export function serverStream<Q extends MessageFields, S extends MessageFields>(request: Message<Q>, response: Message<S>, handle: (request: TypeOf<Message<Q>>, signal: AbortSignal) => AsyncIterable<TypeOf<Message<S>>>): Handler {
  return async function* (body, signal) {
    for await (const item of handle(decode(request, body) as TypeOf<Message<Q>>, signal)) yield encode(response, item);
  };
}
