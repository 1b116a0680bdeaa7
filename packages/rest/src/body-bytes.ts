/** The bytes of a body, as they came, with a cap. */
import type { IncomingMessage } from 'node:http';
import { Failure } from '@patchbay/contracts';

export type BytesRead = (error: Error | null, bytes?: Buffer) => void;

/**
 * A small body comes with its headers, but is handed over after them: a turn later it is taken whole, as it lies there. Listening for it
 * costs as much as a short route.
 */
export function bodyBytes(message: IncomingMessage, limit: number, done: BytesRead): void {
  if (Number(message.headers['content-length'] ?? 0) > limit) return done(tooLarge(limit));
  if (message.complete) take(message, limit, done);
  else setImmediate(take, message, limit, done);
}

function take(message: IncomingMessage, limit: number, done: BytesRead): void {
  if (!message.complete || message.readableFlowing === true) return collect(message, limit, done);
  const bytes = (message.read() as Buffer | null) ?? NOTHING;
  if (bytes.length > limit) return done(tooLarge(limit));
  done(null, bytes);
}

const NOTHING = Buffer.alloc(0);

const brokenOff = (): Failure => new Failure('request.malformed', 'The body ended before it was whole');
const tooLarge = (limit: number): Failure => new Failure('request.too_large', `The body is larger than ${limit} bytes`, { limit });

/** Stops listening where the cap is reached: what still comes is nobody's. */
function collect(message: IncomingMessage, limit: number, done: BytesRead): void {
  if (message.destroyed && !message.complete) return done(brokenOff());
  const chunks: Buffer[] = [];
  let length = 0;
  const settle: BytesRead = (error, bytes) => {
    message.off('data', add).off('end', end).off('error', fail).off('close', fail);
    done(error, bytes);
  };
  const add = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) return settle(tooLarge(limit));
    chunks.push(chunk);
  };
  const end = (): void => settle(null, Buffer.concat(chunks, length));
  const fail = (): void => settle(brokenOff());
  message.on('data', add).on('end', end).on('error', fail).on('close', fail);
}
