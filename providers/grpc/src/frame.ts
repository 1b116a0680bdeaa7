/** gRPC puts five bytes before each message: whether it is compressed, and its length. */
import { GrpcError, status } from './status.ts';

const HEAD = 5;

export function frame(body: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(HEAD + body.length);
  out[0] = 0;
  out.writeUInt32BE(body.length, 1);
  out.set(body, HEAD);
  return out;
}

/** All messages in the bytes. Nobody compresses: we never offered to take that. */
export function unframe(all: Buffer): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  while (at < all.length) {
    const length = all.length - at < HEAD ? Infinity : all.readUInt32BE(at + 1);
    if (all[at] !== 0 || at + HEAD + length > all.length) throw new GrpcError(status.internal, 'the frame is cut off or compressed');
    found.push(all.subarray(at + HEAD, at + HEAD + length));
    at += HEAD + length;
  }
  return found;
}
