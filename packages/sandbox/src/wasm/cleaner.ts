/// <reference path="../web-assembly.d.ts" />
/**
 * Writes back what a call has marked, from two memories that the guest cannot reach: one that all programs of a thread share, and the
 * program's own. It is WebAssembly itself, because a small call touches fifty blocks, and a copy that JavaScript asks for takes longer than its bytes.
 */
import { ADD, AND, BELOW, BRANCH_IF, CALL, ELSE, END, EQUAL, get, I32, IF, IS_ZERO, IS_ZERO_64, load32, load64, loadByte, LOOP, moduleOf, NOTHING, OR_64, runOf, set, SHIFT_LEFT, small, store64, storeByte, tee } from './assembly.ts';
import { leb } from './binary.ts';
import { BLOCK_BITS, OVERHANG } from './mark-writes.ts';

interface Memories {
  readonly guest: WebAssembly.Memory;
  /** A byte for each block of the guest's. */
  readonly marks: WebAssembly.Memory;
  /** At least as long as the guest's. */
  readonly base: WebAssembly.Memory;
  /** Begins with a number of 32 bits for each block: where in this memory it is, or -1 when the one of the base is meant. */
  readonly own: WebAssembly.Memory;
}

/** Cleans the first so many blocks, a multiple of thirty-two. */
type Cleaner = (blocks: number) => void;

let compiled: WebAssembly.Module | null = null;

export function createCleaner(memories: Memories): Cleaner {
  compiled ??= new WebAssembly.Module(moduleOf(MEMORIES, 1, [copy(2 ** BLOCK_BITS), copy(OVERHANG), clean()]));
  return runOf<[number]>(compiled, memories);
}

const MEMORIES = ['guest', 'marks', 'base', 'own'] as const satisfies readonly (keyof Memories)[];
const [GUEST, MARKS, BASE, OWN] = [0, 1, 2, 3];
const [COPY, COPY_HEAD] = [0, 1]; // the functions

/** (block): its first bytes, from where they are kept. Word by word: to ask V8 for a copy takes longer than so few. */
function copy(bytes: number): number[] {
  const [block, address, place] = [0, 1, 2];
  const words = Array.from({ length: bytes / 8 }, (_, n) => leb(8 * n));
  const copyFrom = (memory: number, from: number): number[] => words.flatMap((at) => [...get(address), ...get(from), ...load64(memory, at), ...store64(GUEST, at)]);
  return [
    1, 2, I32, // two locals
    ...get(block), ...small(BLOCK_BITS), SHIFT_LEFT, ...set(address),
    ...get(block), ...small(2), SHIFT_LEFT, ...load32(OWN), ...tee(place), ...small(-1), EQUAL,
    IF, NOTHING, ...copyFrom(BASE, address), ELSE, ...copyFrom(OWN, place), END,
    END,
  ];
}

/** (blocks): looks at the marks thirty-two at a time, and closer where there are some. A store that began in a block may have ended in the next one. */
function clean(): number[] {
  const [blocks, group, eight, block] = [0, 1, 2, 3];
  const next = [...get(block), ...small(1), ADD];
  const nextIsOpen = [...next, ...get(blocks), BELOW, ...next, ...loadByte(MARKS), IS_ZERO, AND];
  const cleanOne = [
    ...get(block), CALL, COPY, ...nextIsOpen, IF, NOTHING, ...next, CALL, COPY_HEAD, END,
    ...get(block), ...small(0), ...storeByte(MARKS),
  ];
  const cleanEight = [
    ...get(eight), ...set(block),
    LOOP, NOTHING, ...get(block), ...loadByte(MARKS), IF, NOTHING, ...cleanOne, END, ...next, ...tee(block), ...get(eight), ...small(8), ADD, BELOW, BRANCH_IF, 0, END,
  ];
  const cleanGroup = [
    ...get(group), ...set(eight),
    LOOP, NOTHING,
    ...get(eight), ...load64(MARKS), IS_ZERO_64, IS_ZERO, IF, NOTHING, ...cleanEight, END,
    ...get(eight), ...small(8), ADD, ...tee(eight), ...get(group), ...small(32), ADD, BELOW, BRANCH_IF, 0, END,
  ];
  const any = [[0], [8], [16], [24]].flatMap((at, n) => [...get(group), ...load64(MARKS, at), ...(n === 0 ? [] : [OR_64])]);
  return [
    1, 3, I32, // three locals
    LOOP, NOTHING,
    ...any, IS_ZERO_64, IS_ZERO, IF, NOTHING, ...cleanGroup, END,
    ...get(group), ...small(32), ADD, ...tee(group), ...get(blocks), BELOW, BRANCH_IF, 0, END,
    END,
  ];
}
