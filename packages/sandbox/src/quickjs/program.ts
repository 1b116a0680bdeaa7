/** A loaded program: its image, and instances that wait for the next call. An instance serves one call at a time, and is cleaned between two. */
import type { EngineInstance, EngineProgram } from '../engine.ts';
import { type Image, takeImage, writeBack } from './image.ts';
import { createInstance, type Entry } from './instance.ts';
import { type Machine, NOBODY, restoreMachine } from './machine.ts';
import type { WasmModule } from './wasm-module.ts';

export interface ProgramParts {
  readonly wasm: WasmModule;
  readonly memoryBytes: number;
  readonly headRoomBytes: number;
  readonly entry: Entry;
}

const MOST_IDLE = 2;
const MOST_HEAD_ROOM = 4 * 2 ** 20;

export function createProgram({ wasm, memoryBytes, headRoomBytes, entry }: ProgramParts, first: Machine): EngineProgram {
  let headRoom = headRoomBytes;
  let image = imageOf(first, headRoom);
  let idle: EngineInstance[] = [instanceOf(first, image)];

  function instanceOf(machine: Machine, from: Image): EngineInstance {
    const instance = createInstance(machine, entry, () => {
      const { vm, tenancy } = machine;
      tenancy.guard = NOBODY;
      const ordinary = !tenancy.broken && !tenancy.expired && tenancy.failure === null;
      const whole = !tenancy.broken && writeBack(from, vm, !ordinary);
      if (whole && from === image && idle.length < MOST_IDLE) return void idle.push(instance);
      vm.dispose();
      if (!whole && ordinary && from === image) void enlarge();
    });
    return instance;
  }

  async function restore(): Promise<Machine> {
    return restoreMachine(wasm, image, memoryBytes, entry.scratch.undefined);
  }

  async function takeAnew(): Promise<EngineInstance> {
    const from = image;
    return instanceOf(await restore(), from);
  }

  /** A call that ended well had to grow the memory. The next ones should not pay for a new instance each. */
  async function enlarge(): Promise<void> {
    if (headRoom >= MOST_HEAD_ROOM) return;
    headRoom *= 2;
    const machine = await restore();
    image = imageOf(machine, headRoom);
    idle = [instanceOf(machine, image)];
  }

  return Object.freeze({
    kind: 'program',
    functions: [...entry.functions.keys()],
    take: () => idle.pop() ?? takeAnew(),
  } satisfies EngineProgram);
}

/** Memory that the allocator has had once is there for the next call without growing. */
function imageOf({ vm }: Machine, headRoomBytes: number): Image {
  const engine = vm._getExports();
  engine.wasm_free(engine.wasm_malloc(headRoomBytes));
  return takeImage(vm);
}
