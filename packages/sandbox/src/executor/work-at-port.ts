/** How an executor hears of its work from another thread. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { CellWriter } from '../cells.ts';
import type { FromExecutor, ToExecutor } from '../messages.ts';
import { packFrom, unpackRun } from '../packed.ts';
import { AWAKE_MS, createPatience } from '../patience.ts';
import { LULL_MS, TOGETHER } from './pace.ts';
import type { ServePorts, Server } from './serve.ts';

/** How long V8 and Node may have to wait for the event loop: they free there what guests leave behind. */
const TURN_MS = 20;

export function workAtPort(port: MessagePort, cells: CellWriter, open: (post: ServePorts['post']) => Server): void {
  const patience = createPatience();
  let said: (FromExecutor | string)[] = [];
  let came: readonly (ToExecutor | string)[] = [];
  let read = 0; // of those
  let next: ToExecutor | string | null = null; // after the one that is worked on

  const { take, due, prepare } = open((message) => {
    said.push(packFrom(message));
    if (next === null || said.length >= TOGETHER) flush();
  });

  function flush(): void {
    if (said.length === 0) return;
    port.postMessage(said);
    said = [];
  }

  function receive(): ToExecutor | string | null {
    if (read < came.length) return came[read++] ?? null;
    const posted = receiveMessageOnPort(port) as { message: ToExecutor | string | (ToExecutor | string)[] } | undefined; // by executor-thread.ts
    const message = posted?.message ?? null;
    if (!Array.isArray(message)) return message;
    came = message;
    read = 1;
    return came[0] ?? null;
  }

  /** The thread sleeps on the bell and not in the event loop, which takes twice as long to hear of a message. */
  function work(): void {
    const end = performance.now() + TURN_MS;
    for (let wait = due(); performance.now() < end; wait = due()) {
      const rings = cells.rings();
      next ??= receive();
      if (next === null) rest(rings, wait, end);
      while (next !== null && performance.now() < end) {
        const message: ToExecutor | string = next;
        next = receive();
        take(typeof message === 'string' ? unpackRun(message) : message);
      }
    }
    setImmediate(work);
  }

  function rest(rings: number, wait: number, end: number): void {
    flush();
    if (patience.wanted() && attend(rings)) return;
    if (cells.sleep(rings, Math.min(wait, LULL_MS))) return;
    while (prepare()) if (cells.rings() !== rings || performance.now() >= end) return;
    cells.sleep(rings, due());
  }

  /** Awake, for a moment. */
  function attend(rings: number): boolean {
    for (const end = performance.now() + AWAKE_MS; performance.now() < end;) {
      if (cells.rings() === rings) continue;
      patience.paid();
      return true;
    }
    patience.failed();
    return false;
  }

  port.postMessage([{ op: 'ready' } satisfies FromExecutor]);
  work();
}
