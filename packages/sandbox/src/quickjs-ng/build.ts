/// <reference path="../web-assembly.d.ts" />
/** Machines of QuickJS-ng. */
import { STACK_BYTES } from '../limits.ts';
import { type Address, type Scratch } from '../quickjs/bridge.ts';
import { fill } from '../quickjs/image.ts';
import { type Build, type HostSide, hostSide, type Machine, uncleanable, vacant } from '../quickjs/machine.ts';
import { touching } from '../wasm/marks.ts';
import type { Views } from '../wasm/views.ts';
import { createBridge, type NgBridge, reserveScratch } from './bridge.ts';
import { type Exports, type Host, instantiate } from './instance.ts';

const STACK = 2 ** 20; // of the build; the guest may use much less
const ALL_INTRINSICS = 0xffffffff;
const NAMES = ['log', 'request', 'fail'] as const;

export function quickJsNg(module: WebAssembly.Module, memoryBytes: number): Build {
  let scratch: Scratch | null = null;

  return Object.freeze({
    begin() {
      const host = newHost();
      const started = instantiate(module, host);
      const { engine } = started;
      engine._initialize();
      if (engine.qjs_init2(ALL_INTRINSICS) !== 0) throw new Error('The engine does not start');
      engine.qjs_set_memory_limit(memoryBytes);
      engine.qjs_set_max_stack_size(STACK_BYTES);
      engine.qjs_set_interrupt_handler(1);
      scratch = reserveScratch(engine);
      return machineOf(started, host, scratch);
    },
    restore(image) {
      if (scratch === null) throw new Error('A first machine must be made before others are made from it');
      const host = newHost();
      const machine = machineOf(instantiate(module, host), host, scratch);
      fill(image, machine);
      return machine;
    },
  } satisfies Build);
}

const newHost = (): Host => ({ tenancy: vacant(), touch: () => { /* nothing marks yet */ }, call: () => 0 });

function machineOf({ engine, views }: { engine: Exports; views: Views }, host: Host, scratch: Scratch): Machine {
  const { marks, touch } = touching(engine);
  const bridge = createBridge(engine, scratch, views, touch);
  const side = hostSide(host.tenancy, bridge);
  host.touch = touch;
  host.call = (wanted, args) => { // the engine knows functions by name
    const name = NAMES.find((each) => each === wanted);
    return (name === undefined ? null : side[name](args)) ?? engine.qjs_dup_value(scratch.undefined);
  };
  return Object.seal({
    bridge, scratch, marks, views,
    clean: uncleanable,
    tenancy: host.tenancy,
    memory: engine.memory,
    stackBytes: STACK,
    get stackPointer() { return engine.__stack_pointer.value; },
    set stackPointer(value: number) { engine.__stack_pointer.value = value; },
    limitMemory(bytes) { engine.qjs_set_memory_limit(bytes); },
    reserve(bytes) { engine.wasm_free(engine.wasm_malloc(bytes)); },
    collectGarbage() { engine.qjs_run_gc(); },
    hostFunctions: () => hostFunctions(engine, bridge),
  } satisfies Machine);
}

function hostFunctions(engine: Exports, bridge: NgBridge): Record<keyof HostSide, Address> {
  const made = NAMES.map((name) => {
    const { at, length } = bridge.bytes(name);
    return [name, engine.qjs_new_host_function(at, length, 0)];
  });
  return Object.fromEntries(made) as Record<keyof HostSide, Address>; // NAMES are its keys
}
