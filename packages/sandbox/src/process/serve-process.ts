/** The process's work: a pool of threads like the hub's own, whose callers are on the other end of the pipe. */
import { compile } from '../builds.ts';
import { startExecutor } from '../executor-thread.ts';
import { type Job, type LoadJob, type ProgramSource, type RunJob, stop } from '../job.ts';
import type { LoadMessage, RunMessage } from '../messages.ts';
import { createPool } from '../pool.ts';
import type { FromProcess, Settings, Slip, ToProcess } from './messages.ts';

export interface ProcessPorts {
  send(message: FromProcess): void;
  /** `why`: its last words. */
  end(code: number, why: string): void;
  /** Resident bytes. */
  memory(): number;
}

type Pool = ReturnType<typeof createPool>;
interface Answer { readonly ok: boolean; readonly text: string }

/** More than this waits at the hub, which knows whose turn it is. */
const QUEUE = 10_000;
const LOOK_MS = 200;
const OUT_OF_MEMORY = 137;

export function serveProcess({ send, end, memory }: ProcessPorts): (message: ToProcess) => void {
  const programs = new Map<number, ProgramSource>();
  const jobs = new Map<number, Job>();
  const asked = new Map<string, (answer: Answer) => void>();
  let pool: Pool | null = null;

  async function start(settings: Settings): Promise<void> {
    pool = await startPool(settings);
    watchMemory(settings.processBytes);
    send({ op: 'ready' });
  }

  function watchMemory(most: number): void {
    const watch = setInterval(() => {
      if (memory() <= most) return;
      clearInterval(watch);
      end(OUT_OF_MEMORY, `it takes more than the ${most} bytes it may have`);
    }, LOOK_MS).unref();
  }

  function known(id: number, source: string | null, { partition }: Slip): ProgramSource | undefined {
    const program = source === null ? programs.get(id) : { id, source, partition };
    if (program !== undefined) programs.set(id, program);
    return program;
  }

  function common(id: number, program: ProgramSource, now: number, { cpuMs }: Slip): Pick<Job, 'id' | 'program' | 'cpuMs' | 'now' | 'deaths' | 'holder' | 'fail'> {
    return { id, program, cpuMs, now, deaths: 0, holder: null, fail: () => fail(id) };
  }

  function load({ id, program, source, now }: LoadMessage, slip: Slip): void {
    const origin = { id: program, source, partition: slip.partition };
    programs.set(program, origin);
    submit({ op: 'load', ...common(id, origin, now, slip), finish: (outcome) => finish(id, { op: 'loaded', id, outcome }) } satisfies LoadJob);
  }

  function run(message: RunMessage, slip: Slip): void {
    const { id, name, input, limits, now, seed } = message;
    const program = known(message.program, message.source, slip);
    if (program === undefined) return send({ op: 'missing', id, program: message.program });
    let calls = 0;
    const host = (wanted: string, args: string): Promise<string> => ask(id, ++calls, wanted, args);
    submit({
      op: 'run', ...common(id, program, now, slip), name, input, limits, seed, host: message.host ? host : null,
      hostBytes: slip.hostBytes, asked: false, idempotent: slip.idempotent, ended: null, finish: (outcome) => finish(id, { op: 'outcome', id, outcome }),
    } satisfies RunJob);
  }

  function submit(job: Job): void {
    jobs.set(job.id, job);
    pool?.submit(job);
  }

  /** Only the first end of a job counts. */
  function finish(id: number, message: FromProcess): void {
    if (jobs.delete(id)) send(message);
  }

  function fail(id: number): void {
    const job = jobs.get(id);
    if (job !== undefined) stop(job, 'crashed');
  }

  function ask(id: number, call: number, name: string, args: string): Promise<string> {
    return new Promise((resolve, reject) => {
      asked.set(`${id} ${call}`, ({ ok, text }) => (ok ? resolve(text) : reject(new Error(text))));
      send({ op: 'host', id, call, name, args });
    });
  }

  function settle(key: string, answer: Answer): void {
    asked.get(key)?.(answer);
    asked.delete(key);
  }

  function abort(id: number): void {
    const job = jobs.get(id);
    if (job?.op === 'run') pool?.abort(job);
  }

  return (message) => {
    switch (message.op) {
      case 'start': return void start(message).catch((error: unknown) => end(1, String(error)));
      case 'ping': return send({ op: 'pong' });
      case 'load': return load(message, slipOf(message));
      case 'run': return run(message, slipOf(message));
      case 'drop': return void programs.delete(message.program);
      case 'settle': return settle(`${message.id} ${message.call}`, message);
      case 'abort': return abort(message.id);
      default: return message satisfies never;
    }
  };
}

function slipOf({ slip }: { readonly slip?: Slip }): Slip {
  if (slip === undefined) throw new Error('A job came without its slip');
  return slip;
}

async function startPool({ engine, engineFile, executorFile, limits, threads, graceMs, programs: mostPrograms }: Settings): Promise<Pool> {
  const module = await compile(engine, limits, engineFile);
  return createPool({ start: (events) => startExecutor(events, { engine, module, limits, file: executorFile, mostPrograms }) }, { threads, spares: 1, queue: QUEUE, graceMs });
}
