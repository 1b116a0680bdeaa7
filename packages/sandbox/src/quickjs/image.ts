/// <reference path="../web-assembly.d.ts" />
/**
 * The memory of a loaded program, so that every call starts from the same state. It holds only the blocks in which the program
 * differs from the engine that nothing was loaded into yet, and all programs of a thread share that one.
 */
import { createCleaner } from '../wasm/cleaner.ts';
import { BLOCK_BITS } from '../wasm/mark-writes.ts';
import { type Views, viewsOf } from '../wasm/views.ts';
import type { Machine } from './machine.ts';

const BLOCK = 2 ** BLOCK_BITS;
const PAGE = 65_536;
const EMPTY = Buffer.alloc(BLOCK);

/** The engine before anything was loaded. */
export interface Base {
  /** WebAssembly, so that a cleaner can copy from it. It grows with the largest image. */
  readonly memory: WebAssembly.Memory;
  readonly views: Views;
  /** For each block: 1 when it holds nothing but zeros. */
  readonly empty: Uint8Array;
  /** Blocks that a new instance has and this has not; null until the first instance is filled. */
  stale: readonly number[] | null;
  /** For the next large image: to get new pages from the system takes as long as to copy into them twice over. */
  room: WebAssembly.Memory | null;
}

/** About what a program of 50 kB takes. */
const ROOM_PAGES = 16;

export interface Image {
  readonly length: number;
  readonly stackPointer: number;
  readonly base: Base;
  /** The places, and the blocks that are not the base's. */
  readonly own: WebAssembly.Memory;
  /** Where in `own` each block is, or -1 when it is the base's. */
  readonly places: Int32Array;
  /** What it takes by itself. */
  readonly bytes: number;
}

export function takeBase(machine: Machine): Image {
  const found = machine.views.bytes();
  const memory = new WebAssembly.Memory({ initial: found.length / PAGE });
  const views = viewsOf(memory);
  const kept = views.bytes();
  const [stackStart, stackEnd] = stackOf(machine);
  const isStack = (at: number): boolean => at >= stackStart && at < stackEnd;
  const empty = Uint8Array.from({ length: found.length / BLOCK }, (_, block) => (isStack(block * BLOCK) || isEmpty(found, block * BLOCK) ? 1 : 0));
  for (const [block, none] of empty.entries()) if (none === 0) found.copy(kept, block * BLOCK, block * BLOCK, (block + 1) * BLOCK);
  return imageOf(machine, { memory, views, empty, stale: null, room: null }, []);
}

/** Its own is what it has marked, and what was its own in the image that it belongs to; a store may also have ended in the block behind. */
export function takeImage(machine: Machine, { base, places }: Image): Image {
  const bytes = machine.views.bytes();
  const { blocks } = machine.marks;
  const [stackStart, stackEnd] = stackOf(machine);
  const changed: number[] = [];
  for (let block = 0, at = 0; at < bytes.length; block++, at += BLOCK) {
    if (at >= stackStart && at < stackEnd) continue;
    const own = blocks[block] === 1 || (places[block] ?? -1) !== -1;
    if (own || (blocks[block - 1] === 1 && !isBase(base, bytes, at))) changed.push(block);
  }
  for (const block of changed) blocks[block] = 0; // they are as in the image now
  return imageOf(machine, base, changed);
}

/** `changed`: the blocks that are its own. */
function imageOf({ views, stackPointer }: Machine, base: Base, changed: readonly number[]): Image {
  const bytes = views.bytes();
  const blocks = bytes.length / BLOCK;
  const begin = blocks * Int32Array.BYTES_PER_ELEMENT;
  const size = begin + changed.length * BLOCK;
  const own = roomFor(base, Math.ceil(size / PAGE));
  const places = new Int32Array(own.buffer, 0, blocks).fill(-1);
  const kept = Buffer.from(own.buffer);
  for (let n = 0, run = 0; n < changed.length; n++) {
    const block = changed[n] ?? 0;
    places[block] = begin + n * BLOCK;
    if (changed[n + 1] === block + 1) continue;
    bytes.copy(kept, begin + run * BLOCK, (changed[run] ?? 0) * BLOCK, (block + 1) * BLOCK); // blocks side by side at once
    run = n + 1;
  }
  return { length: bytes.length, stackPointer, base, own, places, bytes: size };
}

/** Small images don't take the large room. */
function roomFor(base: Base, pages: number): WebAssembly.Memory {
  const { room } = base;
  if (room === null || pages > ROOM_PAGES || pages < ROOM_PAGES / 2) return new WebAssembly.Memory({ initial: pages });
  base.room = null;
  return room;
}

/** To be called while nobody waits. False when it is there. */
export function makeRoom(base: Base): boolean {
  if (base.room !== null) return false;
  base.room = new WebAssembly.Memory({ initial: ROOM_PAGES });
  Buffer.from(base.room.buffer).fill(0);
  return true;
}

/** Whole blocks of it. */
function stackOf({ stackPointer, stackBytes }: Machine): [number, number] {
  return [Math.ceil((stackPointer - stackBytes) / BLOCK) * BLOCK, Math.floor(stackPointer / BLOCK) * BLOCK];
}

function isBase({ views }: Base, bytes: Buffer, at: number): boolean {
  const memory = views.bytes();
  return at < memory.length ? bytes.compare(memory, at, at + BLOCK, at, at + BLOCK) === 0 : isEmpty(bytes, at);
}

/** Fills a new instance. What is empty on both sides is not touched, so that it takes no memory. */
export function fill(image: Image, machine: Machine): void {
  const { memory } = machine;
  const { base, places } = image;
  memory.grow((image.length - memory.buffer.byteLength) / PAGE);
  base.stale ??= staleBlocks(base, machine.views.bytes());
  const { blocks } = machine.marks;
  for (let block = 0; block < places.length; block++) blocks[block] = places[block] !== -1 || base.empty[block] === 0 ? 1 : 0;
  for (const block of base.stale) blocks[block] = 1;
  belong(machine, image);
  machine.clean();
}

/** What a new instance has and the base has not: tables that the engine fills anew when it starts. Every instance begins with the same. */
function staleBlocks({ empty }: Base, bytes: Buffer): number[] {
  return [...empty.keys()].filter((block) => empty[block] === 1 && !isEmpty(bytes, block * BLOCK));
}

/**
 * From now on cleaning means to be like the image: what was marked is as before. False when the memory has grown: the allocator of the
 * image knows nothing of the new part, and would lose it.
 */
export function belong(machine: Machine, { length, base, own, places, stackPointer }: Image): void {
  base.memory.grow(Math.max(0, (length - base.memory.buffer.byteLength) / PAGE));
  const clean = createCleaner({ guest: machine.memory, marks: machine.marks.memory, base: base.memory, own });
  machine.clean = () => {
    if (machine.views.bytes().length !== length) return false;
    clean(places.length);
    machine.stackPointer = stackPointer;
    return true;
  };
}

function isEmpty(bytes: Buffer, at: number): boolean {
  return bytes.compare(EMPTY, 0, BLOCK, at, at + BLOCK) === 0;
}
