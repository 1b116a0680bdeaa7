/// <reference path="../web-assembly.d.ts" />
/**
 * The memory of a loaded program, so that every call starts from the same state. It holds only the blocks in which the program
 * differs from the engine that nothing was loaded into yet, and all programs of a thread share that one.
 */
import { createCleaner } from '../wasm/cleaner.ts';
import { createComparer } from '../wasm/comparer.ts';
import { BLOCK_BITS } from '../wasm/mark-writes.ts';
import { type Machine, type MarkedMachine, type Twins, uncleanable, vacant } from './machine.ts';

const BLOCK = 2 ** BLOCK_BITS;
const PAGE = 65_536;
const EMPTY = Buffer.alloc(BLOCK);

/** The engine before anything was loaded. */
export interface Base {
  /** WebAssembly, so that a cleaner can copy from it. It grows with the largest image. */
  readonly memory: WebAssembly.Memory;
  /** For each block: 1 when it holds nothing but zeros. */
  readonly empty: Uint8Array;
  /** Blocks that a new instance has and this has not; null until the first instance is filled. */
  stale: readonly number[] | null;
  /** For the next large image: to get new pages from the system takes ten times as long as to copy into them. */
  room: Room | null;
}

interface Room { readonly memory: WebAssembly.Memory; pages: number }

/** About what a program of 50 kB takes. */
const ROOM_PAGES = 16;
/** So many are got at once. */
const FEW_PAGES = 4;

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
  const kept = Buffer.from(memory.buffer);
  const [stackStart, stackEnd] = stackOf(machine);
  const isStack = (at: number): boolean => at >= stackStart && at < stackEnd;
  const empty = Uint8Array.from({ length: found.length / BLOCK }, (_, block) => (isStack(block * BLOCK) || isEmpty(found, block * BLOCK) ? 1 : 0));
  for (const [block, none] of empty.entries()) if (none === 0) found.copy(kept, block * BLOCK, block * BLOCK, (block + 1) * BLOCK);
  return imageOf(machine, { memory, empty, stale: null, room: null }, []);
}

/** Its own is all in which it differs from the base. */
export function takeImage(machine: MarkedMachine, { base }: Image): Image {
  markDifferences(machine, base);
  const { blocks } = machine.marks;
  const count = machine.views.bytes().length / BLOCK;
  const changed: number[] = [];
  for (let block = 0; block < count; block++) if (blocks[block] === 1) changed.push(block);
  blocks.fill(0, 0, count); // they are as in the image now
  return imageOf(machine, base, changed);
}

/** Those of the base; what is in the stack between two calls means nothing. */
function markDifferences(machine: MarkedMachine, base: Base): void {
  const { length } = machine.views.bytes();
  const { memory: guest, marks: { memory: marks, blocks } } = machine;
  const [stackStart, stackEnd] = stackOf(machine);
  growTo(base, length);
  const compare = createComparer({ guest, marks, base: base.memory });
  compare(0, stackStart / BLOCK);
  blocks.fill(0, stackStart / BLOCK, stackEnd / BLOCK);
  compare(stackEnd / BLOCK, length / BLOCK);
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
  return room.memory;
}

/** A piece of it, to be called while nobody waits. False when all is there. */
export function makeRoom(base: Base): boolean {
  const room = (base.room ??= { memory: new WebAssembly.Memory({ initial: ROOM_PAGES }), pages: 0 });
  if (room.pages === ROOM_PAGES) return false;
  Buffer.from(room.memory.buffer, room.pages * PAGE, FEW_PAGES * PAGE).fill(0);
  room.pages += FEW_PAGES;
  return true;
}

/** Whole blocks of it. */
function stackOf({ stackPointer, stackBytes }: Machine): [number, number] {
  return [Math.ceil((stackPointer - stackBytes) / BLOCK) * BLOCK, Math.floor(stackPointer / BLOCK) * BLOCK];
}

/** Fills a new instance. What is empty on both sides is not touched, so that it takes no memory. */
export function fill(image: Image, machine: MarkedMachine): void {
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

/** Makes every byte what it was before anything was loaded, whatever was written and by whom. False when the memory has grown. */
export function renew({ loader, caller }: Twins, { base, length, stackPointer }: Image): boolean {
  const bytes = caller.views.bytes();
  if (bytes.length !== length) return false;
  Buffer.from(base.memory.buffer).copy(bytes, 0, 0, length);
  caller.marks.blocks.fill(0, 0, length / BLOCK);
  caller.clean = uncleanable;
  for (const machine of [loader, caller]) {
    machine.stackPointer = stackPointer;
    Object.assign(machine.tenancy, vacant());
  }
  return true;
}

/**
 * From now on cleaning means to be like the image: what was marked is as before. False when the memory has grown: the allocator of the
 * image knows nothing of the new part, and would lose it.
 */
export function belong(machine: MarkedMachine, { length, base, own, places, stackPointer }: Image): void {
  growTo(base, length);
  const clean = createCleaner({ guest: machine.memory, marks: machine.marks.memory, base: base.memory, own });
  machine.clean = () => {
    if (machine.views.bytes().length !== length) return false;
    clean(places.length);
    machine.stackPointer = stackPointer;
    return true;
  };
}

function growTo({ memory }: Base, length: number): void {
  memory.grow(Math.max(0, (length - memory.buffer.byteLength) / PAGE));
}

function isEmpty(bytes: Buffer, at: number): boolean {
  return bytes.compare(EMPTY, 0, BLOCK, at, at + BLOCK) === 0;
}
