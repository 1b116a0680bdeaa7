/**
 * Messages over a pipe. A frame is its length, the length of its head, the head as JSON, and a text as it is: what guests are
 * given and what they answer is JSON already, and would only get another layer of escapes. A packed message is all text and has no head.
 * Frames of one turn leave in one write.
 */

export interface Frame {
  /** Null: none. */
  readonly head: unknown;
  readonly text: string;
}

/** More than any message may have: who sends that does not speak this language. */
const MOST_BYTES = 64 * 2 ** 20;
const PREFIX = 8;

export function frameWriter(write: (bytes: Buffer) => void): (frame: Frame) => void {
  const { put, flush } = frameBatch(write);
  return (frame) => {
    if (put(frame) === 1) queueMicrotask(flush);
  };
}

/** Frames that leave together, when somebody says so. */
export function frameBatch(write: (bytes: Buffer) => void) {
  let waiting: Buffer[] = [];
  return Object.freeze({
    /** How many wait now. */
    put: (frame: Frame): number => waiting.push(encode(frame)),
    flush(): void {
      const [first] = waiting;
      if (first === undefined) return;
      const bytes = waiting.length === 1 ? first : Buffer.concat(waiting);
      waiting = [];
      write(bytes);
    },
  });
}

function encode({ head, text }: Frame): Buffer {
  const json = head === null ? '' : JSON.stringify(head);
  const headBytes = Buffer.byteLength(json);
  const length = headBytes + Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(PREFIX + length);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(headBytes, 4);
  bytes.write(json, PREFIX);
  bytes.write(text, PREFIX + headBytes);
  return bytes;
}

/** Takes the pieces in which a stream arrives, and keeps none of them: they may lie in one buffer that is used again. `more`: another one has arrived whole. */
export function frameReader(onFrame: (frame: Frame, more: boolean) => void): (piece: Buffer) => void {
  let pieces: Buffer[] = [];
  let arrived = 0;
  let wanted = PREFIX;
  return (piece) => {
    arrived += piece.length;
    if (arrived < wanted) return void pieces.push(Buffer.from(piece));
    let bytes = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
    for (wanted = sizeOf(bytes); bytes.length >= wanted;) {
      const frame = decode(bytes.subarray(0, wanted));
      bytes = bytes.subarray(wanted);
      wanted = sizeOf(bytes);
      onFrame(frame, bytes.length >= wanted);
    }
    pieces = bytes.length === 0 ? [] : [Buffer.from(bytes)];
    arrived = bytes.length;
  };
}

function sizeOf(bytes: Buffer): number {
  if (bytes.length < PREFIX) return PREFIX;
  const length = bytes.readUInt32LE(0);
  if (length > MOST_BYTES || bytes.readUInt32LE(4) > length) throw new Error(`A frame says that it has ${length} bytes; expected at most ${MOST_BYTES}`);
  return PREFIX + length;
}

function decode(frame: Buffer): Frame {
  const end = PREFIX + frame.readUInt32LE(4);
  return { head: end === PREFIX ? null : JSON.parse(frame.toString('utf8', PREFIX, end)), text: frame.toString('utf8', end) };
}
