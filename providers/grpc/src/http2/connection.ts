/** One peer that calls us: reads its frames, and shares out what we may send. What it asks for, somebody else answers. */
import type { Duplex } from 'node:stream';
import { createCall, type Call, type OpenCall } from './served-call.ts';
import { createHeaderReader } from './hpack.ts';
import { fault, type Fault, FIRST_WINDOW, flag, frameOf, HEAD, MAX_FRAME, MAX_WINDOW, numbers, setting, settings, type } from './frame.ts';
import { createOutgoing } from './outgoing.ts';

export interface ConnectionOptions {
  /** The largest request, in bytes; of a larger one only that it is too large is kept. */
  readonly limit: number;
  /** When all of the request is here. */
  readonly take: (call: Call) => void;
}

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const MAX_STREAMS = 1000;
const MAX_HEADERS = 64 * 1024;
/** So much is read before the peer is told that it may go on: it never has to wait. */
const READ_AHEAD = 2 ** 30;
const NOTHING = Buffer.alloc(0);

/** Headers may come in parts, with nothing between them. */
interface HeaderBlock { readonly stream: number; readonly flags: number; readonly parts: Buffer[]; size: number }

/** The peer broke the rules. */
class Broken extends Error {
  readonly fault: Fault;
  constructor(why: Fault) {
    super('the peer broke the rules of HTTP/2');
    this.fault = why;
  }
}

export function serveConnection(socket: Duplex, { limit, take }: ConnectionOptions): void {
  const calls = new Map<number, OpenCall>();
  const headers = createHeaderReader();
  const outgoing = createOutgoing(socket, pump);
  let rest: Buffer = NOTHING;
  let [greeted, last, read, firstWindow] = [false, 0, 0, FIRST_WINDOW];
  let block: HeaderBlock | undefined;

  outgoing.write(frameOf(type.settings, 0, 0, settings([[setting.initialWindow, MAX_WINDOW], [setting.maxStreams, MAX_STREAMS], [setting.maxHeaders, MAX_HEADERS]])));
  outgoing.write(frameOf(type.windowUpdate, 0, 0, numbers(MAX_WINDOW - FIRST_WINDOW)));
  const hear = (chunk: Buffer): void => {
    try {
      rest = consume(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]));
    } catch (error) {
      outgoing.write(frameOf(type.goAway, 0, 0, numbers(last, error instanceof Broken ? error.fault : fault.internal)));
      outgoing.end();
      socket.off('data', hear);
      socket.resume(); // whatever else it says is not read
    }
  };
  socket.on('data', hear);
  socket.on('error', () => {}); // it closes, too
  socket.on('end', () => outgoing.end());
  socket.on('close', () => {
    for (const call of calls.values()) call.cancel();
    calls.clear();
  });

  function pump(): void {
    for (const call of calls.values()) call.pump();
  }

  /** All whole frames; answers what is left. */
  function consume(all: Buffer): Buffer {
    let at = 0;
    if (!greeted) {
      if (all.length < PREFACE.length) return all;
      if (all.toString('latin1', 0, PREFACE.length) !== PREFACE) throw new Broken(fault.protocol);
      greeted = true;
      at = PREFACE.length;
    }
    while (all.length - at >= HEAD) {
      const length = all.readUIntBE(at, 3);
      if (length > MAX_FRAME) throw new Broken(fault.frameSize);
      if (all.length - at - HEAD < length) break;
      const payload = all.subarray(at + HEAD, at + HEAD + length);
      receive(all[at + 3]!, all[at + 4]!, all.readUInt32BE(at + 5) & MAX_WINDOW, payload);
      at += HEAD + length;
    }
    return at === all.length ? NOTHING : all.subarray(at);
  }

  function receive(kind: number, flags: number, stream: number, payload: Buffer): void {
    if (block !== undefined && (kind !== type.continuation || stream !== block.stream)) throw new Broken(fault.protocol);
    switch (kind) {
      case type.data: return data(stream, flags, payload);
      case type.headers: return begin(stream, flags, payload);
      case type.continuation: return more(flags, payload);
      case type.reset: return reset(stream);
      case type.settings: return void ((flags & flag.ack) === 0 && configure(payload));
      case type.ping: return void ((flags & flag.ack) === 0 && outgoing.write(frameOf(type.ping, flag.ack, 0, payload)));
      case type.windowUpdate: return grow(stream, payload);
      case type.push: throw new Broken(fault.protocol);
      default: // PRIORITY, GOAWAY and what nobody knows yet change nothing for us
    }
  }

  function data(stream: number, flags: number, payload: Buffer): void {
    if (stream === 0 || stream > last) throw new Broken(fault.protocol);
    read += payload.length;
    if (read >= READ_AHEAD) {
      outgoing.write(frameOf(type.windowUpdate, 0, 0, numbers(read)));
      read = 0;
    }
    const call = calls.get(stream);
    if (call === undefined) return; // it was cancelled meanwhile
    if (call.isWhole) throw new Broken(fault.closed);
    call.read(unpadded(flags, payload), limit);
    if ((flags & flag.endStream) !== 0) finish(call);
  }

  function begin(stream: number, flags: number, payload: Buffer): void {
    if (stream % 2 === 0) throw new Broken(fault.protocol);
    let part = unpadded(flags, payload);
    if ((flags & flag.priority) !== 0) part = part.subarray(5);
    block = { stream, flags, parts: [], size: 0 };
    more(flags, part);
  }

  function more(flags: number, part: Buffer): void {
    if (block === undefined) throw new Broken(fault.protocol);
    block.parts.push(part);
    block.size += part.length;
    if (block.size > MAX_HEADERS) throw new Broken(fault.calm);
    if ((flags & flag.endHeaders) === 0) return;
    const { stream, flags: first, parts } = block;
    block = undefined;
    const found = headers.read(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
    if (found === undefined) throw new Broken(fault.compression);
    if (stream > last) open(stream, found.get(':path') ?? '');
    const call = calls.get(stream);
    if ((first & flag.endStream) !== 0 && call !== undefined) finish(call);
  }

  function finish(call: OpenCall): void {
    if (call.isWhole) throw new Broken(fault.closed);
    call.isWhole = true;
    take(call);
  }

  function open(stream: number, path: string): void {
    last = stream;
    if (calls.size >= MAX_STREAMS) return outgoing.write(frameOf(type.reset, 0, stream, numbers(fault.refused)));
    calls.set(stream, createCall({ stream, path, window: firstWindow, outgoing, forget: () => calls.delete(stream) }));
  }

  function reset(stream: number): void {
    calls.get(stream)?.cancel();
    calls.delete(stream);
  }

  function configure(payload: Buffer): void {
    if (payload.length % 6 !== 0) throw new Broken(fault.frameSize);
    for (let at = 0; at < payload.length; at += 6) {
      const value = payload.readUInt32BE(at + 2);
      const id = payload.readUInt16BE(at);
      if (id === setting.maxFrame) outgoing.maxFrame = value;
      if (id !== setting.initialWindow) continue;
      if (value > MAX_WINDOW) throw new Broken(fault.flowControl);
      for (const call of calls.values()) call.window += value - firstWindow;
      firstWindow = value;
    }
    outgoing.write(frameOf(type.settings, flag.ack, 0, NOTHING));
    pump();
  }

  function grow(stream: number, payload: Buffer): void {
    if (payload.length !== 4) throw new Broken(fault.frameSize);
    const by = payload.readUInt32BE() & MAX_WINDOW;
    const what = stream === 0 ? outgoing : calls.get(stream);
    if (what === undefined) return;
    what.window += by;
    if (what.window > MAX_WINDOW) throw new Broken(fault.flowControl);
    pump();
  }
}

function unpadded(flags: number, payload: Buffer): Buffer {
  if ((flags & flag.padded) === 0) return payload;
  const padding = payload[0] ?? 0;
  if (padding >= payload.length) throw new Broken(fault.protocol);
  return payload.subarray(1, payload.length - padding);
}
