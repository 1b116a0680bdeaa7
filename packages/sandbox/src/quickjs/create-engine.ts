/** QuickJS behind our port: one wasm instance per program, brought back to the state after loading by every call. */
import type { EngineProgram, Loading, SandboxEngine, Step } from '../engine.ts';
import type { Refused } from '../outcome.ts';
import { type Address, type Bridge } from './bridge.ts';
import { guestFailure, hostFailure } from './guest-failure.ts';
import { createIdleInstances } from './idle-instances.ts';
import { type Image, makeRoom, renew, takeBase } from './image.ts';
import { createInstance, type Entry } from './instance.ts';
import { type Build, type Machine, NOBODY, type Twins } from './machine.ts';
import { createPlaces } from './places.ts';
import { PRELUDE, PRELUDE_FILE } from './prelude.ts';
import { createProgram } from './program.ts';
import { REHEARSAL, REHEARSAL_INPUT } from './rehearsal.ts';
import { PROGRAM_FILE, refused } from './refused.ts';

export interface EngineOptions {
  readonly memoryBytes: number;
  readonly errorChars: number;
  /** Of all instances that wait for a call. */
  readonly idleBytes?: number;
  /** So much may be allocated while a program is loaded, before its place can't be used again. What nobody uses takes no memory. */
  readonly roomBytes?: number;
  /** So much a call may allocate before the memory has to grow, which costs it its instance. */
  readonly headRoomBytes?: number;
}

/** They take as long as to load what is rehearsed: both are to become fast. */
const REHEARSED_CALLS = 3;

interface Boot extends Omit<Entry, 'functions'> { readonly functions: Address }

interface Began { readonly base: Image; readonly boot: Boot; readonly places: ReturnType<typeof createPlaces> }

export function createEngine(build: Build, { roomBytes = 2 ** 20, headRoomBytes = 2 ** 17, idleBytes = 2 ** 27, ...options }: EngineOptions): SandboxEngine {
  const idle = createIdleInstances(idleBytes);
  let began: Began | null = null;
  let stage: Twins | null = null; // where the engine rehearses

  function begin(): Began {
    const machine = build.begin();
    const boot = furnish(machine);
    machine.reserve(roomBytes);
    const base = takeBase(machine);
    return { base, boot, places: createPlaces(build, base) };
  }

  function load(source: string, { guard, now, around }: Loading): EngineProgram | Refused {
    const { base, boot, places } = (began ??= begin());
    const place = places.take();
    const { loader } = place;
    Object.assign(loader.tenancy, { guard, now });
    const module = around(() => evaluate(loader, boot, source, options));
    if (typeof module !== 'number') return refused(module);
    const functions = exported(loader.bridge, boot.functions, module);
    if (functions.size === 0) return refused({ kind: 'empty' });
    Object.assign(loader.tenancy, { guard: NOBODY });
    const program = createProgram({ build, base, entry: { ...boot, functions }, headRoomBytes, idle }, place);
    places.settled(program);
    return program;
  }

  function prepare(): boolean {
    if (began === null) return false;
    return began.places.prepare() || makeRoom(began.base.base);
  }

  function rehearse(): void {
    const { base, boot } = (began ??= begin());
    stage ??= build.twins(base);
    const { loader, caller } = stage;
    const module = evaluate(loader, boot, REHEARSAL, options);
    if (typeof module === 'number') {
      const { start } = createInstance(caller, { ...boot, functions: exported(loader.bridge, boot.functions, module) }, () => { /* it is cleaned below */ });
      for (let n = 0; n < REHEARSED_CALLS; n++) start({ name: 'default', input: REHEARSAL_INPUT, now: 0, seed: n, outputBytes: REHEARSAL.length, ...options }, NOBODY);
    }
    if (!renew(stage, base)) stage = null;
  }

  return Object.freeze({ load, prepare, rehearse });
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
