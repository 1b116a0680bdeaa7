/** One call in one instance. Promise jobs run until the answer is there; what the guest left to do after it is dropped with the instance's state. */
import type { EngineCall, EngineInstance, Guard, Step } from '../engine.ts';
import type { Address, Bridge, Returned } from './bridge.ts';
import { guestFailure, hostFailure } from './guest-failure.ts';
import type { Machine } from './machine.ts';

/** Addresses in the image. */
export interface Entry {
  readonly start: Address;
  readonly finish: Address;
  readonly settle: Address;
  readonly describe: Address;
  readonly functions: ReadonlyMap<string, Address>;
}

export function createInstance(machine: Machine, entry: Entry, release: () => void): EngineInstance {
  const { bridge, scratch, tenancy } = machine;
  let call: EngineCall;
  let pending: Address | null = null;

  function start(asked: EngineCall, guard: Guard): Step {
    call = asked;
    pending = null;
    tenancy.guard = guard;
    tenancy.now = call.now;
    tenancy.failure = null;
    tenancy.expired = tenancy.broken = false;
    return guarded(() => {
      const run = entry.functions.get(call.name);
      if (run === undefined) return { kind: 'threw', name: 'TypeError', message: `The program exports no function ${JSON.stringify(call.name)}`, stack: '' };
      machine.limitMemory(call.memoryBytes);
      const result = bridge.call(entry.start, [run, bridge.string(call.input), bridge.number(call.seed), bridge.number(call.errorChars)]);
      return stopped(result) ?? answer(result.value);
    });
  }

  function settle(hostCall: number, ok: boolean, text: string): Step {
    return guarded(() => {
      const resumed = bridge.call(entry.settle, [bridge.number(hostCall), ok ? scratch.yes : scratch.no, bridge.string(text)]);
      return stopped(resumed) ?? answer(pending ?? scratch.undefined);
    });
  }

  function answer(value: Address): Step {
    for (;;) {
      const state = bridge.state(value);
      if (state === 'none') return finish(value);
      if (state === 'fulfilled') return finish(bridge.result(value));
      if (state === 'rejected') return failed(bridge.result(value));
      const job = bridge.runJob();
      if (job === false) {
        pending = value;
        return { kind: 'waiting' };
      }
      const step = stopped(job);
      if (step !== null) return step;
    }
  }

  function finish(value: Address): Step {
    const text = bridge.call(entry.finish, [value, bridge.number(call.errorChars)]);
    return stopped(text) ?? output(bridge, text.value, call.outputBytes);
  }

  /** Jobs can be cut short without an error, so that what the tenancy says counts most. */
  const stopped = ({ threw, value }: Returned): Step | null => (threw || tenancy.expired || tenancy.broken || tenancy.failure !== null ? failed(threw ? value : null) : null);
  const failed = (error: Address | null): Step => guestFailure(machine, entry.describe, error, call);

  function guarded(run: () => Step): Step {
    try {
      return run();
    } catch (error) {
      return hostFailure(machine, error, call);
    }
  }

  return Object.freeze({ start, settle, release });
}

function output(bridge: Bridge, value: Address, most: number): Step {
  const { text, bytes } = bridge.read(value, most);
  if (bytes > most) return { kind: 'limit', limit: 'output', allowed: most, used: bytes };
  return { kind: 'done', output: text };
}
