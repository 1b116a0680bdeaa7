/// <reference path="../web-assembly.d.ts" />
/**
 * Writes back what a call has marked, from two memories that the guest cannot reach: one that all programs of a thread share, and the
 * program's own. It is WebAssembly itself, because a small call touches fifty blocks, and a copy that JavaScript asks for takes longer than its bytes.
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

/** Cleans the first so many blocks, a multiple of thirty-two. */
type Cleaner = (blocks: number) => void;

let compiled: WebAssembly.Module | null = null;

export function createCleaner(memories: Memories): Cleaner {
  compiled ??= new WebAssembly.Module(cleanerModule());
  const { exports } = new WebAssembly.Instance(compiled, { m: { ...memories } });
  return exports['clean'] as Cleaner; // see below
}

const MEMORIES = ['guest', 'marks', 'base', 'own'] as const satisfies readonly (keyof Memories)[];
const [GUEST, MARKS, BASE, OWN] = [0, 1, 2, 3];
const [COPY, COPY_HEAD, CLEAN] = [0, 1, 2]; // the functions, all of one number

function cleanerModule(): Uint8Array {
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const sized = (body: number[]): number[] => [...leb(body.length), ...body];
  return Buffer.concat([
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0),
    section(SECTION.type, [1, 0x60, 1, I32, 0]),
    section(SECTION.import, [MEMORIES.length, ...MEMORIES.flatMap((memory) => [...name('m'), ...name(memory), 2, 0, 0])]),
    section(SECTION.function, [3, 0, 0, 0]),
    section(SECTION.export, [1, ...name('clean'), 0, CLEAN]),
    section(SECTION.code, [3, ...sized(copy(2 ** BLOCK_BITS)), ...sized(copy(OVERHANG)), ...sized(clean())]),
  ]);
}

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

const [LOOP, IF, ELSE, END, BRANCH_IF, CALL] = [0x03, 0x04, 0x05, 0x0b, 0x0d, 0x10];
const [ADD, AND, SHIFT_LEFT, IS_ZERO, BELOW, EQUAL, IS_ZERO_64, OR_64] = [0x6a, 0x71, 0x74, 0x45, 0x49, 0x46, 0x50, 0x84];
const [I32, NOTHING] = [0x7f, 0x40];

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
/** A constant from -64 to 63. */
const small = (value: number): number[] => [0x41, value & 127];
const loadByte = (memory: number): number[] => [0x2d, 0x40, memory, 0];
const storeByte = (memory: number): number[] => [0x3a, 0x40, memory, 0];
const load32 = (memory: number): number[] => [0x28, 0x42, memory, 0];
const load64 = (memory: number, offset: readonly number[] = [0]): number[] => [0x29, 0x43, memory, ...offset];
const store64 = (memory: number, offset: readonly number[]): number[] => [0x37, 0x43, memory, ...offset];
