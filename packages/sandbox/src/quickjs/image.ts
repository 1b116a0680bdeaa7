/**
 * The memory of a loaded program, so that every call starts from the same state. It holds only the blocks in which the program
 * differs from the engine that nothing was loaded into yet, and all programs of a thread share that one.
 */
import { BLOCK_BITS, OVERHANG } from '../wasm/mark-writes.ts';
import type { Machine } from './machine.ts';

const BLOCK = 2 ** BLOCK_BITS;
const PAGE = 65_536;
const EMPTY = Buffer.alloc(PAGE);

/** The engine before anything was loaded. */
export interface Base {
  readonly memory: Buffer;
  /** For each block: 1 when it holds nothing but zeros. */
  readonly empty: Uint8Array;
  /** Blocks that a new instance has and this has not; null until the first instance is filled. */
  stale: readonly number[] | null;
}

export interface Image {
  readonly length: number;
  readonly stackPointer: number;
  readonly base: Base;
  readonly own: Buffer;
  /** Where each block is: its place in `own`, or -1 for the one of the base. */
  readonly places: Int32Array;
}

/** Bytes that an image takes by itself. */
export const weightOf = ({ own, places }: Image): number => own.length + places.byteLength;

export function takeBase(machine: Machine): Image {
  const memory = Buffer.from(Buffer.from(machine.memory.buffer));
  memory.fill(0, ...stackOf(machine));
  const empty = Uint8Array.from({ length: memory.length / BLOCK }, (_, block) => (isEmpty(memory, block * BLOCK, BLOCK) ? 1 : 0));
  const used = (empty.lastIndexOf(0) + 1) * BLOCK;
  const base: Base = { memory: Buffer.from(memory.subarray(0, used)), empty, stale: null };
  return { length: memory.length, stackPointer: machine.stackPointer, base, own: Buffer.alloc(0), places: new Int32Array(empty.length).fill(-1) };
}

/** Pages are compared first: most of them are as they were. */
export function takeImage(machine: Machine, { base }: Image): Image {
  const bytes = Buffer.from(machine.memory.buffer);
  const [stackStart, stackEnd] = stackOf(machine);
  const places = new Int32Array(bytes.length / BLOCK).fill(-1);
  const changed: Buffer[] = [];
  for (let page = 0; page < bytes.length; page += PAGE) {
    const isStack = page >= stackStart && page + PAGE <= stackEnd;
    if (isStack || isBase(base, bytes, page, PAGE)) continue;
    for (let at = page; at < page + PAGE; at += BLOCK) {
      if (at >= stackStart && at < stackEnd) continue;
      if (!isBase(base, bytes, at, BLOCK)) places[at / BLOCK] = changed.push(bytes.subarray(at, at + BLOCK)) * BLOCK - BLOCK;
    }
  }
  return { length: bytes.length, stackPointer: machine.stackPointer, base, own: Buffer.concat(changed), places };
}

/** Whole blocks of it. */
function stackOf({ stackPointer, stackBytes }: Machine): [number, number] {
  return [Math.ceil((stackPointer - stackBytes) / BLOCK) * BLOCK, Math.floor(stackPointer / BLOCK) * BLOCK];
}

function isBase({ memory }: Base, bytes: Buffer, at: number, length: number): boolean {
  if (at >= memory.length) return isEmpty(bytes, at, length);
  const there = Math.min(length, memory.length - at);
  return bytes.subarray(at, at + there).equals(memory.subarray(at, at + there)) && (there === length || isEmpty(bytes, at + there, length - there));
}

/** Fills a new instance. What is empty on both sides is not touched, so that it takes no memory. */
export function fill(image: Image, machine: Machine): void {
  const { memory } = machine;
  const { base, places } = image;
  memory.grow((image.length - memory.buffer.byteLength) / PAGE);
  const bytes = Buffer.from(memory.buffer);
  for (const block of (base.stale ??= staleBlocks(base, bytes))) if (places[block] === -1) bytes.fill(0, block * BLOCK, (block + 1) * BLOCK);
  const isThere = (block: number): boolean => places[block] !== -1 || base.empty[block] === 0;
  for (let block = 0; block < places.length;) {
    let end = block;
    while (end < places.length && isThere(end)) end++;
    if (end > block) copyBlocks(image, bytes, block, end);
    block = end + 1;
  }
  machine.stackPointer = image.stackPointer;
  machine.marks.fill(0);
}

/** What a new instance has and the base has not: tables that the engine fills anew when it starts. Every instance begins with the same. */
function staleBlocks({ memory, empty }: Base, bytes: Buffer): number[] {
  const blocks = Array.from({ length: memory.length / BLOCK }, (_, block) => block);
  return blocks.filter((block) => empty[block] === 1 && !isEmpty(bytes, block * BLOCK, BLOCK));
}

/**
 * After a call: what it has marked is as before. False when the memory has grown: the allocator of the image knows nothing of
 * the new part, and would lose it.
 */
export function writeBack(image: Image, machine: Machine): boolean {
  const { memory } = machine;
  if (memory.buffer.byteLength !== image.length) return false;
  const bytes = Buffer.from(memory.buffer);
  const marks = machine.marks.subarray(0, image.places.length);
  for (let first = marks.indexOf(1); first !== -1;) {
    const next = marks.indexOf(0, first);
    const end = next === -1 ? marks.length : next;
    copyBlocks(image, bytes, first, end);
    if (next !== -1) copyBlocks(image, bytes, end, end + 1, OVERHANG);
    marks.fill(0, first, end);
    first = marks.indexOf(1, end);
  }
  machine.stackPointer = image.stackPointer;
  return true;
}

/** `bytes`: how much of the last block. Neighbours that lie together are copied together. */
function copyBlocks({ base, own, places }: Image, memory: Buffer, first: number, end: number, bytes = BLOCK): void {
  for (let from = first; from < end; ) {
    const place = places[from] ?? -1;
    let to = from + 1;
    while (to < end && places[to] === (place === -1 ? -1 : place + (to - from) * BLOCK)) to++;
    const length = (to - from - 1) * BLOCK + (to === end ? bytes : BLOCK);
    if (place === -1) copyBase(base.memory, memory, from * BLOCK, length);
    else own.copy(memory, from * BLOCK, place, place + length);
    from = to;
  }
}

function copyBase(base: Buffer, memory: Buffer, at: number, length: number): void {
  const there = Math.max(0, Math.min(length, base.length - at));
  if (there > 0) base.copy(memory, at, at, at + there);
  if (there < length) memory.fill(0, at + there, at + length);
}

function isEmpty(bytes: Buffer, at: number, length: number): boolean {
  return bytes.subarray(at, at + length).equals(EMPTY.subarray(0, length));
}
