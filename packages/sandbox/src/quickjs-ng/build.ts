/** Machines of QuickJS-ng. */
import { STACK_BYTES } from '../limits.ts';
import { type Address, type Scratch } from '../quickjs/bridge.ts';
import { createBuild, type Room } from '../quickjs/create-build.ts';
import { type Build, type HostSide, hostSide, type Machine, uncleanable, vacant } from '../quickjs/machine.ts';
import type { Modules } from '../wasm/compile-twice.ts';
import { touching } from '../wasm/marks.ts';
import { createBridge, type NgBridge, reserveScratch } from './bridge.ts';
import { type Exports, type Host, instantiate } from './instance.ts';
import { INITIAL_PAGES } from './modules.ts';

const STACK = 2 ** 20; // of the build; the guest may use much less
const ALL_INTRINSICS = 0xffffffff;
const NAMES = ['log', 'request', 'fail'] as const;

export function quickJsNg({ marked, plain }: Modules, memoryBytes: number, maximumBytes: number): Build {
  let scratch: Scratch | null = null;

  function known(): Scratch {
    if (scratch === null) throw new Error('A first machine must be made before others are made from it');
    return scratch;
  }

  return createBuild({
    initialPages: INITIAL_PAGES,
    maximumBytes,
    begin(room) {
      const host = newHost(room);
      const engine = instantiate(plain, host);
      engine._initialize();
      if (engine.qjs_init2(ALL_INTRINSICS) !== 0) throw new Error('The engine does not start');
      engine.qjs_set_memory_limit(memoryBytes);
      engine.qjs_set_max_stack_size(STACK_BYTES);
      engine.qjs_set_interrupt_handler(1);
      scratch = reserveScratch(engine);
      return machineOf(engine, host, scratch);
    },
    plain(room) {
      const host = newHost(room);
      return machineOf(instantiate(plain, host), host, known());
    },
    marked(room) {
      const host = newHost(room);
      const engine = instantiate(marked, host);
      const { marks, touch } = touching(engine);
      host.touch = touch;
      return Object.assign(machineOf(engine, host, known()), { marks, clean: uncleanable });
    },
  });
}

const newHost = (room: Room): Host => ({ ...room, tenancy: vacant(), touch: () => { /* nothing marks */ }, call: () => 0 });

function machineOf(engine: Exports, host: Host, scratch: Scratch): Machine {
  const { tenancy, memory, views } = host;
  const bridge = createBridge(engine, scratch, views, host);
  const side = hostSide(tenancy, bridge);
  host.call = (wanted, args) => { // the engine knows functions by name
    const name = NAMES.find((each) => each === wanted);
    return (name === undefined ? null : side[name](args)) ?? engine.qjs_dup_value(scratch.undefined);
  };
  return {
    bridge, scratch, tenancy, memory, views,
    stackBytes: STACK,
    get stackPointer() { return engine.__stack_pointer.value; },
    set stackPointer(value: number) { engine.__stack_pointer.value = value; },
    limitMemory(bytes) { engine.qjs_set_memory_limit(bytes); },
    reserve(bytes) { engine.wasm_free(engine.wasm_malloc(bytes)); },
    collectGarbage() { engine.qjs_run_gc(); },
    hostFunctions: () => hostFunctions(engine, bridge),
  };
}

function hostFunctions(engine: Exports, bridge: NgBridge): Record<keyof HostSide, Address> {
  const made = NAMES.map((name) => {
    const { at, length } = bridge.bytes(name);
    return [name, engine.qjs_new_host_function(at, length, 0)];
  });
  return Object.fromEntries(made) as Record<keyof HostSide, Address>; // NAMES are its keys
}
