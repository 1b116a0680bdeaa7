/** QuickJS behind our port: one wasm instance per program, brought back to the state after loading by every call. */
import type { EngineProgram, Loading, SandboxEngine, Step } from '../engine.ts';
import type { Refused } from '../outcome.ts';
import { type Address, type Bridge } from './bridge.ts';
import { guestFailure, hostFailure } from './guest-failure.ts';
import { createIdleInstances } from './idle-instances.ts';
import { belong, type Image, makeRoom, takeBase, takeImage } from './image.ts';
import { createInstance, type Entry } from './instance.ts';
import { type Build, type Machine, NOBODY } from './machine.ts';
import { PRELUDE, PRELUDE_FILE } from './prelude.ts';
import { createProgram } from './program.ts';
import { REHEARSAL, REHEARSAL_INPUT } from './rehearsal.ts';
import { PROGRAM_FILE, refused } from './refused.ts';

export interface EngineOptions {
  readonly memoryBytes: number;
  readonly errorChars: number;
  /** Of all instances that wait for a call. */
  readonly idleBytes?: number;
  /** So much a call may allocate before the memory has to grow, which costs it its instance. */
  readonly headRoomBytes?: number;
}

/** What a rehearsal may allocate. */
const STAGE_BYTES = 2 ** 21;
/** They take as long as to load what is rehearsed: both are to become fast. */
const REHEARSED_CALLS = 3;

interface Boot extends Omit<Entry, 'functions'> { readonly functions: Address }

export function createEngine(build: Build, { headRoomBytes = 2 ** 17, idleBytes = 2 ** 27, ...options }: EngineOptions): SandboxEngine {
  const idle = createIdleInstances(idleBytes);
  let began: { base: Image; boot: Boot } | null = null;
  let fresh: Machine | null = null; // for the next program
  let stage: Machine | null = null; // where the engine rehearses

  function begin(): { base: Image; boot: Boot } {
    const machine = build.begin();
    const boot = furnish(machine);
    machine.reserve(headRoomBytes);
    return { base: takeBase(machine), boot };
  }

  function load(source: string, { guard, now, around }: Loading): EngineProgram | Refused {
    const { base, boot } = (began ??= begin());
    const machine = fresh ?? build.restore(base);
    fresh = null;
    Object.assign(machine.tenancy, { guard, now });
    const module = around(() => evaluate(machine, boot, source, options));
    if (typeof module !== 'number') return refused(module);
    const functions = exported(machine.bridge, boot.functions, module);
    if (functions.size === 0) return refused({ kind: 'empty' });
    Object.assign(machine.tenancy, { guard: NOBODY });
    machine.collectGarbage();
    return createProgram({ build, base, entry: { ...boot, functions }, headRoomBytes, idle }, machine);
  }

  function prepare(): boolean {
    if (began === null) return false;
    if (fresh !== null) return makeRoom(began.base.base);
    fresh = build.restore(began.base);
    return true;
  }

  function rehearse(): void {
    const { base, boot } = (began ??= begin());
    stage ??= createStage(build.restore(base), base);
    const module = evaluate(stage, boot, REHEARSAL, options);
    if (typeof module === 'number') {
      const { start } = createInstance(stage, { ...boot, functions: exported(stage.bridge, boot.functions, module) }, () => { /* it is cleaned below */ });
      for (let n = 0; n < REHEARSED_CALLS; n++) start({ name: 'default', input: REHEARSAL_INPUT, now: 0, seed: n, outputBytes: REHEARSAL.length, ...options }, NOBODY);
    }
    if (!stage.clean()) stage = null;
  }

  return Object.freeze({ load, prepare, rehearse });
}

/** It has room for a rehearsal, and can be cleaned after it. */
function createStage(machine: Machine, base: Image): Machine {
  machine.reserve(STAGE_BYTES);
  belong(machine, takeImage(machine, base));
  return machine;
}

/** Hands the host's functions to the prelude, and keeps what it answers. Nothing of it is reachable from the guest's globals. */
function furnish({ bridge, hostFunctions, collectGarbage }: Machine): Boot {
  const prelude = bridge.script(PRELUDE, PRELUDE_FILE);
  const { log, request, fail } = hostFunctions();
  const guest = bridge.call(prelude.value, [log, request, fail]);
  if (prelude.threw || guest.threw) throw new Error('The engine does not run our own side of the bridge');
  const kept = (name: string): Address => bridge.property(guest.value, bridge.string(name));
  const boot = { start: kept('start'), finish: kept('finish'), settle: kept('settle'), describe: kept('describe'), functions: kept('functions') };
  collectGarbage();
  return boot;
}

/** The module's namespace, or why there is none. */
function evaluate(machine: Machine, { describe }: Boot, source: string, limits: EngineOptions): Address | Step {
  const { bridge, tenancy } = machine;
  const failed = (error: Address | null): Step => guestFailure(machine, describe, error, limits);
  try {
    const { threw, value } = bridge.module(source, PROGRAM_FILE);
    if (threw) return failed(value);
    while (bridge.state(value) === 'pending') {
      const job = bridge.runJob();
      if (job === false) return { kind: 'waiting' };
      if (job.threw) return failed(job.value);
    }
    const state = bridge.state(value);
    const result = state === 'none' ? value : bridge.result(value);
    return state === 'rejected' || tenancy.expired ? failed(result) : result;
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
