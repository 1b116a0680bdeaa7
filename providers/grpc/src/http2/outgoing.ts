/** What leaves a connection: all that is ready in one turn goes in one write, and not more than the peer has room for. */
import type { Duplex } from 'node:stream';
import { FIRST_WINDOW, MAX_FRAME } from './frame.ts';

export interface Outgoing {
  /** Bytes of data that the peer takes now, of all calls together. */
  window: number;
  maxFrame: number;
  write(frames: Uint8Array): void;
  /** Whether what is written now only waits. */
  isFull(): boolean;
  end(): void;
}

const MUCH = 64 * 1024;

/** `drained`: it was full, and is no longer. */
export function createOutgoing(socket: Duplex, drained: () => void): Outgoing {
  let ready: Uint8Array[] = [];
  let size = 0;
  const flush = (): void => {
    const [all, wasFull] = [ready, size >= MUCH];
    [ready, size] = [[], 0];
    if (socket.writable) socket.write(all.length === 1 ? all[0]! : Buffer.concat(all));
    if (wasFull && !socket.writableNeedDrain) drained();
  };
  socket.on('drain', drained);
  return {
    window: FIRST_WINDOW,
    maxFrame: MAX_FRAME,
    write(frames) {
      if (ready.length === 0) process.nextTick(flush);
      ready.push(frames);
      size += frames.length;
    },
    isFull: () => size >= MUCH || socket.writableNeedDrain,
    end() {
      process.nextTick(() => socket.end());
    },
  };
}
