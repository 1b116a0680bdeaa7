/** Runs untrusted JavaScript in terminable threads, one WebAssembly instance per program. Every call starts from the state right after loading. */
import { fileURLToPath } from 'node:url';
import { Failure } from '@patchbay/contracts';
import { compile, engineFileOf, type EngineName } from './builds.ts';
import { startExecutor } from './executor-thread.ts';
import { type HostFunction, type Job, type LoadJob, type ProgramSource, type RunJob } from './job.ts';
import { type Limits, LIMITS, LOAD_CPU_MS, SOURCE_BYTES } from './limits.ts';
import type { Loaded } from './messages.ts';
import type { LoadOutcome, Outcome, Refused } from './outcome.ts';
import { createPool } from './pool.ts';
import { processThreads } from './process/process-threads.ts';

/** A module that was loaded. */
export interface Program {
  /** Names of the exported functions. */
  readonly functions: readonly string[];
}

export interface Call {
  /** JSON text. */
  readonly input: string;
  /** The exported function; `default`, if absent. */
  readonly name?: string;
  readonly limits?: Partial<Limits>;
  /** What the guest may ask for with `host.call(name, args)`. */
  readonly host?: HostFunction;
  /** It may be run again after it has asked the host for something. */
  readonly idempotent?: boolean;
  /** The clock of the guest, which stands still during the call. Now, if absent. */
  readonly now?: number;
  /** Decides the guest's Math.random. Chance, if absent. */
  readonly seed?: number;
}

export interface Sandbox {
  /** Loads an ES module. Programs of different partitions share nothing; one partition is one owner of data. */
  load(source: string, partition?: string): Promise<LoadOutcome<Program>>;
  run(program: Program, call: Call, signal?: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}

export interface SandboxPorts {
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 ≤ x < 1. */
  random(): number;
}

export interface SandboxOptions {
  readonly engine?: EngineName;
  /** In threads of this process, or in those of a process of their own: calls take the way through a pipe, and a crash takes along less. */
  readonly placement?: 'thread' | 'process';
  /** What a process of guests may take of the computer's memory. */
  readonly processBytes?: number;
  /** Threads that run guests; one more is kept warm. */
  readonly threads?: number;
  /** Calls that may wait. */
  readonly queue?: number;
  /** Programs that a thread keeps loaded. */
  readonly programs?: number;
  /** For calls that bring none of their own; `memoryBytes` is also the most that a call may have. */
  readonly limits?: Partial<Limits>;
  /** How long after its CPU budget a guest that can’t be interrupted may go on. */
  readonly graceMs?: number;
  /** Where the executor and the engine are, when they have been bundled elsewhere. */
  readonly executorFile?: string | URL;
  readonly processFile?: string | URL;
  readonly engineFile?: string | URL;
}

type Pool = ReturnType<typeof createPool>;

const MOST_KNOWN = 1000;

/** One for all: the reason that a signal makes up itself costs as much as the rest of ending. */
const OVER = new Error('the call is over');

export function createSandbox({ now, random }: SandboxPorts, options: SandboxOptions = {}): Sandbox {
  const limits: Limits = { ...LIMITS, ...options.limits };
  const sources = new WeakMap<Program, ProgramSource>();
  const known = new Map<string, Promise<LoadOutcome<Program>>>();
  let pool: Promise<Pool> | null = null;
  let opened: Pool | null = null;
  let closed = false;
  let last = 0;

  /** Nothing is compiled or started before the first program comes. */
  const open = (): Promise<Pool> => (pool ??= start(limits, options).then((started) => (opened = started)));

  async function load(source: string, partition = ''): Promise<LoadOutcome<Program>> {
    const bytes = Buffer.byteLength(source);
    if (bytes > SOURCE_BYTES) return tooLarge(bytes);
    const key = `${partition}\0${source}`;
    const loading = known.get(key) ?? loadAnew({ id: ++last, source, partition });
    remember(key, loading);
    return loading;
  }

  /** The same source of the same owner is loaded once. What a limit stopped may go better the next time. */
  function remember(key: string, loading: Promise<LoadOutcome<Program>>): void {
    known.delete(key);
    known.set(key, loading);
    const oldest = known.size > MOST_KNOWN ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    const forget = (): void => { if (known.get(key) === loading) known.delete(key); };
    loading.then((outcome) => { if (outcome.kind === 'refused' && outcome.why === 'limit') forget(); }, forget);
  }

  async function loadAnew(origin: ProgramSource): Promise<LoadOutcome<Program>> {
    const threads = await ready();
    const loaded = await new Promise<Loaded | Refused>((finish, fail) => {
      threads.submit({ op: 'load', ...common(origin, LOAD_CPU_MS), finish, fail } satisfies LoadJob);
    });
    if (loaded.kind === 'refused') return loaded;
    const program: Program = Object.freeze({ functions: Object.freeze(loaded.functions) });
    sources.set(program, origin);
    return { kind: 'loaded', program };
  }

  async function run(program: Program, call: Call, signal?: AbortSignal): Promise<Outcome> {
    const origin = sources.get(program);
    if (origin === undefined) throw new TypeError('The program was not loaded by this sandbox');
    const own = call.limits === undefined ? null : bounded({ ...limits, ...call.limits }, limits);
    const { inputBytes, cpuMs } = own ?? limits;
    const bytes = Buffer.byteLength(call.input);
    if (bytes > inputBytes) return stopped('input', inputBytes, bytes);
    const threads = await ready();
    if (signal?.aborted === true) return stopped('aborted', 0, 0);
    return new Promise((resolve, fail) => {
      const job: RunJob = {
        op: 'run', ...common(origin, cpuMs), name: call.name ?? 'default', input: call.input, limits: own,
        now: call.now ?? now(), seed: Math.floor(call.seed ?? random() * 2 ** 32), host: call.host ?? null, hostBytes: (own ?? limits).hostBytes, asked: false, idempotent: call.idempotent ?? false, ended: null,
        fail, finish,
      };
      const abort = (): void => threads.abort(job);
      function finish(outcome: Outcome): void {
        signal?.removeEventListener('abort', abort);
        job.ended?.abort(OVER);
        resolve(outcome);
      }
      signal?.addEventListener('abort', abort);
      threads.submit(job);
    });
  }

  function ready(): Pool | Promise<Pool> {
    if (closed) throw new Failure('hub.stopping', 'The sandbox is closed');
    return opened ?? open();
  }

  const common = (program: ProgramSource, cpuMs: number): Pick<Job, 'id' | 'program' | 'cpuMs' | 'now' | 'deaths' | 'holder'> => ({ id: ++last, program, cpuMs, now: now(), deaths: 0, holder: null });

  async function close(): Promise<void> {
    closed = true;
    await (await pool)?.close();
  }

  return Object.freeze({ load, run, close });
}

async function start(limits: Limits, options: SandboxOptions) {
  const { threads = 1, queue = 1000, programs = 1024, graceMs = 40, engine = 'quickjs-ng', executorFile = new URL('./executor.ts', import.meta.url), engineFile = engineFileOf(engine) } = options;
  const pool = { threads, spares: 1, queue, graceMs };
  if (options.placement === 'process') {
    const { processFile = new URL('./process/main.ts', import.meta.url), processBytes = 2 ** 30 } = options;
    const files = { file: pathOf(processFile), executorFile: pathOf(executorFile), engineFile: pathOf(engineFile) };
    return createPool({ start: processThreads({ engine, limits, graceMs, programs, processBytes, ...files }) }, pool);
  }
  const modules = await compile(engine, limits, engineFile);
  return createPool({ start: (events) => startExecutor(events, { engine, modules, limits, file: executorFile, mostPrograms: programs }) }, pool);
}

const pathOf = (file: string | URL): string => (file instanceof URL ? fileURLToPath(file) : file);

/** A call may have less memory than the sandbox, not more: the engine's heap is sized once. */
const bounded = (wanted: Limits, { memoryBytes }: Limits): Limits => ({ ...wanted, memoryBytes: Math.min(wanted.memoryBytes, memoryBytes) });

const stopped = (limit: 'input' | 'aborted', allowed: number, used: number): Outcome => ({ kind: 'stopped', limit, allowed, used, logs: [], cpuMs: 0 });

function tooLarge(bytes: number): Refused {
  return { kind: 'refused', why: 'limit', name: 'RangeError', message: `The source has ${bytes} bytes, more than the ${SOURCE_BYTES} it may have`, stack: '', line: null, column: null, limit: 'input' };
}
