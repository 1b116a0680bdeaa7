/** The hub's side of a process in which guests run: it starts threads there, and hears of their ends. What is left to watch is that it answers at all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Executor, ExecutorEvents } from '../executor-thread.ts';
import { frameReader, frameWriter } from './frames.ts';
import type { FromProcess, Settings, ToProcess } from './messages.ts';
import { createProcessExecutor, type ProcessExecutor } from './process-executor.ts';

export interface ProcessOptions extends Omit<Settings, 'op'> {
  readonly file: string;
  /** Programs that each thread keeps loaded. */
  readonly programs: number;
  /** So many threads the process may have had: each has a socket of its own, and takes it along when it ends. */
  readonly sockets?: number;
}

export interface GuestProcess {
  /** Null when it has no socket left for one, or has ended. */
  thread(events: ExecutorEvents): Executor | null;
}

const SOCKETS = 64;
const FIRST_SOCKET = 3;
/** How often we ask, and how many times without an answer. The times are counted on our own clock’s ticks, so that a hub that was busy blames nobody. */
const PING_MS = 500;
const MOST_SILENT = 6;
const LAST_WORDS = 2000;
/** Each thread collects its young garbage, of which little lives, by itself: V8 would give shares of it to other threads, and a call would wait until they had their turns. */
const ALONE = '--no-parallel-scavenge';

export function startProcess({ file, programs, sockets: most = SOCKETS, ...settings }: ProcessOptions): GuestProcess {
  const child = spawn(process.execPath, [ALONE, ...permissions(file, settings), file], { env: {}, stdio: Array<'pipe'>(FIRST_SOCKET + most).fill('pipe'), windowsHide: true });
  const sockets = child.stdio as unknown as readonly Duplex[]; // pipes of Node are sockets, which the types don't say
  const write = frameWriter((bytes) => { sockets[0]?.write(bytes); });
  const tell = (message: ToProcess): void => write({ head: message, text: '' });
  const threads = new Map<number, ProcessExecutor>(); // by their sockets
  const clock = setInterval(ping, PING_MS).unref();
  const said = lastWords(child);
  let next = FIRST_SOCKET;
  let busy = 0;
  let watched = false;
  let silent = 0;
  let over = false;

  function thread(events: ExecutorEvents): Executor | null {
    const socket = next;
    const pipe = sockets[socket];
    if (over || pipe === undefined) return null;
    next++;
    const started = createProcessExecutor(events, { pipe, programs, busy: hold, giveUp: (call) => tell({ op: 'give-up', socket, call }), end: () => end(socket) });
    threads.set(socket, started);
    tell({ op: 'thread', socket });
    return started.executor;
  }

  /** Only work keeps the hub's process alive, and a start that somebody may wait for. From the first one on the threads are watched. */
  function hold(begins: boolean): void {
    busy += begins ? 1 : -1;
    if (busy === 0) child.unref();
    else child.ref();
    if (begins && !watched) tell({ op: 'watch', on: (watched = true) });
  }

  function ping(): void {
    if (busy > 0) return ++silent > MOST_SILENT ? void child.kill('SIGKILL') : tell({ op: 'ping' }); // its end is heard below
    silent = 0;
    if (watched) tell({ op: 'watch', on: (watched = false) });
  }

  function heard(message: FromProcess): void {
    silent = 0;
    if (message.op === 'pong') return;
    const { socket, call } = message;
    const thread = threads.get(socket);
    if (message.op === 'stuck' && thread?.executor.outstanding.has(call) === true) return thread.hangs(call);
    const error = message.op === 'gone' ? Object.assign(new Error(message.why), { code: message.code }) : new Error('The executor thread was ended');
    thread?.gone(call, error);
    void end(socket);
  }

  async function end(socket: number): Promise<void> {
    if (!threads.delete(socket)) return;
    if (threads.size > 0) return tell({ op: 'end', socket });
    const ended = new Promise((resolve) => { child.once('close', resolve); });
    stopWatching();
    child.ref();
    if (child.kill('SIGKILL')) await ended;
  }

  function stopWatching(): void {
    over = true;
    clearInterval(clock);
  }

  function ended(why: string): void {
    if (over) return;
    stopWatching();
    const error = new Error(`The process of the sandbox ${why}${said()}`);
    const all = [...threads.values()];
    threads.clear();
    for (const { close } of all) close(); // none of them is to get what another one had
    for (const { gone } of all) gone(0, error);
  }

  for (const socket of sockets) (socket as Duplex & { unref?(): void }).unref?.();
  sockets[1]?.on('data', frameReader(({ head }) => heard(head as FromProcess))); // serve-process.ts sends nothing else
  sockets[0]?.on('error', () => { /* it is gone; its end tells */ });
  child.on('error', (error) => ended(`could not be started: ${error.message}`));
  child.on('close', (code, signal) => ended(`ended (${signal ?? code})`));
  tell({ op: 'start', ...settings });
  return Object.freeze({ thread });
}

/** The end of what it wrote to its error output. */
function lastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { words = (words + text).slice(-LAST_WORDS); });
  return () => (words === '' ? '' : `: ${words.trim()}`);
}

/** Of the file system it may read its own code and the engine; it may start threads, and nothing else. */
function permissions(file: string, { engineFile, executorFile }: Pick<Settings, 'engineFile' | 'executorFile'>): string[] {
  const room = basename(dirname(file)) === 'process' ? dirname(dirname(dirname(file))) : dirname(file); // with the package.json that says what kind of module it is; a bundle lies flat
  const readable = [join(room, '*'), join(dirname(executorFile), '*'), engineFile];
  return ['--permission', '--allow-worker', '--no-warnings', ...readable.map((place) => `--allow-fs-read=${place}`)];
}
