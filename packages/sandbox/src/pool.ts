/**
 * Executor threads, a queue before them and a watchdog over them. A thread that hangs in native code is ended, its place is taken by a warm spare,
 * and only the call that hung is lost: the others that waited behind it are handed on.
 */
import type { Executor, ExecutorEvents } from './executor-thread.ts';
import { createFairQueue } from './fair-queue.ts';
import { type Job, type RunJob, stop } from './job.ts';
import type { FromExecutor } from './messages.ts';

export interface PoolPorts { start(events: ExecutorEvents): Executor }

export interface PoolOptions {
  /** Executors that work. */
  readonly threads: number;
  /** Executors that are kept warm to take the place of one that ends. */
  readonly spares: number;
  /** Calls that may wait for a thread. */
  readonly queue: number;
  /** How long after its budget a call may stay silent before its thread is ended. */
  readonly graceMs: number;
}

/** Calls in the hands of one executor: the next one is there when one ends, and few wait behind one that hangs. */
const WINDOW = 4;
const WATCH_MS = 5;
const MOST_FALSE_STARTS = 3;

export function createPool({ start }: PoolPorts, { threads, spares, queue: mostQueued, graceMs }: PoolOptions) {
  const queue = createFairQueue<Job>((job) => job.program.partition);
  const executors: Executor[] = [];
  let falseStarts = 0;
  let rehearsal: 'unwanted' | 'wanted' | 'had' = 'unwanted';
  let watch: NodeJS.Timeout | null = null;

  function submit(job: Job): void {
    if (queue.size() >= mostQueued) {
      const late = queue.giveWay(job) ?? job; // who sends too much takes nobody else's place
      stop(late, 'queue', mostQueued, mostQueued);
      if (late === job) return;
    }
    queue.push(job);
    fill();
    pump();
  }

  function fill(): void {
    while (executors.length < threads + spares) executors.push(start({ message, gone }));
  }

  function pump(): void {
    while (queue.size() > 0) {
      const executor = freest();
      const job = executor === null ? undefined : next(executor);
      if (executor === null || job === undefined) return;
      job.holder = executor;
      executor.hand(job);
      watch ??= setInterval(look, WATCH_MS).unref();
    }
  }

  /** A call under which an executor ended runs alone: if it happens again, nobody else is suspected. */
  function next({ outstanding }: Executor): Job | undefined {
    const job = queue.shift();
    if (job === undefined || job.deaths === 0 || outstanding.size === 0) return job;
    queue.unshift(job);
    return undefined;
  }

  function freest(): Executor | null {
    let best: Executor | null = null;
    let least = WINDOW;
    for (const executor of executors.filter(({ ready }) => ready).slice(0, threads)) {
      const busy = isAlone(executor) ? WINDOW : load(executor);
      if (busy < least) [best, least] = [executor, busy];
    }
    return best;
  }

  function message(executor: Executor, received: FromExecutor): void {
    switch (received.op) {
      case 'ready':
        executor.ready = true;
        falseStarts = 0;
        rehearse();
        return pump();
      case 'missing': return again(executor, received.id, received.program);
      case 'host': return void ask(executor, received);
      case 'loaded': {
        const job = executor.finished(received.id);
        if (job?.op === 'load') job.finish(received.outcome);
        if (rehearsal === 'unwanted') rehearsal = 'wanted';
        rehearse();
        return pump();
      }
      case 'outcome': {
        const job = executor.finished(received.id);
        if (job?.op === 'run') job.finish(received.outcome);
        return pump();
      }
      default: received satisfies never;
    }
  }

  /** Once, when there is a program: who waits to take somebody's place has time to make the engine fast for all. */
  function rehearse(): void {
    const spare = rehearsal === 'wanted' ? executors.filter(({ ready }) => ready)[threads] : undefined;
    if (spare === undefined) return;
    rehearsal = 'had';
    spare.send({ op: 'rehearse' });
  }

  function again(executor: Executor, id: number, program: number): void {
    executor.forget(program);
    const job = executor.outstanding.get(id);
    if (job !== undefined) executor.hand(job);
  }

  async function ask(executor: Executor, { id, call, name, args }: FromExecutor & { op: 'host' }): Promise<void> {
    const job = executor.outstanding.get(id);
    if (job?.op !== 'run' || job.host === null) return;
    job.asked = true;
    job.ended ??= new AbortController();
    pump(); // it waits now, somebody else may run
    const answer = await answerOf(job, job.host(name, args, job.ended.signal));
    if (job.holder === executor) executor.send({ op: 'settle', id, call, ...answer });
  }

  /** The watchdog. It reads shared memory, so that it is right also when the hub itself was busy for a while. */
  function look(): void {
    for (const executor of executors) {
      const stuck = executor.outstanding.get(executor.cells.stuck(graceMs));
      if (stuck !== undefined) replace(executor, stuck);
    }
    if (watch !== null && executors.every(({ outstanding }) => outstanding.size === 0)) {
      clearInterval(watch);
      watch = null;
    }
  }

  function replace(executor: Executor, culprit: Job): void {
    void executor.end();
    const orphans = takeOver(executor);
    stop(culprit, 'cpu', culprit.cpuMs, culprit.cpuMs + graceMs);
    handOn(orphans.filter((job) => job !== culprit), true);
  }

  function gone(executor: Executor, error: Error): void {
    const culprit = executor.outstanding.get(executor.cells.running());
    if (!executor.ready) falseStarts++;
    const orphans = takeOver(executor);
    if (falseStarts >= MOST_FALSE_STARTS) return giveUp(error);
    if (culprit !== undefined) stop(culprit, outOfMemory(error) ? 'memory' : 'crashed');
    handOn(orphans.filter((job) => job !== culprit), culprit !== undefined);
  }

  function takeOver(executor: Executor): Job[] {
    executors.splice(executors.indexOf(executor), 1);
    const orphans = [...executor.outstanding.values()];
    for (const job of orphans) job.holder = null;
    return orphans;
  }

  /** Calls that have asked the host for something can’t be run twice, except if they say so. Any of them may be guilty of a death that nobody explains. */
  function handOn(orphans: readonly Job[], explained: boolean): void {
    for (const job of orphans.toReversed()) {
      if (!explained) job.deaths++;
      if (job.deaths > 1 || (job.op === 'run' && job.asked && !job.idempotent)) stop(job, 'crashed');
      else queue.unshift(job);
    }
    if (falseStarts === 0 || queue.size() > 0) fill(); // what does not start is not started for nobody
    pump();
  }

  function giveUp(error: Error): void {
    falseStarts = 0;
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) job.fail(error);
  }

  /** The caller does not want it any more. A guest that runs is stopped at its next pulse; its thread stays taken until then. */
  function abort(job: RunJob): void {
    const executor = executors.find((each) => each === job.holder);
    if (executor === undefined) queue.remove(job);
    else {
      executor.cells.abort(job.id);
      executor.send({ op: 'abort', id: job.id });
    }
    stop(job, 'aborted');
  }

  async function close(): Promise<void> {
    if (watch !== null) clearInterval(watch);
    watch = null;
    const ending = executors.splice(0);
    for (const executor of ending) for (const job of executor.outstanding.values()) stop(job, 'aborted');
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) stop(job, 'aborted');
    await Promise.all(ending.map((executor) => executor.end()));
  }

  return Object.freeze({ submit, abort, close });
}

function isAlone({ outstanding }: Executor): boolean {
  for (const { deaths } of outstanding.values()) if (deaths > 0) return true;
  return false;
}

/** Calls that wait for the host do not count: they may do so for long. */
function load({ outstanding }: Executor): number {
  let busy = 0;
  for (const job of outstanding.values()) if (job.op === 'load' || !job.asked) busy++;
  return busy;
}

const outOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

async function answerOf({ hostBytes }: RunJob, asked: Promise<string>): Promise<{ ok: boolean; text: string }> {
  try {
    const text = await asked;
    const bytes = Buffer.byteLength(text);
    return bytes <= hostBytes ? { ok: true, text } : { ok: false, text: `the host's answer has ${bytes} bytes, more than the ${hostBytes} it may have` };
  } catch (error) {
    return { ok: false, text: (error instanceof Error ? error.message : String(error)).slice(0, hostBytes) };
  }
}
