/** The other side: one call over a session that is open. For tests and for hosts. */
import type { ClientHttp2Session, IncomingHttpHeaders } from 'node:http2';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { frame, unframe } from './frame.ts';
import type { Message, MessageFields, TypeOf } from './message.ts';
import { GrpcError, status, type Status } from './status.ts';

/** All answers of one call. */
export function call<Q extends MessageFields, S extends MessageFields>(session: ClientHttp2Session, path: string, types: { readonly request: Message<Q>; readonly response: Message<S> }, request: TypeOf<Message<Q>>, signal?: AbortSignal): Promise<TypeOf<Message<S>>[]> {
  return new Promise((resolve, reject) => {
    const stream = session.request({ ':path': path, ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' }, signal === undefined ? {} : { signal });
    const chunks: Buffer[] = [];
    let failure: GrpcError | undefined;
    const end = (trailers: IncomingHttpHeaders): void => {
      const code = Number(trailers['grpc-status'] ?? status.ok);
      if (code !== status.ok) failure = new GrpcError(code as Status, decodeURIComponent(String(trailers['grpc-message'] ?? '')));
    };
    stream.on('response', end); // a refusal may be all in the headers
    stream.on('trailers', end);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('end', () => (failure === undefined ? resolve(unframe(Buffer.concat(chunks)).map((each) => decode(types.response, each) as TypeOf<Message<S>>)) : reject(failure)));
    stream.end(frame(encode(types.request, request as never))); // TypeOf<Message<Q>> is Infer<Q>
  });
}
