/** This side of the writer's thread: one job at a time, and a new thread when one dies. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { unavailable } from '../failures.ts';
import type { Job, Report } from './wire.ts';
import type { WriterData } from './writer.ts';

interface Waiting {
  resolve(report: Report): void;
  reject(error: unknown): void;
}

export function createWriterThread(url: URL, workerData: WriterData) {
  let worker: Worker | undefined;
  const waiting: Waiting[] = [];

  function start(): Worker {
    const started = new Worker(url, { workerData, name: 'store' });
    const ended = (cause?: unknown): void => {
      if (worker === started) worker = undefined;
      for (const { reject } of waiting.splice(0)) reject(unavailable('the thread that writes it ended', cause));
    };
    started.on('message', (report: Report) => {
      const first = waiting.shift();
      if (waiting.length === 0) started.unref();
      first?.resolve(report);
    });
    started.on('error', ended);
    started.on('exit', () => { if (worker === started || worker === undefined) ended(); });
    return started;
  }

  return {
    run(job: Job): Promise<Report> {
      return new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        waiting.push({ resolve, reject });
        worker.postMessage(job);
      });
    },
    async close(): Promise<void> {
      const last = worker;
      worker = undefined;
      if (last === undefined) return;
      last.ref();
      const ended = once(last, 'exit');
      last.postMessage(null);
      await ended;
    },
  };
}

export type WriterThread = ReturnType<typeof createWriterThread>;
