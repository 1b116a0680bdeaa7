import { expect, test } from 'vitest';
import { cellReader, cellWriter, newCells } from './cells.ts';
import type { Executor, ExecutorEvents } from './executor-thread.ts';
import type { Job, RunJob } from './job.ts';
import type { ToExecutor } from './messages.ts';
import type { Outcome } from './outcome.ts';
import { createPool } from './pool.ts';

test('a thread that ends takes along only the call that ran in it', async () => {
  const { pool, threads, call } = set();
  const [running, waiting] = [call(), call()];
  threads[0]!.ready();
  threads[0]!.runs(running.job);
  threads[0]!.dies();
  expect(await running.outcome).toMatchObject({ kind: 'stopped', limit: 'crashed' });
  threads[1]!.ready();
  threads[1]!.answers(waiting.job, '"handed on"');
  expect(await waiting.outcome).toMatchObject({ output: '"handed on"' });
  await pool.close();
});

test('a call whose thread ran out of memory is told so', async () => {
  const { pool, threads, call } = set();
  const greedy = call();
  threads[0]!.ready();
  threads[0]!.runs(greedy.job);
  threads[0]!.dies(Object.assign(new Error('heap'), { code: 'ERR_WORKER_OUT_OF_MEMORY' }));
  expect(await greedy.outcome).toMatchObject({ limit: 'memory' });
  await pool.close();
});

test('a call under which two threads end is not given to a third', async () => {
  const { pool, threads, call } = set();
  const suspect = call();
  threads[0]!.ready();
  threads[0]!.dies();
  threads[1]!.ready();
  threads[1]!.dies();
  expect(await suspect.outcome).toMatchObject({ limit: 'crashed' });
  await pool.close();
});

test('a call under which a thread ended runs alone, so that nobody else is suspected', async () => {
  const { pool, threads, call } = set();
  const [first, second] = [call(), call()];
  threads[0]!.ready();
  threads[0]!.dies();
  threads[1]!.ready();
  expect(threads[1]!.handed).toEqual([first.job]);
  threads[1]!.dies();
  expect(await first.outcome).toMatchObject({ limit: 'crashed' });
  threads[2]!.ready();
  threads[2]!.answers(second.job, '2');
  expect(await second.outcome).toMatchObject({ output: '2' });
  await pool.close();
});

test('a call that has asked the host for something is run again only if it says that it may be', async () => {
  const { pool, threads, call } = set();
  const [once, often] = [call(), call({ idempotent: true })];
  threads[0]!.ready();
  threads[0]!.asks(once.job);
  threads[0]!.asks(often.job);
  threads[0]!.dies();
  expect(await once.outcome).toMatchObject({ limit: 'crashed' });
  threads[1]!.ready();
  threads[1]!.answers(often.job, '2');
  expect(await often.outcome).toMatchObject({ output: '2' });
  await pool.close();
});

test('what an ended thread still says counts for nothing', async () => {
  const { pool, threads, call } = set();
  const moved = call();
  threads[0]!.ready();
  threads[0]!.dies();
  threads[1]!.ready();
  threads[0]!.answers(moved.job, '"ghost"');
  threads[1]!.answers(moved.job, '"real"');
  expect(await moved.outcome).toMatchObject({ output: '"real"' });
  await pool.close();
});

test('a program that the thread does not hold any more is sent again', async () => {
  const { pool, threads, call } = set();
  const { job, outcome } = call();
  threads[0]!.ready();
  threads[0]!.misses(job);
  expect(threads[0]!.handed).toEqual([job, job]);
  threads[0]!.answers(job, '1');
  expect(await outcome).toMatchObject({ output: '1' });
  await pool.close();
});

test('threads that cannot start fail the calls instead of starting for ever', async () => {
  const { pool, threads, call } = set();
  const { outcome } = call();
  for (let n = 0; n < 3; n++) threads[n]!.dies(new Error('no such file'));
  await expect(outcome).rejects.toThrow('no such file');
  await pool.close();
});

test('a spare rehearses once there is a program, and only the first one does', async () => {
  const { pool, threads } = set();
  pool.submit({ op: 'load', id: 1, program: { id: 1, source: '', partition: '' }, cpuMs: 100, now: 0, deaths: 0, holder: null, finish: () => { /* nobody waits */ }, fail: () => { /* nobody waits */ } });
  threads[0]!.ready();
  threads[0]!.loads(1);
  threads[1]!.ready();
  threads[0]!.dies();
  threads[2]!.ready();
  expect(threads.map(({ sent }) => sent)).toEqual([[], [{ op: 'rehearse' }], []]);
  await pool.close();
});

/** A pool over threads that do what the test says. */
function set() {
  const threads: ReturnType<typeof doubleOf>[] = [];
  const pool = createPool({ start: (events) => {
    const double = doubleOf(events);
    threads.push(double);
    return double.executor;
  } }, { threads: 1, spares: 1, queue: 10, graceMs: 50 });
  let last = 0;
  const call = (more: Partial<RunJob> = {}) => {
    const { promise: outcome, resolve: finish, reject: fail } = Promise.withResolvers<Outcome>();
    const host = (): Promise<string> => new Promise(() => { /* never answers */ });
    const job: RunJob = {
      op: 'run', id: ++last, program: { id: 1, source: '', partition: '' }, cpuMs: 100, now: 0, deaths: 0, holder: null,
      name: 'default', input: '{}', limits: null, seed: 1, host, hostBytes: 1000, asked: false, idempotent: false, ended: null, finish, fail, ...more,
    };
    pool.submit(job);
    return { job, outcome };
  };
  return { pool, threads, call };
}

function doubleOf(events: ExecutorEvents) {
  const shared = newCells();
  const handed: Job[] = [];
  const sent: ToExecutor[] = [];
  const outstanding = new Map<number, Job>();
  let over = false;
  const executor: Executor = {
    cells: cellReader(shared), outstanding, ready: false,
    hand(job) {
      handed.push(job);
      outstanding.set(job.id, job);
    },
    send(message) { sent.push(message); },
    forget() { /* it holds nothing */ },
    finished(id) {
      const job = outstanding.get(id);
      outstanding.delete(id);
      return job;
    },
    async end() { over = true; },
  };
  const say = (message: Parameters<ExecutorEvents['message']>[1]): void => { if (!over) events.message(executor, message); };
  return {
    executor, handed, sent,
    ready: () => say({ op: 'ready' }),
    runs: (job: Job) => cellWriter(shared).enter(job.id, 100, 0),
    asks: (job: Job) => say({ op: 'host', id: job.id, call: 1, name: 'x', args: '{}' }),
    loads: (id: number) => say({ op: 'loaded', id, outcome: { kind: 'loaded', functions: ['default'] } }),
    misses: (job: Job) => say({ op: 'missing', id: job.id, program: 1 }),
    answers: (job: Job, output: string) => say({ op: 'outcome', id: job.id, outcome: { kind: 'done', output, logs: [], cpuMs: 0 } }),
    dies(error = new Error('ended')) {
      over = true;
      events.gone(executor, error);
    },
  };
}
