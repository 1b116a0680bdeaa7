/** The process's own work: it starts threads, watches over them, and ends them. What they work on passes it by, over their own sockets. */
import type { Worker } from 'node:worker_threads';
import { compile } from '../builds.ts';
import { cellReader, type CellReader, newCells } from '../cells.ts';
import { startThread } from '../start-thread.ts';
import { watchOver } from '../watch.ts';
import type { FromProcess, Settings, ToProcess } from './messages.ts';

export interface ProcessPorts {
  send(message: FromProcess): void;
  /** `why`: its last words. */
  end(code: number, why: string): void;
  /** Resident bytes. */
  memory(): number;
}

interface Thread { readonly worker: Worker; readonly cells: CellReader; stuck(graceMs: number): number }

const LOOK_MS = 5;
const MEMORY_MS = 200;
const OUT_OF_MEMORY = 137;

export function serveProcess({ send, end, memory }: ProcessPorts): (message: ToProcess) => void {
  const threads = new Map<number, Thread>(); // by their sockets
  let ready: Promise<(socket: number) => Thread> | null = null;
  let graceMs = 0;
  let watch: NodeJS.Timeout | undefined;

  async function open({ engine, engineFile, executorFile, limits, processBytes, ...settings }: Settings): Promise<(socket: number) => Thread> {
    ({ graceMs } = settings);
    watchMemory(processBytes);
    const modules = await compile(engine, limits, engineFile);
    return (socket) => {
      const shared = newCells();
      const worker = startThread(executorFile, { engine, modules, limits, cells: shared, socket });
      const cells = cellReader(shared);
      return { worker, cells, stuck: watchOver(worker, cells) };
    };
  }

  function watchMemory(most: number): void {
    const timer = setInterval(() => {
      if (memory() <= most) return;
      clearInterval(timer);
      end(OUT_OF_MEMORY, `it takes more than the ${most} bytes it may have`);
    }, MEMORY_MS).unref();
  }

  async function start(socket: number): Promise<void> {
    const thread = (await ready)?.(socket);
    if (thread === undefined) return;
    threads.set(socket, thread);
    const ended = (error: unknown): void => {
      if (!threads.delete(socket)) return;
      send({ op: 'gone', socket, call: thread.cells.running(), code: codeOf(error), why: String(error) });
    };
    thread.worker.on('error', ended);
    thread.worker.on('exit', () => ended('The executor thread ended'));
  }

  function stop(socket: number): void {
    const thread = threads.get(socket);
    threads.delete(socket);
    void thread?.worker.terminate();
  }

  function look(): void {
    for (const [socket, { stuck }] of threads) {
      const call = stuck(graceMs);
      if (call === 0) continue;
      stop(socket);
      send({ op: 'stuck', socket, call });
    }
  }

  return (message) => {
    switch (message.op) {
      case 'start':
        ready = open(message);
        return void ready.catch((error: unknown) => end(1, String(error)));
      case 'ping': return send({ op: 'pong' });
      case 'thread': return void start(message.socket).catch(() => { /* told above */ });
      case 'end': return stop(message.socket);
      case 'watch':
        clearInterval(watch);
        watch = message.on ? setInterval(look, LOOK_MS) : undefined;
        return;
      case 'give-up': return threads.get(message.socket)?.cells.abort(message.call);
      default: return message satisfies never;
    }
  };
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
