/** Runs one handler of one installation. Two runtimes, the same results. */
import { type Facts, type Handler, type Invocation, type Json, type Native, type Outcome, perform } from '@patchbay/sdk';
import type { Sandbox } from '@patchbay/sandbox';
import type { Ask } from '../broker/broker.ts';
import type { Live } from '../live.ts';

export interface Budget { readonly cpuMs: number; readonly wallMs: number }

export interface Task {
  readonly handler: Handler;
  readonly name: string;
  readonly input: Json;
  readonly facts: Facts;
  readonly budget: Budget;
  /** May run again after its thread died. */
  readonly idempotent: boolean;
}

export type Ran =
  | { readonly kind: 'outcome'; readonly outcome: Outcome; readonly logs: readonly LogLine[] }
  /** `killed`: it could not be interrupted, or brought its thread down. */
  | { readonly kind: 'stopped'; readonly limit: string; readonly allowed: number; readonly killed: boolean; readonly logs: readonly LogLine[] };

export interface LogLine { readonly level: string; readonly text: string }

export interface Runtime {
  /** `life` of what the host does for this run; it ends with the caller's signal, and a run in this process ends it when its time is over. */
  run(live: Live, task: Task, host: Host, life: AbortController): Promise<Ran>;
}

/** `native` for code of our own. */
export interface Host { readonly ask: Ask; readonly native: Native }

const ARGUMENT_BYTES = 2 ** 20;
/** What the broker refuses shall be refused by the broker, in both runtimes. */
const ROOM = { hostCalls: 400, hostCallsInFlight: 400, hostBytes: 8 * 2 ** 20 };

export function createRuntime(sandbox: () => Sandbox): Runtime {
  return Object.freeze({
    run: (live: Live, task: Task, host: Host, life: AbortController): Promise<Ran> => (live.code.kind === 'trusted' ? trusted(live.code.plugin, task, host, life) : sandboxed(live, live.code, task, host.ask, life.signal)),
  });

  async function sandboxed(live: Live, code: Extract<Live['code'], { kind: 'sandboxed' }>, { facts, budget, idempotent, ...invocation }: Task, ask: Ask, signal: AbortSignal): Promise<Ran> {
    const loaded = await sandbox().load(await code.source(), `${live.tenant}/${live.id}`);
    if (loaded.kind === 'refused') return { kind: 'outcome', outcome: fault(`The code can’t be loaded (${loaded.why}): ${loaded.message}`), logs: [] };
    const ran = await sandbox().run(loaded.program, {
      name: 'invoke', input: JSON.stringify({ ...invocation, facts } satisfies Invocation), host: async (name, args) => JSON.stringify(await ask(name, JSON.parse(args) as Json)),
      limits: { ...budget, ...ROOM }, idempotent, now: facts.now,
    }, signal);
    if (ran.kind === 'stopped') return { kind: 'stopped', limit: ran.limit, allowed: ran.allowed, killed: ran.limit === 'crashed' || ran.limit === 'cpu', logs: ran.logs };
    return { kind: 'outcome', outcome: ran.kind === 'done' ? readOutcome(ran.output) : fault(`${ran.name}: ${ran.message}`), logs: ran.logs };
  }
}

/** Never a shape that the guest chose freely. */
function readOutcome(text: string | null): Outcome {
  const value: unknown = text === null ? null : JSON.parse(text, (name, each: unknown) => (name === '__proto__' || name === 'constructor' ? undefined : each));
  if (typeof value === 'object' && value !== null && 'ok' in value) {
    if (value.ok === true && 'output' in value) return { ok: true, output: value.output as Json };
    const error = 'error' in value && typeof value.error === 'object' && value.error !== null ? (value.error as { code?: unknown; message?: unknown; details?: unknown }) : {};
    const { code, message, details } = error;
    if (typeof code === 'string' && typeof message === 'string') return { ok: false, error: { code, message, details: typeof details === 'object' && details !== null ? (details as Record<string, Json>) : {} } };
  }
  return fault('It answered in a way that its own runtime never does');
}

const fault = (message: string): Outcome => ({ ok: false, error: { code: 'fault', message, details: {} } });

/** In this process: for code of the hub's own. The same walls of JSON, sizes and time. */
async function trusted(plugin: Parameters<typeof perform>[0], { facts, budget, idempotent: _, ...invocation }: Task, { ask, native }: Host, life: AbortController): Promise<Ran> {
  const logs: LogLine[] = [];
  if (sizeOf(invocation.input) > ARGUMENT_BYTES) return { kind: 'stopped', limit: 'input', allowed: ARGUMENT_BYTES, killed: false, logs };
  const { promise: stopped, resolve: stop } = Promise.withResolvers<'wall' | 'aborted'>();
  const timer = setTimeout(() => { stop('wall'); life.abort(new DOMException('The time of the call is over', 'TimeoutError')); }, budget.wallMs);
  const abort = (): void => stop('aborted');
  if (life.signal.aborted) abort();
  else life.signal.addEventListener('abort', abort, { once: true });
  const running = perform(plugin, { ...invocation, facts }, { host: ask, print: (level, text) => { logs.push({ level, text }); }, signal: life.signal, ...(plugin.runtime === 'trusted' ? { native } : {}) });
  const outcome = await Promise.race([running, stopped]).finally(() => { clearTimeout(timer); life.signal.removeEventListener('abort', abort); });
  if (typeof outcome === 'string') return { kind: 'stopped', limit: outcome, allowed: outcome === 'wall' ? budget.wallMs : 0, killed: false, logs };
  if (outcome.ok && sizeOf(outcome.output) > ARGUMENT_BYTES) return { kind: 'stopped', limit: 'output', allowed: ARGUMENT_BYTES, killed: false, logs };
  return { kind: 'outcome', outcome, logs };
}

const sizeOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));
