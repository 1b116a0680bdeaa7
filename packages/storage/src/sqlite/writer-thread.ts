/** This side of the writer's thread: one job at a time, and a new thread when one dies. */
import { once } from 'node:events';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { unavailable } from '../failures.ts';
import { BELL, BELL_BEGINS, between, type Job, type Report, type Told } from './wire.ts';
import type { WriterData } from './writer.ts';

interface Waiting {
  readonly units: number;
  resolve(report: Report): void;
  reject(error: unknown): void;
}

interface Writer {
  readonly thread: Worker;
  readonly port: MessagePort;
  readonly bell: Int32Array<SharedArrayBuffer>;
  readonly waiting: Waiting[];
  /** Reports that all is well, so far. */
  well: number;
  listening: boolean;
  /** The number of reports at the last look. */
  heard: number;
}

/** Of what the thread makes nearly all is over with its batch. Left to itself Node gives it five times as much, and takes no less time. */
const YOUNG_MB = 8;

/** Both sides sleep on a number of the bell, and look for messages when it was rung: that wakes a thread in half the time that an event of its port takes. */
export function createWriterThread(url: URL, workerData: Omit<WriterData, 'bell' | 'port'>) {
  let writer: Writer | undefined;

  function start(): Writer {
    const bell = new Int32Array(new SharedArrayBuffer(12)).fill(BELL_BEGINS);
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(url, { workerData: { ...workerData, bell, port: port2 } satisfies WriterData, transferList: [port2], name: 'store', resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    const started: Writer = { thread, port: port1, bell, waiting: [], well: BELL_BEGINS, listening: false, heard: BELL_BEGINS };
    const ended = (cause?: unknown): void => {
      if (writer === started) writer = undefined;
      for (const { reject } of started.waiting.splice(0)) reject(unavailable('the thread that writes it ended', cause));
    };
    thread.on('error', ended);
    thread.on('exit', () => { ended(); port1.close(); });
    return started;
  }

  function send(to: Writer, message: Job | null): void {
    to.port.postMessage(message);
    Atomics.add(to.bell, BELL.job, 1);
    Atomics.notify(to.bell, BELL.job);
  }

  /** Until nobody waits. What came between the look and the sleep has moved the number, and it does not sleep. */
  function listen(to: Writer): void {
    const heard = Atomics.load(to.bell, BELL.report);
    hear(to);
    to.listening = to.waiting.length > 0;
    if (!to.listening) return to.thread.unref();
    const { async, value } = Atomics.waitAsync(to.bell, BELL.report, heard);
    if (async) void value.then(() => listen(to));
    else listen(to);
  }

  /** What came so far. */
  function hear(to: Writer): void {
    to.heard = Atomics.load(to.bell, BELL.report);
    const well = Atomics.load(to.bell, BELL.well); // before the messages: one that belongs among these has come
    for (let got = receiveMessageOnPort(to.port); got !== undefined; got = receiveMessageOnPort(to.port)) {
      const { report, before } = got.message as Told; // what the other side sends
      allWell(to, before);
      to.waiting.shift()?.resolve(report);
    }
    allWell(to, well);
  }

  function allWell(to: Writer, until: number): void {
    for (; between(to.well, until) > 0; to.well = (to.well + 1) | 0) {
      const first = to.waiting.shift();
      first?.resolve({ outcomes: Array.from({ length: first.units }, () => 0), faults: [] });
    }
  }

  return {
    /** A write has so many units. */
    run(job: Job, units = 0): Promise<Report> {
      return new Promise((resolve, reject) => {
        const to = writer ??= start();
        to.waiting.push({ units, resolve, reject });
        send(to, job);
        if (to.listening) return;
        to.thread.ref();
        listen(to);
      });
    },
    /** Takes a report that is there before the turn is over: a busy turn is longer than a write, and the writer would lie idle until its end. */
    look(): void {
      if (writer !== undefined && Atomics.load(writer.bell, BELL.report) !== writer.heard) hear(writer);
    },
    async close(): Promise<void> {
      const last = writer;
      writer = undefined;
      if (last === undefined) return;
      last.thread.ref();
      const ended = once(last.thread, 'exit');
      send(last, null);
      await ended;
    },
  };
}

export type WriterThread = ReturnType<typeof createWriterThread>;
