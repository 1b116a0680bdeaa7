/**
 * Lets a module mark every block of its memory that it writes to, in a second memory that it cannot reach otherwise.
 * Cleaning an instance then costs what its last call has written, not the whole state of an engine: with a hundred programs
 * that state is cold, and copying it back took two thirds of a small call. The price is a quarter more time in the guest.
 *
 * A store becomes: marks[(address + offset) >> BLOCK_BITS] = 1, and the store.
 */
import { leb, type Reader, readerOf, section, SECTION, type Section, sectionsOf, signedLeb, skipImmediates } from './binary.ts';

export const BLOCK_BITS = 8;
/** So much of the next block a store may write that began in this one: whoever cleans takes it along. */
export const OVERHANG = 16;
/** Name of the export. */
export const MARKS = 'marks';

const MEMORY = 1; // after the module's own
const PAGES = 4; // enough marks for 64 MiB
const FIRST_STORE = 0x36;
const LAST_STORE = 0x3e;
const BULK = 0xfc;
const COPY = 10;
const FILL = 11;

export function markWrites(module: Uint8Array): Uint8Array {
  const sections = sectionsOf(module);
  const parameters = parametersOf(module, sections);
  const parts = sections.map((each) => {
    const body = module.subarray(each.start, each.end);
    switch (each.id) {
      case SECTION.memory: throw new Error('The engine has a memory of its own, expected an imported one');
      case SECTION.export: return section(each.id, withExport(body));
      case SECTION.code: return section(each.id, markedCode(module, each, parameters));
      default: return module.subarray(each.at, each.end);
    }
  });
  parts.splice(placeOfMemory(sections), 0, section(SECTION.memory, [1, 1, PAGES, PAGES]));
  return Buffer.concat([module.subarray(0, 8), ...parts]);
}

/** There is no such section yet, because the engine imports its memory. It stands behind types, imports, functions and tables. */
function placeOfMemory(sections: readonly Section[]): number {
  return sections.findIndex(({ id }) => id > SECTION.memory);
}

function withExport(body: Uint8Array): Uint8Array {
  const reader = readerOf(body, 0);
  const count = reader.number();
  return Buffer.concat([Uint8Array.from(leb(count + 1)), body.subarray(reader.at), Uint8Array.of(MARKS.length), Buffer.from(MARKS), Uint8Array.of(2, MEMORY)]);
}

/** How many parameters each function has: its locals are numbered behind them. */
function parametersOf(module: Uint8Array, sections: readonly Section[]): number[] {
  const types = list(module, sections, SECTION.type, (reader) => {
    reader.skip(1); // a function
    const count = reader.number();
    reader.skip(count);
    const results = reader.number();
    reader.skip(results);
    return count;
  });
  return list(module, sections, SECTION.function, (reader) => types[reader.number()] ?? 0);
}

function list<T>(module: Uint8Array, sections: readonly Section[], wanted: number, read: (reader: Reader) => T): T[] {
  const found = sections.find(({ id }) => id === wanted);
  if (found === undefined) return [];
  const reader = readerOf(module, found.start);
  return Array.from({ length: reader.number() }, () => read(reader));
}

function markedCode(module: Uint8Array, { start }: Section, parameters: readonly number[]): Uint8Array {
  const reader = readerOf(module, start);
  const count = reader.number();
  const functions = Array.from({ length: count }, (_, n) => {
    const size = reader.number();
    const body = markedFunction(module.subarray(reader.at, reader.at + size), parameters[n] ?? 0);
    reader.skip(size);
    return Buffer.concat([Uint8Array.from(leb(body.length)), body]);
  });
  return Buffer.concat([Uint8Array.from(leb(count)), ...functions]);
}

function markedFunction(body: Uint8Array, parameters: number): Uint8Array {
  const reader = readerOf(body, 0);
  const groups = reader.number();
  const afterCount = reader.at;
  let locals = parameters;
  for (let left = groups; left > 0; left--) {
    locals += reader.number();
    reader.skip(1);
  }
  const declared = body.subarray(afterCount, reader.at);
  const code = markedInstructions(body, reader, scratchFrom(locals));
  return Buffer.concat([Uint8Array.from(leb(groups + OURS.length / 2)), declared, Uint8Array.from(OURS), ...code]);
}

/** Locals of ours, behind the function's own: (count, type) each. */
const OURS = [3, 0x7f, 1, 0x7e, 1, 0x7d, 1, 0x7c]; // three i32, one i64, f32, f64
const scratchFrom = (first: number) => ({ address: first, second: first + 1, length: first + 2, i64: first + 3, f32: first + 4, f64: first + 5 });
type Scratch = ReturnType<typeof scratchFrom>;

/** Slices of what was there, with our marks between them. */
function markedInstructions(body: Uint8Array, reader: Reader, scratch: Scratch): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = reader.at;
  const insertBefore = (at: number, code: readonly number[]): void => {
    parts.push(body.subarray(from, at), Uint8Array.from(code));
    from = at;
  };
  while (reader.at < body.length) {
    const at = reader.at;
    const opcode = reader.byte();
    if (opcode === BULK) {
      if (isRange(reader)) insertBefore(at, markRange(scratch));
    } else if (opcode >= FIRST_STORE && opcode <= LAST_STORE) {
      reader.number(); // the alignment
      insertBefore(at, markStore(reader.number(), valueOf(opcode, scratch)));
    } else {
      skipImmediates(opcode, reader);
    }
  }
  return [...parts, body.subarray(from)];

  function markStore(offset: number, value: number): number[] {
    const moved = offset === 0 ? [] : [...constant(offset), ADD];
    return [...set(value), ...tee(scratch.address), ...get(scratch.address), ...moved, ...block, ...constant(1), STORE8, 0x40, MEMORY, 0, ...get(value)];
  }
}

/** Whether the instruction fills or copies memory. Others of its kind convert numbers; all else is refused, because nobody marks it. */
function isRange(reader: Reader): boolean {
  const kind = reader.number();
  if (kind < 8) return false;
  if (kind !== COPY && kind !== FILL) throw new Error(`The engine uses the bulk instruction ${kind}, which we do not know`);
  reader.skip(kind === COPY ? 2 : 1);
  return true;
}

/** The stack holds where to, what or where from, and how much. One block too many may be marked. */
function markRange({ address, second, length }: Scratch): number[] {
  const first = [...get(address), ...block];
  const blocks = [...get(address), ...get(length), ADD, ...block, ...first, SUBTRACT, ...constant(1), ADD];
  return [...set(length), ...set(second), ...set(address), ...first, ...constant(1), ...blocks, BULK, FILL, MEMORY, ...get(address), ...get(second), ...get(length)];
}

function valueOf(opcode: number, { second, i64, f32, f64 }: Scratch): number {
  switch (opcode) {
    case 0x36: case 0x3a: case 0x3b: return second;
    case 0x38: return f32;
    case 0x39: return f64;
    default: return i64;
  }
}

const ADD = 0x6a;
const SUBTRACT = 0x6b;
const STORE8 = 0x3a;
const get = (local: number): number[] => [0x20, ...leb(local)];
const set = (local: number): number[] => [0x21, ...leb(local)];
const tee = (local: number): number[] => [0x22, ...leb(local)];
const constant = (value: number): number[] => [0x41, ...signedLeb(value | 0)];
const block = [...constant(BLOCK_BITS), 0x76]; // address → its block
