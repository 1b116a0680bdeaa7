/// <reference path="../web-assembly.d.ts" />
/** Machines of QuickJS itself. */
import { STACK_BYTES } from '../limits.ts';
import { type Address, MOST_ARGS } from '../quickjs/bridge.ts';
import { createBuild, type Room } from '../quickjs/create-build.ts';
import { type Build, type HostSide, hostSide, interrupted, type Machine, uncleanable, vacant } from '../quickjs/machine.ts';
import { PAGE } from '../wasm/cap-memory.ts';
import type { Modules } from '../wasm/compile-twice.ts';
import { touching } from '../wasm/marks.ts';
import { type ClassicBridge, createBridge, type Layout } from './bridge.ts';
import type { Host } from './imports.ts';
import { type Exports, instantiate } from './instance.ts';
import { INITIAL_PAGES } from './modules.ts';

/** An instance, before anything is known of what is in it. `raw`: with the build's own names. */
interface Started extends Room { readonly engine: Exports; readonly raw: object; readonly host: Host; readonly sides: { current: HostSide | null } }

const STACK = 5 * 2 ** 20; // of the build; the guest may use much less
const INTRINSICS = 0; // the usual ones, which are all
const NAMES = ['log', 'request', 'fail'] as const;

export function quickJs({ marked, plain }: Modules, memoryBytes: number, maximumBytes: number): Build {
  let layout: Layout | null = null;

  function known(): Layout {
    if (layout === null) throw new Error('A first machine must be made before others are made from it');
    return layout;
  }

  function start(module: WebAssembly.Module, room: Room): Started {
    const host: Host = { tenancy: vacant(), memory: room.memory, touch: () => { /* nothing marks */ } };
    const sides: { current: HostSide | null } = { current: null };
    const { engine, raw } = instantiate(module, host, Math.ceil(maximumBytes / PAGE), {
      interrupt: () => (interrupted(host.tenancy) ? 1 : 0),
      call(_context, _self, count, args, which) {
        const side = sides.current?.[NAMES[which - 1] ?? 'fail'];
        return side?.(Array.from({ length: count }, (_, n) => engine.argument(args, n))) ?? 0;
      },
    });
    return { ...room, engine, raw, host, sides };
  }

  return createBuild({
    initialPages: INITIAL_PAGES,
    maximumBytes,
    begin(room) {
      const started = start(plain, room);
      const { engine } = started;
      engine.construct();
      const runtime = engine.newRuntime();
      engine.setMemoryLimit(runtime, memoryBytes);
      engine.setStackSize(runtime, STACK_BYTES);
      engine.enableInterrupts(runtime);
      const context = engine.newContext(runtime, INTRINSICS);
      const scratch = { argv: engine.malloc(MOST_ARGS * 4), length: engine.malloc(4), undefined: engine.undefined(), yes: engine.yes(), no: engine.no() };
      layout = { runtime, context, scratch };
      return machineOf(started, layout);
    },
    plain: (room) => machineOf(start(plain, room), known()),
    marked(room) {
      const started = start(marked, room);
      const { marks, touch } = touching(started.raw);
      started.host.touch = touch;
      return Object.assign(machineOf(started, known()), { marks, clean: uncleanable });
    },
  });
}

function machineOf({ engine, host, memory, views, sides }: Started, layout: Layout): Machine {
  const { runtime, context, scratch } = layout;
  const bridge = createBridge(engine, layout, views, host);
  sides.current = hostSide(host.tenancy, bridge);
  return {
    bridge, scratch, memory, views,
    tenancy: host.tenancy,
    stackBytes: STACK,
    get stackPointer() { return engine.stackPointer(); },
    set stackPointer(value: number) { engine.restoreStack(value); },
    limitMemory(bytes) { engine.setMemoryLimit(runtime, bytes); },
    reserve(bytes) { engine.free(engine.malloc(bytes)); },
    collectGarbage() { /* the build does not offer it */ },
    hostFunctions: () => hostFunctions(engine, context, bridge),
  };
}

function hostFunctions(engine: Exports, context: Address, { cString }: ClassicBridge): Record<keyof HostSide, Address> {
  const made = NAMES.map((name, n) => [name, engine.newFunction(context, cString(name), 0, 0, n + 1)]);
  return Object.fromEntries(made) as Record<keyof HostSide, Address>; // NAMES are its keys
}
