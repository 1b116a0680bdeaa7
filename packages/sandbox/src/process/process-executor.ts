/** The pool's view of a process in which guests run. It has threads and a watchdog of its own; what is left to watch is that it answers at all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import type { CellReader } from '../cells.ts';
import type { Executor, ExecutorEvents } from '../executor-thread.ts';
import { createHeldPrograms } from '../held-programs.ts';
import { type Job, messageOf } from '../job.ts';
import type { ToExecutor } from '../messages.ts';
import { frameReader, frameWriter } from './frames.ts';
import { fromFrame, type FromProcess, type Settings, type Slip, toFrame, type ToProcess } from './messages.ts';

export interface ProcessOptions extends Omit<Settings, 'op'> {
  readonly file: string;
}

/** How often we ask, and how many times without an answer. The times are counted on our own clock’s ticks, so that a hub that was busy blames nobody. */
const PING_MS = 500;
const MOST_SILENT = 6;
const LAST_WORDS = 2000;

/** It sees nothing of what runs in there. */
const NO_CELLS: CellReader = Object.freeze({ running: () => 0, stuck: () => 0, abort: () => { /* told by a message */ } });

export function startProcess({ message: onMessage, gone }: ExecutorEvents, { file, ...settings }: ProcessOptions): Executor {
  const child = spawn(process.execPath, [...permissions(file, settings), file], { env: {}, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const outstanding = new Map<number, Job>();
  const write = frameWriter((bytes) => { child.stdin.write(bytes); });
  const tell = (message: ToProcess): void => write(toFrame(message));
  const held = createHeldPrograms(settings.programs, (program) => tell({ op: 'drop', program }));
  const watch = setInterval(ping, PING_MS).unref();
  const said = lastWords(child);
  let silent = 0;
  let over = false;

  const executor: Executor = Object.seal({
    cells: NO_CELLS,
    outstanding,
    ready: false,
    hand(job) {
      if (outstanding.size === 0) hold(child, true);
      outstanding.set(job.id, job);
      tell({ ...messageOf(job, held.hold(job.program)), slip: slipOf(job) });
    },
    send(message: ToExecutor) { tell(message); },
    forget(program) { held.forget(program); },
    finished(id) {
      const job = outstanding.get(id);
      if (outstanding.delete(id) && outstanding.size === 0) hold(child, false);
      return job;
    },
    async end() {
      const ended = new Promise((resolve) => { child.once('close', resolve); });
      stopWatching();
      hold(child, true);
      if (child.kill('SIGKILL')) await ended;
    },
  });

  function ping(): void {
    if (outstanding.size === 0) return void (silent = 0);
    if (++silent > MOST_SILENT) child.kill('SIGKILL'); // its end is heard below
    else tell({ op: 'ping' });
  }

  function heard(message: FromProcess): void {
    silent = 0;
    if (message.op === 'ready') hold(child, outstanding.size > 0);
    if (!over && message.op !== 'pong') onMessage(executor, message);
  }

  function stopWatching(): void {
    over = true;
    clearInterval(watch);
  }

  function ended(why: string): void {
    if (over) return;
    stopWatching();
    gone(executor, new Error(`The process of the sandbox ${why}${said()}`));
  }

  child.stdout.on('data', frameReader((frame) => heard(fromFrame<FromProcess>(frame))));
  child.stdin.on('error', () => { /* it is gone; its end tells */ });
  child.on('error', (error) => ended(`could not be started: ${error.message}`));
  child.on('close', (code, signal) => ended(`ended (${signal ?? code})`));
  tell({ op: 'start', ...settings });
  return executor;
}

/** Only work keeps the hub's process alive, and a start that somebody may wait for. */
function hold(child: ChildProcess, busy: boolean): void {
  const change = busy ? 'ref' : 'unref';
  child[change]();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as { ref?(): void; unref?(): void } | null)?.[change]?.(); // pipes are sockets, which the types don't say
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

function slipOf(job: Job): Slip {
  const run = job.op === 'run' ? job : null;
  return { partition: job.program.partition, cpuMs: job.cpuMs, idempotent: run?.idempotent ?? false, hostBytes: run?.hostBytes ?? 0 };
}
