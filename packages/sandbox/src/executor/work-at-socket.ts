/** How an executor hears of its work from another process: over a socket of its own, so that no thread between them has to wake up. */
import { Socket } from 'node:net';
import type { ToExecutor } from '../messages.ts';
import { unpackRun } from '../packed.ts';
import { frameBatch, frameReader } from '../process/frames.ts';
import { fromFrame, toFrame } from '../process/messages.ts';
import { createVigil } from '../vigil.ts';
import { LULL_MS, TOGETHER } from './pace.ts';
import type { ServePorts, Server } from './serve.ts';

/** One buffer for all that is read: Node would get so much for every small message, and V8 would have to collect it. */
const READ_BYTES = 65_536;

export function workAtSocket(file: number, open: (post: ServePorts['post']) => Server): void {
  const socket = new Socket({ fd: file, readable: true, writable: true, onread: { buffer: Buffer.alloc(READ_BYTES), callback: heard } });
  const { put, flush } = frameBatch((bytes) => { socket.write(bytes); });
  const vigil = createVigil();
  let more = false;
  let timer: NodeJS.Timeout | undefined;
  let armed = Infinity;

  const { take, due, prepare } = open((message) => {
    if (put(toFrame(message)) >= TOGETHER || !more) flush();
  });

  /** For the next call that will have waited too long. */
  function arm(): void {
    const wait = due();
    const at = performance.now() + wait;
    if (at >= armed) return;
    armed = at;
    clearTimeout(timer);
    timer = setTimeout(() => {
      armed = Infinity;
      arm();
    }, wait);
  }

  const lull = setTimeout(() => { if (prepare()) lull.refresh(); }, LULL_MS);

  const read = frameReader((frame, follows) => {
    more = follows;
    vigil.end();
    take(fromFrame<ToExecutor>(frame, unpackRun));
    if (!follows) {
      flush();
      vigil.begin();
    }
    arm();
    lull.refresh();
  });

  function heard(bytes: number, buffer: Uint8Array): boolean {
    read(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
    return true; // and goes on
  }

  socket.on('error', () => { /* the hub is gone; this process ends with it */ });
  put(toFrame({ op: 'ready' }));
  flush();
}
