/// <reference path="../web-assembly.d.ts" />
/**
 * Writes back what a call has marked, from two memories that the guest cannot reach: one that all programs of a thread share, and the
 * program's own. It is WebAssembly itself, because a small call touches thirty blocks, and a copy that JavaScript asks for takes longer than its bytes.
 */
import { leb, section, SECTION } from './binary.ts';
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

/** Cleans the first so many blocks, a multiple of eight. */
type Cleaner = (blocks: number) => void;

let compiled: WebAssembly.Module | null = null;

export function createCleaner(memories: Memories): Cleaner {
  compiled ??= new WebAssembly.Module(cleanerModule());
  const { exports } = new WebAssembly.Instance(compiled, { m: { ...memories } });
  return exports['clean'] as Cleaner; // see below
}

const MEMORIES = ['guest', 'marks', 'base', 'own'] as const satisfies readonly (keyof Memories)[];
const [GUEST, MARKS, BASE, OWN] = [0, 1, 2, 3];
const [COPY, CLEAN] = [0, 1]; // the functions

function cleanerModule(): Uint8Array {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const sized = (body: number[]): number[] => [...leb(body.length), ...body];
  return Buffer.concat([
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0),
    section(SECTION.type, [2, 0x60, 2, I32, I32, 0, 0x60, 1, I32, 0]),
    section(SECTION.import, [MEMORIES.length, ...MEMORIES.flatMap((memory) => [...name('m'), ...name(memory), 2, 0, 0])]),
    section(SECTION.function, [2, COPY, CLEAN]),
    section(SECTION.export, [1, ...name('clean'), 0, CLEAN]),
    section(SECTION.code, [2, ...sized(copy()), ...sized(clean())]),
  ]);
}

/** (block, bytes): the first bytes of a block, from where they are kept. */
function copy(): number[] {
  const [block, bytes, place] = [0, 1, 2];
  const address = [...get(block), ...small(BLOCK_BITS), SHIFT_LEFT];
  return [
    1, 1, I32, // a local
    ...get(block), ...small(2), SHIFT_LEFT, ...load32(OWN), ...tee(place), ...small(-1), EQUAL,
    IF, NOTHING, ...address, ...address, ...get(bytes), ...copyFrom(BASE),
    ELSE, ...address, ...get(place), ...get(bytes), ...copyFrom(OWN), END,
    END,
  ];
}

/** (blocks): looks at the marks eight at a time. A store that began in a block may have ended in the next one. */
function clean(): number[] {
  const [blocks, eight, block] = [0, 1, 2];
  const next = [...get(block), ...small(1), ADD];
  const nextIsOpen = [...next, ...get(blocks), BELOW, ...next, ...loadByte(MARKS), IS_ZERO, AND];
  const cleanOne = [
    ...get(block), ...large(2 ** BLOCK_BITS), CALL, COPY, ...nextIsOpen, IF, NOTHING, ...next, ...small(OVERHANG), CALL, COPY, END,
    ...get(block), ...small(0), ...storeByte(MARKS),
  ];
  const cleanEight = [
    ...get(eight), ...set(block),
    LOOP, NOTHING, ...get(block), ...loadByte(MARKS), IF, NOTHING, ...cleanOne, END, ...next, ...tee(block), ...get(eight), ...small(8), ADD, BELOW, BRANCH_IF, 0, END,
  ];
  return [
    1, 2, I32, // two locals
    LOOP, NOTHING,
    ...get(eight), ...load64(MARKS), IS_ZERO_64, IS_ZERO, IF, NOTHING, ...cleanEight, END,
    ...get(eight), ...small(8), ADD, ...tee(eight), ...get(blocks), BELOW, BRANCH_IF, 0, END,
    END,
  ];
}

const [LOOP, IF, ELSE, END, BRANCH_IF, CALL] = [0x03, 0x04, 0x05, 0x0b, 0x0d, 0x10];
const [ADD, AND, SHIFT_LEFT, IS_ZERO, BELOW, EQUAL, IS_ZERO_64] = [0x6a, 0x71, 0x74, 0x45, 0x49, 0x46, 0x50];
const [I32, NOTHING] = [0x7f, 0x40];

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
/** A constant from -64 to 63. */
const small = (value: number): number[] => [0x41, value & 127];
/** One from 1024 to 8191. */
const large = (value: number): number[] => [0x41, (value & 127) | 128, value >> 7];
const loadByte = (memory: number): number[] => [0x2d, 0x40, memory, 0];
const storeByte = (memory: number): number[] => [0x3a, 0x40, memory, 0];
const load32 = (memory: number): number[] => [0x28, 0x42, memory, 0];
const load64 = (memory: number): number[] => [0x29, 0x43, memory, 0];
const copyFrom = (memory: number): number[] => [0xfc, 10, GUEST, memory];
