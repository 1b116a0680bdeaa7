/** An executor's work: load programs, run calls, tell the outcome. It trusts the pool and nobody else. */
import type { CellWriter } from '../cells.ts';
import type { EngineProgram, SandboxEngine } from '../engine.ts';
import { type Limits, LOAD_CPU_MS } from '../limits.ts';
import type { FromExecutor, LoadMessage, RunMessage, ToExecutor } from '../messages.ts';
import type { Outcome, Refused } from '../outcome.ts';
import { createBudget } from './budget.ts';
import { createInvocation, type Invocation } from './invocation.ts';
import { createLoadedPrograms } from './loaded-programs.ts';

/** A usual program takes 60 kB. */
const MOST_PROGRAM_BYTES = 256 * 2 ** 20;
/** After so many V8 has compiled for good what most programs use. They take a quarter of a second in all. */
const REHEARSALS = 150;

export interface ServePorts {
  readonly engine: SandboxEngine;
  readonly cells: CellWriter;
  post(message: FromExecutor): void;
}

export interface Server {
  take(message: ToExecutor): void;
  /** Ends the calls that have waited for the host too long. Answers for how many milliseconds no other one will have. */
  due(): number;
  /** A piece of work for moments in which nobody waits. False when there was none. */
  prepare(): boolean;
}

export function serve({ engine, cells, post }: ServePorts, limits: Limits): Server {
  const programs = createLoadedPrograms(MOST_PROGRAM_BYTES);
  const waiting = new Map<number, Invocation>(); // for the host
  let earliest = Infinity; // of their deadlines, or of one that has ended
  let rehearsals = 0; // that are left

  function load(message: LoadMessage): void {
    const loaded = evaluate(message.id, message.source, message.now);
    post({ op: 'loaded', id: message.id, outcome: loaded.kind === 'program' ? { kind: 'loaded', functions: loaded.functions } : loaded });
    keep(message.program, loaded); // after the answer has left
  }

  function run(message: RunMessage): void {
    const program = find(message);
    if (program === null) return post({ op: 'missing', id: message.id, program: message.program });
    if (program.kind === 'refused') return post({ op: 'outcome', id: message.id, outcome: outcomeOf(program) });
    const ask = (call: number, name: string, args: string): void => post({ op: 'host', id: message.id, call, name, args });
    const invocation = createInvocation(message, program.take(), message.limits ?? limits, { cells, ask });
    goOn(message.id, invocation, invocation.perform());
  }

  /** `outcome`: null when it waits for the host. */
  function goOn(id: number, invocation: Invocation, outcome: Outcome | null): void {
    if (outcome !== null) return end(id, invocation, outcome);
    waiting.set(id, invocation);
    earliest = Math.min(earliest, invocation.deadline);
  }

  function end(id: number, { instance }: Invocation, outcome: Outcome): void {
    waiting.delete(id);
    post({ op: 'outcome', id, outcome });
    instance.release(); // after the answer has left
  }

  function find(message: RunMessage): EngineProgram | Refused | null {
    if (message.source === null) return programs.find(message.program);
    const loaded = evaluate(message.id, message.source, message.now);
    keep(message.program, loaded);
    return loaded;
  }

  function keep(program: number, loaded: EngineProgram | Refused): void {
    if (loaded.kind === 'program') programs.keep(program, loaded);
    else programs.drop(program);
  }

  function evaluate(id: number, source: string, now: number): EngineProgram | Refused {
    const budget = createBudget(id, { cpuMs: LOAD_CPU_MS, wallMs: 10 * LOAD_CPU_MS }, cells);
    const guard = { expired: budget.expired, log: () => { /* loading says nothing */ }, request: () => 'there is no host while the module loads' };
    return engine.load(source, { guard, now, around: budget.run });
  }

  function due(): number {
    const now = performance.now();
    if (now >= earliest) {
      earliest = Infinity;
      for (const [id, invocation] of waiting) {
        if (now >= invocation.deadline) end(id, invocation, invocation.cut('wall'));
        else earliest = Math.min(earliest, invocation.deadline);
      }
    }
    return earliest - now;
  }

  function prepare(): boolean {
    if (engine.prepare()) return true;
    if (rehearsals === 0) return false;
    rehearsals--;
    engine.rehearse();
    return true;
  }

  function take(message: ToExecutor): void {
    switch (message.op) {
      case 'load': return load(message);
      case 'run': return run(message);
      case 'drop': return programs.drop(message.program);
      case 'settle': {
        const invocation = waiting.get(message.id);
        if (invocation !== undefined) goOn(message.id, invocation, invocation.settle({ hostCall: message.call, ok: message.ok, text: message.text }));
        return;
      }
      case 'abort': {
        const invocation = waiting.get(message.id);
        if (invocation !== undefined) end(message.id, invocation, invocation.cut('aborted'));
        return;
      }
      case 'rehearse':
        rehearsals = REHEARSALS;
        return;
      default: return message satisfies never;
    }
  }

  return Object.freeze({ take, due, prepare });
}

/** A program that loaded elsewhere and does not load here: nothing but time or memory can be the reason. */
function outcomeOf({ limit, name, message, stack }: Refused): Outcome {
  const ended = { logs: [], cpuMs: 0 };
  return limit === null ? { kind: 'threw', name, message, stack, ...ended } : { kind: 'stopped', limit, allowed: 0, used: 0, ...ended };
}
