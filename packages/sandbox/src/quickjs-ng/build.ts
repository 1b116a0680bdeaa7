/// <reference path="../web-assembly.d.ts" />
/** Machines of quickjs-wasi. */
import { type HostFunction, Intrinsics, JSValueHandle, QuickJS } from 'quickjs-wasi';
import { STACK_BYTES } from '../limits.ts';
import type { Address, Scratch } from '../quickjs/bridge.ts';
import { fill } from '../quickjs/image.ts';
import { type Build, type HostSide, hostSide, interrupted, type Machine, type Tenancy, vacant } from '../quickjs/machine.ts';
import { touching, type Touching } from '../wasm/marks.ts';
import type { EngineModules } from '../wasm/modules.ts';
import { createBridge, type NgBridge, reserveScratch } from './bridge.ts';

/** Where the first machine has what all later ones have in the same place. */
interface Layout { readonly runtimePtr: number; readonly contextPtr: number; readonly scratch: Scratch }

const STACK = 2 ** 20; // of the build; the guest may use much less

/** What the engine's imports need of a machine that is made after them. */
interface Host { readonly tenancy: Tenancy; touch: Touching['touch'] }

const newHost = (): Host => ({ tenancy: vacant(), touch: () => { /* nothing marks yet */ } });

const NAMES = ['log', 'request', 'fail'] as const;

export function quickJsNg(modules: EngineModules, memoryBytes: number): Build {
  let layout: Layout | null = null;

  async function begin(): Promise<Machine> {
    const host = newHost();
    const vm = await QuickJS.create(options(modules.load, host, memoryBytes));
    const engine = vm._getExports();
    layout = { runtimePtr: engine.qjs_get_runtime_ptr(), contextPtr: engine.qjs_get_context_ptr(), scratch: reserveScratch(vm) };
    return machineOf(vm, host, layout.scratch);
  }

  return Object.freeze({
    begin,
    async restore(image, purpose) {
      if (layout === null) throw new Error('A first machine must be made before others are made from it');
      const { scratch, ...pointers } = layout;
      const host = newHost();
      const vm = await QuickJS.restore({ ...pointers, stackPointer: image.stackPointer, extensions: [], memory: new Uint8Array(0) }, options(modules[purpose], host, memoryBytes));
      const machine = machineOf(vm, host, scratch);
      fill(image, machine);
      return machine;
    },
  } satisfies Build);
}

function machineOf(vm: QuickJS, host: Host, scratch: Scratch): Machine {
  const engine = vm._getExports();
  const { tenancy } = host;
  const { marks, touch } = touching(engine);
  host.touch = touch;
  const bridge = createBridge(vm, scratch, touch);
  for (const [name, run] of Object.entries(callbacks(vm, scratch, hostSide(tenancy, bridge)))) vm.registerHostCallback(name, run);
  return Object.seal({
    bridge, scratch, tenancy, marks,
    memory: engine.memory,
    stackBytes: STACK,
    get stackPointer() { return engine.__stack_pointer.value; },
    set stackPointer(value: number) { engine.__stack_pointer.value = value; },
    limitMemory(bytes) { engine.qjs_set_memory_limit(bytes); },
    reserve(bytes) { engine.wasm_free(engine.wasm_malloc(bytes)); },
    collectGarbage() { engine.qjs_run_gc(); },
    hostFunctions: () => hostFunctions(vm, bridge),
  } satisfies Machine);
}

/** The engine finds a host function by the name that it was made with. */
function hostFunctions(vm: QuickJS, bridge: NgBridge): Record<keyof HostSide, Address> {
  const engine = vm._getExports();
  const made = NAMES.map((name) => {
    const { at, length } = bridge.bytes(name);
    return [name, engine.qjs_new_host_function(at, length, 0)];
  });
  return Object.fromEntries(made) as Record<keyof HostSide, Address>; // NAMES are its keys
}

/**
 * `undefined` is the one of the image. The engine's own would be made during the first call that needs it,
 * and point at something else after the memory has been written back.
 */
function callbacks(vm: QuickJS, scratch: Scratch, side: HostSide): Record<keyof HostSide, HostFunction> {
  const silence = new JSValueHandle(vm, scratch.undefined, true);
  const wrap = (run: (args: readonly Address[]) => Address | null): HostFunction => (...args) => {
    const answer = run(args.map(({ ptr }) => ptr));
    return answer === null ? silence : new JSValueHandle(vm, answer);
  };
  return { log: wrap(side.log), request: wrap(side.request), fail: wrap(side.fail) };
}

function options(wasm: WebAssembly.Module, host: Host, memoryBytes: number) {
  return {
    wasm,
    memoryLimit: memoryBytes,
    maxStackSize: STACK_BYTES,
    timezoneOffset: 0,
    intrinsics: Intrinsics.ALL,
    interruptHandler: () => interrupted(host.tenancy),
    wasi: (memory: WebAssembly.Memory) => system(memory, host),
  };
}

/** The guest's whole operating system: a clock that stands still during a call, and nowhere to write. */
function system(memory: WebAssembly.Memory, host: Host) {
  const ENOSYS = 52;
  return {
    clock_time_get(_clock: number, _precision: bigint, result: number): number {
      new DataView(memory.buffer).setBigUint64(result, BigInt(Math.floor(host.tenancy.now * 1000)) * 1000n, true);
      host.touch(result, 8);
      return 0;
    },
    random_get(at: number, length: number): number {
      new Uint8Array(memory.buffer, at, length).fill(7); // seeds of the engine's own; the guest's Math.random is the prelude's
      host.touch(at, length);
      return 0;
    },
    fd_write: () => ENOSYS,
    fd_close: () => ENOSYS,
    fd_fdstat_get: () => ENOSYS,
    fd_seek: () => ENOSYS,
  };
}
