/// <reference path="../web-assembly.d.ts" />
/** Finds what was written without marks, block by block: what differs from the memory that the engine began with. */
import { ADD, ANY_128, BELOW, BRANCH_IF, END, get, I32, IF, LOOP, load128, moduleOf, NOTHING, OR_128, runOf, set, SHIFT_LEFT, small, storeByte, tee, XOR_128 } from './assembly.ts';
import { leb } from './binary.ts';
import { BLOCK_BITS } from './mark-writes.ts';

interface Memories {
  readonly guest: WebAssembly.Memory;
  /** A byte for each block of the guest's. */
  readonly marks: WebAssembly.Memory;
  /** At least as long as the guest's. */
  readonly base: WebAssembly.Memory;
}

/** Marks those from the first block on and before the last one that differ, and none else of them. */
type Comparer = (from: number, to: number) => void;

let compiled: WebAssembly.Module | null = null;

export function createComparer(memories: Memories): Comparer {
  compiled ??= new WebAssembly.Module(moduleOf(MEMORIES, 2, [compare()]));
  return runOf<[number, number]>(compiled, memories);
}

const MEMORIES = ['guest', 'marks', 'base'] as const satisfies readonly (keyof Memories)[];
const [GUEST, MARKS, BASE] = [0, 1, 2];
const STEP = 16;

/** (from, to) */
function compare(): number[] {
  const [block, to, address] = [0, 1, 2];
  const differs = Array.from({ length: 2 ** BLOCK_BITS / STEP }, (_, n) => leb(STEP * n)).flatMap((at, n) => [
    ...get(address), ...load128(GUEST, at), ...get(address), ...load128(BASE, at), ...XOR_128, ...(n === 0 ? [] : OR_128),
  ]);
  return [
    1, 1, I32, // a local
    ...get(block), ...get(to), BELOW, IF, NOTHING,
    LOOP, NOTHING,
    ...get(block), ...get(block), ...small(BLOCK_BITS), SHIFT_LEFT, ...set(address), ...differs, ...ANY_128, ...storeByte(MARKS),
    ...get(block), ...small(1), ADD, ...tee(block), ...get(to), BELOW, BRANCH_IF, 0, END,
    END,
    END,
  ];
}
