/**
 * The memory of a loaded program, kept without its empty blocks, so that every call starts from the same state.
 * Writing it back costs less than a tenth of a new instance.
 */
import type { QuickJS, Snapshot } from 'quickjs-wasi';
import { STACK_BYTES } from '../limits.ts';

const BLOCK = 4096;
/** The engine’s limit, and room for what it calls without asking. */
const STACK_REACH = STACK_BYTES + 64 * 1024;

interface Run {
  readonly start: number;
  readonly end: number;
  /** Null: nothing but zeros. */
  readonly bytes: Uint8Array | null;
}

export interface Image {
  readonly length: number;
  /** Below it is stack that no call reaches which did not run into the stack limit. */
  readonly floor: number;
  readonly snapshot: Omit<Snapshot, 'memory'>;
  readonly runs: readonly Run[];
}

/** Copies only what is not empty. The engine's own snapshot copies everything, which takes longer than to compile most programs. */
export function takeImage(vm: QuickJS): Image {
  const engine = vm._getExports();
  const memory = new Uint8Array(engine.memory.buffer);
  const stackPointer = engine.__stack_pointer.value;
  const floor = Math.max(0, stackPointer - STACK_REACH) & -BLOCK;
  return {
    length: memory.length,
    floor,
    snapshot: { stackPointer, runtimePtr: engine.qjs_get_runtime_ptr(), contextPtr: engine.qjs_get_context_ptr(), extensions: [] },
    runs: [{ start: 0, end: floor, bytes: null }, ...runsOf(memory, floor)],
  };
}

/**
 * `deep`: also the part of the stack that ordinary calls do not reach. Most of the memory is stack, and most of the time of a call goes into cleaning.
 * False when the memory has grown: the allocator of the image knows nothing of the new part, and would lose it.
 */
export function writeBack({ length, floor, snapshot, runs }: Image, vm: QuickJS, deep: boolean): boolean {
  const { memory, __stack_pointer: stackPointer } = vm._getExports();
  if (memory.buffer.byteLength !== length) return false;
  const bytes = new Uint8Array(memory.buffer);
  for (const run of runs) {
    if (run.end <= floor && !deep) continue;
    if (run.bytes === null) bytes.fill(0, run.start, run.end);
    else bytes.set(run.bytes, run.start);
  }
  stackPointer.value = snapshot.stackPointer;
  return true;
}

function runsOf(memory: Uint8Array, from: number): Run[] {
  const runs: Run[] = [];
  for (let start = from; start < memory.length;) {
    const empty = isEmpty(memory, start);
    let end = start + BLOCK;
    while (end < memory.length && isEmpty(memory, end) === empty) end += BLOCK;
    runs.push({ start, end, bytes: empty ? null : memory.slice(start, end) });
    start = end;
  }
  return runs;
}

const EMPTY = new Uint8Array(BLOCK);

function isEmpty(memory: Uint8Array, start: number): boolean {
  return Buffer.compare(memory.subarray(start, start + BLOCK), EMPTY) === 0;
}
