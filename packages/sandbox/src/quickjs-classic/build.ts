/// <reference path="../web-assembly.d.ts" />
/** Machines of QuickJS itself. */
import { STACK_BYTES } from '../limits.ts';
import { type Address, MOST_ARGS } from '../quickjs/bridge.ts';
import { fill } from '../quickjs/image.ts';
import { type Build, type HostSide, hostSide, interrupted, type Machine, uncleanable, vacant } from '../quickjs/machine.ts';
import { PAGE } from '../wasm/cap-memory.ts';
import { type Marks, touching } from '../wasm/marks.ts';
import { type Views, viewsOf } from '../wasm/views.ts';
import { type ClassicBridge, createBridge, type Layout } from './bridge.ts';
import type { Host } from './imports.ts';
import { type Exports, instantiate } from './instance.ts';
import { INITIAL_PAGES } from './modules.ts';

/** An instance, before anything is known of what is in it. */
interface Started { readonly engine: Exports; readonly host: Host; readonly views: Views; readonly marks: Marks; readonly sides: { current: HostSide | null } }

const STACK = 5 * 2 ** 20; // of the build; the guest may use much less
const INTRINSICS = 0; // the usual ones, which are all
const NAMES = ['log', 'request', 'fail'] as const;

export function quickJs(module: WebAssembly.Module, memoryBytes: number, maximumBytes: number): Build {
  const maximum = Math.ceil(maximumBytes / PAGE);
  let layout: Layout | null = null;

  function start(): Started {
    const host: Host = { tenancy: vacant(), memory: new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum }), touch: () => { /* nothing marks yet */ } };
    const sides: { current: HostSide | null } = { current: null };
    const { engine, raw } = instantiate(module, host, maximum, {
      interrupt: () => (interrupted(host.tenancy) ? 1 : 0),
      call(_context, _self, count, args, which) {
        const side = sides.current?.[NAMES[which - 1] ?? 'fail'];
        return side?.(Array.from({ length: count }, (_, n) => engine.argument(args, n))) ?? 0;
      },
    });
    const { marks, touch } = touching(raw);
    host.touch = touch;
    return { engine, host, views: viewsOf(host.memory), marks, sides };
  }

  function begin(): Machine {
    const started = start();
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
  }

  return Object.freeze({
    begin,
    restore(image) {
      if (layout === null) throw new Error('A first machine must be made before others are made from it');
      const machine = machineOf(start(), layout);
      fill(image, machine);
      return machine;
    },
  } satisfies Build);
}

function machineOf({ engine, host, views, marks, sides }: Started, layout: Layout): Machine {
  const { runtime, context, scratch } = layout;
  const bridge = createBridge(engine, layout, views, host);
  sides.current = hostSide(host.tenancy, bridge);
  return Object.seal({
    bridge, scratch, marks, views,
    clean: uncleanable,
    tenancy: host.tenancy,
    memory: host.memory,
    stackBytes: STACK,
    get stackPointer() { return engine.stackPointer(); },
    set stackPointer(value: number) { engine.restoreStack(value); },
    limitMemory(bytes) { engine.setMemoryLimit(runtime, bytes); },
    reserve(bytes) { engine.free(engine.malloc(bytes)); },
    collectGarbage() { /* the build does not offer it */ },
    hostFunctions: () => hostFunctions(engine, context, bridge),
  } satisfies Machine);
}

function hostFunctions(engine: Exports, context: Address, { cString }: ClassicBridge): Record<keyof HostSide, Address> {
  const made = NAMES.map((name, n) => [name, engine.newFunction(context, cString(name), 0, 0, n + 1)]);
  return Object.fromEntries(made) as Record<keyof HostSide, Address>; // NAMES are its keys
}
