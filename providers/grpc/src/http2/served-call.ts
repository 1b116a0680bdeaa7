/** One call: the request while it comes, the answer while it goes. */
import { flag, HEAD, head, headerFrames, type } from './frame.ts';
import { responseHeaders, trailersOf } from './headers.ts';
import type { Outgoing } from './outgoing.ts';

export interface Call {
  readonly path: string;
  /** Aborted when the peer gives up. */
  readonly signal: AbortSignal;
  /** Undefined when there is more of it than the limit. */
  body(): Buffer | undefined;
  /** Sends a part of the answer; resolves when there is room for more, also when nobody takes it any longer. */
  send(data: Buffer): Promise<void> | undefined;
  end(trailers: Readonly<Record<string, string>>): void;
}

/** As its connection knows it. */
export interface OpenCall extends Call {
  /** Bytes of data that the peer takes now. */
  window: number;
  read(data: Buffer, limit: number): void;
  /** Whether the request is complete. */
  isWhole: boolean;
  cancel(): void;
  pump(): void;
}

export interface CallPorts {
  readonly stream: number;
  readonly path: string;
  readonly window: number;
  readonly outgoing: Outgoing;
  /** It is over. */
  readonly forget: () => void;
}

const RESPONSE = responseHeaders();
const OK = trailersOf({ 'grpc-status': '0' });
export const ok: Readonly<Record<string, string>> = Object.freeze({});

export function createCall({ stream, path, window, outgoing, forget }: CallPorts): OpenCall {
  const cancelled = new AbortController();
  const parts: Buffer[] = [];
  const waiting: Buffer[] = [];
  let [size, isTooLarge, begun, closed] = [0, false, false, false];
  let last: Buffer | undefined;
  let room = (): void => {};

  const call: OpenCall = {
    path, window, isWhole: false, signal: cancelled.signal,
    read(data, limit) {
      size += data.length;
      isTooLarge = size > limit;
      if (isTooLarge) parts.length = 0;
      else parts.push(data);
    },
    body: () => (isTooLarge ? undefined : parts.length === 1 ? parts[0] : Buffer.concat(parts)),
    send(data) {
      if (closed) return undefined;
      begin();
      waiting.push(data);
      call.pump();
      return waiting.length === 0 && !outgoing.isFull() ? undefined : new Promise((resolve) => { room = resolve; });
    },
    end(trailers) {
      if (closed) return;
      const block = trailers === ok ? OK : trailersOf(trailers);
      last = headerFrames(flag.endStream, stream, begun ? block : Buffer.concat([RESPONSE, block]), outgoing.maxFrame);
      call.pump();
    },
    pump() {
      while (waiting.length > 0 && !closed) {
        const data = waiting[0]!;
        const fits = Math.max(0, Math.min(data.length, call.window, outgoing.window, outgoing.maxFrame)); // a peer may take room back
        if (fits < data.length && fits === 0) return;
        sendData(data.subarray(0, fits));
        if (fits === data.length) waiting.shift();
        else waiting[0] = data.subarray(fits);
      }
      if (last !== undefined && !closed) {
        outgoing.write(last);
        close();
      } else if (!outgoing.isFull()) room();
    },
    cancel() {
      if (closed) return;
      close();
      cancelled.abort();
    },
  };
  return call;

  function begin(): void {
    if (begun) return;
    begun = true;
    outgoing.write(headerFrames(0, stream, RESPONSE, outgoing.maxFrame));
  }

  function sendData(data: Buffer): void {
    const frame = Buffer.allocUnsafe(HEAD);
    head(frame, 0, data.length, type.data, 0, stream);
    outgoing.write(frame);
    outgoing.write(data);
    call.window -= data.length;
    outgoing.window -= data.length;
  }

  function close(): void {
    closed = true;
    waiting.length = 0;
    forget();
    room();
  }
}
