/** An executor's work: load programs, run calls, tell the outcome. It trusts the pool and nobody else. */
import { cellWriter } from '../cells.ts';
import type { EngineInstance, EngineProgram, SandboxEngine } from '../engine.ts';
import { LOAD_CPU_MS } from '../limits.ts';
import type { ExecutorData, FromExecutor, LoadMessage, RunMessage, ToExecutor } from '../messages.ts';
import type { Outcome, Refused } from '../outcome.ts';
import { createBudget } from './budget.ts';
import { createInvocation, type Invocation } from './invocation.ts';
import { createLoadedPrograms } from './loaded-programs.ts';

/** A usual program takes 60 kB. */
const MOST_PROGRAM_BYTES = 256 * 2 ** 20;

export interface ServePorts {
  readonly engine: SandboxEngine;
  post(message: FromExecutor): void;
}

export function serve({ engine, post }: ServePorts, { cells: shared, limits }: Pick<ExecutorData, 'cells' | 'limits'>): (message: ToExecutor) => void {
  const cells = cellWriter(shared);
  const programs = createLoadedPrograms(MOST_PROGRAM_BYTES);
  const live = new Map<number, Invocation>();

  function load(message: LoadMessage): void {
    const loaded = open(message, message.now);
    post({ op: 'loaded', id: message.id, outcome: loaded.kind === 'program' ? { kind: 'loaded', functions: loaded.functions } : loaded });
  }

  function run(message: RunMessage): void {
    const program = find(message);
    if (program === null) return post({ op: 'missing', id: message.id, program: message.program });
    if (program.kind === 'refused') return post({ op: 'outcome', id: message.id, outcome: outcomeOf(program) });
    const instance = program.take();
    const invocation = createInvocation(message, message.limits ?? limits, { cells, ask: (call, name, args) => post({ op: 'host', id: message.id, call, name, args }) });
    const outcome = invocation.perform(instance);
    if (!(outcome instanceof Promise)) return end(message.id, outcome, instance);
    live.set(message.id, invocation);
    void outcome.then((later) => end(message.id, later, instance));
  }

  function end(id: number, outcome: Outcome, instance: EngineInstance): void {
    live.delete(id);
    post({ op: 'outcome', id, outcome });
    instance.release(); // after the answer has left
  }

  function find(message: RunMessage): EngineProgram | Refused | null {
    if (message.source !== null) return open({ id: message.id, program: message.program, source: message.source }, message.now);
    return programs.find(message.program);
  }

  function open({ id, program, source }: Pick<LoadMessage, 'id' | 'program' | 'source'>, now: number): EngineProgram | Refused {
    const loaded = evaluate(id, source, now);
    if (loaded.kind === 'program') programs.keep(program, loaded);
    else programs.drop(program);
    return loaded;
  }

  function evaluate(id: number, source: string, now: number): EngineProgram | Refused {
    const budget = createBudget(id, { cpuMs: LOAD_CPU_MS, wallMs: 10 * LOAD_CPU_MS }, cells);
    const guard = { expired: budget.expired, log: () => { /* loading says nothing */ }, request: () => 'there is no host while the module loads' };
    return engine.load(source, { guard, now, around: budget.run });
  }

  return (message) => {
    switch (message.op) {
      case 'load': return load(message);
      case 'run': return run(message);
      case 'drop': return programs.drop(message.program);
      case 'settle': return live.get(message.id)?.settle({ hostCall: message.call, ok: message.ok, text: message.text });
      case 'abort': return live.get(message.id)?.abort();
      default: return message satisfies never;
    }
  };
}

/** A program that loaded elsewhere and does not load here: nothing but time or memory can be the reason. */
function outcomeOf({ limit, name, message, stack }: Refused): Outcome {
  const ended = { logs: [], cpuMs: 0 };
  return limit === null ? { kind: 'threw', name, message, stack, ...ended } : { kind: 'stopped', limit, allowed: 0, used: 0, ...ended };
}
