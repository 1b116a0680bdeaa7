/** One call, from its start to its outcome: its budget, its logs, and what it asks the host. */
import type { CellWriter } from '../cells.ts';
import type { EngineInstance, Guard, Step } from '../engine.ts';
import type { Limits } from '../limits.ts';
import type { RunMessage } from '../messages.ts';
import type { LimitName, Outcome } from '../outcome.ts';
import { createBudget, type Overrun } from './budget.ts';
import { createLogBook } from './log-book.ts';

interface Answer { readonly hostCall: number; readonly ok: boolean; readonly text: string }

export interface Invocation {
  readonly instance: EngineInstance;
  /** When its real time is over, as `performance.now()` counts. */
  readonly deadline: number;
  /** Null when it waits for the host. */
  perform(): Outcome | null;
  /** The host answers. */
  settle(answer: Answer): Outcome | null;
  /** It does not wait any longer. */
  cut(why: Overrun): Outcome;
}

export interface InvocationPorts {
  readonly cells: CellWriter;
  ask(hostCall: number, name: string, args: string): void;
}

export function createInvocation(message: RunMessage, instance: EngineInstance, limits: Limits, { cells, ask }: InvocationPorts): Invocation {
  const budget = createBudget(message.id, limits, cells);
  const book = createLogBook(limits.logBytes);
  const asked = new Set<number>();
  let hostCalls = 0;

  const guard: Guard = {
    expired: budget.expired,
    log: book.write,
    request(hostCall, name, args) {
      const refusal = refusalOf(args);
      if (refusal !== null) return refusal;
      hostCalls++;
      asked.add(hostCall);
      ask(hostCall, name, args);
      return null;
    },
  };

  function refusalOf(args: string): string | null {
    if (!message.host) return 'there is no host to call here';
    if (hostCalls >= limits.hostCalls) return `more than ${limits.hostCalls} host calls in one run`;
    if (asked.size >= limits.hostCallsInFlight) return `more than ${limits.hostCallsInFlight} host calls at the same time`;
    return Buffer.byteLength(args) > limits.hostBytes ? `the arguments of a host call are larger than ${limits.hostBytes} bytes` : null;
  }

  function perform(): Outcome | null {
    const { name, input, now, seed } = message;
    const { memoryBytes, outputBytes, errorChars } = limits;
    return outcomeOrWait(budget.run(() => instance.start({ name, input, now, seed, memoryBytes, outputBytes, errorChars }, guard)));
  }

  function settle({ hostCall, ok, text }: Answer): Outcome | null {
    asked.delete(hostCall);
    return outcomeOrWait(budget.run(() => instance.settle(hostCall, ok, text)));
  }

  const outcomeOrWait = (step: Step): Outcome | null => (step.kind === 'waiting' && asked.size > 0 ? null : outcomeOf(step));

  function outcomeOf(step: Step): Outcome {
    const ended = { logs: book.lines, cpuMs: rounded(budget.usedMs()) };
    const stopped = (limit: LimitName, allowed = 0, used = 0): Outcome => ({ kind: 'stopped', limit, allowed, used: rounded(used), ...ended });
    const overrun = budget.overrun();
    if (overrun !== null && (step.kind === 'expired' || step.kind === 'waiting')) return stopped(overrun, ...measure(overrun));
    switch (step.kind) {
      case 'done': return { ...step, ...ended };
      case 'threw': return { ...step, ...ended };
      case 'limit': return stopped(step.limit, step.allowed, step.used);
      case 'waiting': return stopped('unsettled');
      case 'expired':
      case 'fault': return stopped('crashed');
      default: return step satisfies never;
    }
  }

  function measure(overrun: Overrun): [number, number] {
    if (overrun === 'cpu') return [limits.cpuMs, budget.usedMs()];
    return overrun === 'wall' ? [limits.wallMs, budget.elapsedMs()] : [0, 0];
  }

  return {
    instance,
    deadline: budget.deadline,
    perform,
    settle,
    cut(why) {
      budget.expire(why);
      return outcomeOf({ kind: 'waiting' });
    },
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
