/** quickjs-wasi behind our port: one wasm instance per program, brought back to the state after loading by every call. */
import type { JSValueHandle } from 'quickjs-wasi';
import type { EngineProgram, Loading, SandboxEngine, Step } from '../engine.ts';
import type { Refused } from '../outcome.ts';
import { type Address, type Bridge, createBridge, reserveScratch, type Returned } from './bridge.ts';
import { guestFailure, hostFailure } from './guest-failure.ts';
import type { Entry } from './instance.ts';
import { createMachine, hostFunctions, type Machine, NOBODY } from './machine.ts';
import { PRELUDE, PRELUDE_FILE } from './prelude.ts';
import { createProgram } from './program.ts';
import { PROGRAM_FILE, refused } from './refused.ts';
import type { WasmModule } from './wasm-module.ts';

export interface EngineOptions {
  readonly wasm: WasmModule;
  readonly memoryBytes: number;
  readonly errorChars: number;
  /** So much a call may allocate before the memory has to grow, which costs it its instance. */
  readonly headRoomBytes?: number;
}

interface Boot extends Omit<Entry, 'functions'> { readonly functions: Address }

export function createEngine({ headRoomBytes = 2 ** 17, ...options }: EngineOptions): SandboxEngine {
  const { wasm, memoryBytes } = options;

  async function load(source: string, { guard, now, around }: Loading): Promise<EngineProgram | Refused> {
    const machine = await createMachine(wasm, memoryBytes);
    const boot = prepare(machine);
    const bridge = createBridge(machine.vm, boot.scratch);
    Object.assign(machine.tenancy, { guard, now });
    const module = around(() => evaluate(machine, bridge, boot, source, options));
    if (typeof module !== 'number') return refused(module);
    const functions = exported(bridge, boot.functions, module);
    if (functions.size === 0) return refused({ kind: 'empty' });
    Object.assign(machine.tenancy, { guard: NOBODY });
    machine.vm.runGC();
    return createProgram({ wasm, memoryBytes, headRoomBytes, entry: { ...boot, functions } }, machine);
  }

  return Object.freeze({ load });
}

/** Hands the host's functions to the prelude, and keeps what it answers. Nothing of it is reachable from the guest's globals. */
function prepare({ vm, tenancy }: Machine): Boot {
  const scratch = reserveScratch(vm);
  const { log, request, fail } = hostFunctions(vm, tenancy, scratch.undefined);
  const prelude = vm.evalCode(PRELUDE, PRELUDE_FILE);
  const guest = vm.callFunction(prelude, vm.undefined, vm.newFunction('log', log), vm.newFunction('request', request), vm.newFunction('fail', fail));
  const kept = (name: string): Address => addressOf(guest.getProp(name));
  return {
    start: kept('start'), finish: kept('finish'), settle: kept('settle'), describe: kept('describe'), functions: kept('functions'),
    yes: addressOf(vm.true), no: addressOf(vm.false), scratch,
  };
}

const addressOf = (handle: JSValueHandle): Address => handle.ptr;

/** The module's namespace, or why there is none. */
function evaluate(machine: Machine, bridge: Bridge, { describe }: Boot, source: string, limits: EngineOptions): Address | Step {
  const failed = (error: Address | null): Step => guestFailure(machine, bridge, describe, error, limits);
  try {
    const promise = bridge.evaluate(source, PROGRAM_FILE);
    if (promise.threw) return failed(promise.value);
    let job: Returned | false = promise;
    while (bridge.state(promise.value) === 'pending') {
      job = bridge.runJob();
      if (job === false) return { kind: 'waiting' };
      if (job.threw) return failed(job.value);
    }
    const result = bridge.result(promise.value);
    return bridge.state(promise.value) === 'rejected' || machine.tenancy.expired ? failed(result) : result;
  } catch (error) {
    return hostFailure(machine, error, limits);
  }
}

/** The exported functions. They are looked up once: calls find them by address. */
function exported(bridge: Bridge, functions: Address, module: Address): Map<string, Address> {
  const text = bridge.call(functions, [module]);
  const names = JSON.parse(bridge.read(text.value, 2 ** 20).text ?? '[]') as string[];
  return new Map(names.map((name) => [name, bridge.property(module, bridge.string(name))]));
}
