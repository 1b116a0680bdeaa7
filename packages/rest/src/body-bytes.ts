/** The bytes of a body, as they came, with a cap. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '@patchbay/contracts';

export type BytesRead = (error: Error | null, bytes?: Buffer) => void;

/** A small body has come with its headers, and is taken as it lies there: listening for it costs as much as a short route. */
export function bodyBytes(message: IncomingMessage, limit: number, done: BytesRead): void {
  if (Number(message.headers['content-length'] ?? 0) > limit) return done(tooLarge(limit));
  if (!message.complete || message.readableFlowing === true) return collect(message, limit, done);
  const bytes = (message.read() as Buffer | null) ?? NOTHING;
  if (bytes.length > limit) return done(tooLarge(limit));
  done(null, bytes);
}

const NOTHING = Buffer.alloc(0);

const tooLarge = (limit: number): Failure => new Failure('request.too_large', `The body is larger than ${limit} bytes`, { limit });

/** Stops listening where the cap is reached: what still comes is nobody's. */
function collect(message: IncomingMessage, limit: number, done: BytesRead): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const settle: BytesRead = (error, bytes) => {
    message.off('data', take).off('end', end).off('error', fail).off('close', fail);
    done(error, bytes);
  };
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) return settle(tooLarge(limit));
    chunks.push(chunk);
  };
  const end = (): void => settle(null, Buffer.concat(chunks, length));
  const fail = (): void => settle(new Failure('request.malformed', 'The body ended before it was whole'));
  message.on('data', take).on('end', end).on('error', fail).on('close', fail);
}
