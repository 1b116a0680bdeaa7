/** Frames of HTTP/2 (RFC 9113): nine bytes say how long, what, and of which stream. */

export const HEAD = 9;
export const type = { data: 0, headers: 1, priority: 2, reset: 3, settings: 4, push: 5, ping: 6, goAway: 7, windowUpdate: 8, continuation: 9 } as const;
export const flag = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 0x20 } as const;
export const setting = { initialWindow: 4, maxFrame: 5, maxStreams: 3, maxHeaders: 6 } as const;
export const fault = { none: 0, protocol: 1, internal: 2, flowControl: 3, closed: 5, frameSize: 6, refused: 7, cancel: 8, compression: 9, calm: 11 } as const;
export type Fault = (typeof fault)[keyof typeof fault];

/** What a peer may send, and what we may send before it says otherwise. */
export const MAX_FRAME = 16_384;
export const FIRST_WINDOW = 65_535;
export const MAX_WINDOW = 2 ** 31 - 1;

/** Writes the head; the payload goes behind it. */
export function head(into: Buffer, at: number, length: number, kind: number, flags: number, stream: number): number {
  into.writeUIntBE(length, at, 3);
  into[at + 3] = kind;
  into[at + 4] = flags;
  into.writeUInt32BE(stream, at + 5);
  return at + HEAD;
}

export function frameOf(kind: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(HEAD + payload.length);
  out.set(payload, head(out, 0, payload.length, kind, flags, stream));
  return out;
}

/** Headers of one stream; those that are longer than the peer takes at once go on in further frames, with nothing between them. */
export function headerFrames(flags: number, stream: number, block: Uint8Array, most: number): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at === 0 || at < block.length; at += most) {
    const last = at + most >= block.length ? flag.endHeaders : 0;
    frames.push(frameOf(at === 0 ? type.headers : type.continuation, at === 0 ? flags | last : last, stream, block.subarray(at, at + most)));
  }
  return Buffer.concat(frames);
}

export const numbers = (...values: readonly number[]): Buffer => {
  const out = Buffer.allocUnsafe(values.length * 4);
  for (const [i, value] of values.entries()) out.writeUInt32BE(value, i * 4);
  return out;
};

export const settings = (pairs: readonly (readonly [id: number, value: number])[]): Buffer => {
  const out = Buffer.allocUnsafe(pairs.length * 6);
  let at = 0;
  for (const [id, value] of pairs) at = out.writeUInt32BE(value, out.writeUInt16BE(id, at));
  return out;
};
