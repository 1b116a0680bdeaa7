/** The parts of the WebAssembly binary format that we read and write: numbers, sections, and how long each instruction is. */

export interface Section { readonly id: number; readonly at: number; readonly start: number; readonly end: number }

export const SECTION = { type: 1, import: 2, function: 3, memory: 5, export: 7, code: 10 } as const;

export interface Reader {
  at: number;
  byte(): number;
  number(): number;
  skip(bytes: number): void;
}

/** Reads from a place onwards. */
export function readerOf(bytes: Uint8Array, start: number): Reader {
  const reader: Reader = Object.seal({
    at: start,
    byte() {
      const value = bytes[reader.at++];
      if (value === undefined) throw new Error('The WebAssembly ends in the middle');
      return value;
    },
    number() {
      for (let value = 0, scale = 1; ; scale *= 128) {
        const byte = reader.byte();
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    },
    skip(count: number) { reader.at += count; },
  });
  return reader;
}

export function sectionsOf(module: Uint8Array): Section[] {
  const sections: Section[] = [];
  for (let at = 8; at < module.length;) { // after the magic number and the version
    const reader = readerOf(module, at);
    const id = reader.byte();
    const length = reader.number();
    sections.push({ id, at, start: reader.at, end: reader.at + length });
    at = reader.at + length;
  }
  return sections;
}

/** An unsigned number. */
export function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(Math.floor(value / 128))];
}

/** A signed number of 32 bits. */
export function signedLeb(value: number): number[] {
  const low = value & 127;
  const rest = value >> 7;
  const last = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
  return last ? [low] : [low | 128, ...signedLeb(rest)];
}

export function section(id: number, body: Uint8Array | readonly number[]): Uint8Array {
  return Buffer.concat([Uint8Array.from([id, ...leb(body.length)]), Uint8Array.from(body)]);
}

/** Goes behind the immediates of an instruction that has been read. Instructions that the engines do not use are refused: we would not know what they write. */
export function skipImmediates(opcode: number, reader: Reader): void {
  const shape = SHAPES[opcode];
  if (shape === undefined) throw new Error(`The engine uses the instruction 0x${opcode.toString(16)}, which we do not know`);
  switch (shape) {
    case 'none': return;
    case 'byte': return reader.skip(1);
    case 'one': return void reader.number();
    case 'two': return void [reader.number(), reader.number()];
    case 'f32': return reader.skip(4);
    case 'f64': return reader.skip(8);
    case 'block': return blockType(reader);
    case 'table': for (let left = reader.number() + 1; left > 0; left--) reader.number(); return;
    default: shape satisfies never;
  }
}

/** A value type is one byte with bit 6 set; else it is the number of a type. */
function blockType(reader: Reader): void {
  if ((reader.byte() & 0xc0) === 0x40) return;
  reader.at--;
  reader.number();
}

type Shape = 'none' | 'byte' | 'one' | 'two' | 'f32' | 'f64' | 'block' | 'table';

const SHAPES: Readonly<Record<number, Shape>> = Object.fromEntries([
  ...each(0x00, 0x01, 'none'), // unreachable, nop
  ...each(0x02, 0x04, 'block'), // block, loop, if
  [0x05, 'none'], [0x0b, 'none'], [0x0c, 'one'], [0x0d, 'one'], [0x0e, 'table'], [0x0f, 'none'], // else, end, branches, return
  [0x10, 'one'], [0x11, 'two'], // calls
  [0x1a, 'none'], [0x1b, 'none'], // drop, select
  ...each(0x20, 0x24, 'one'), // locals and globals
  ...each(0x28, 0x3e, 'two'), // loads and stores
  [0x3f, 'byte'], [0x40, 'byte'], // memory.size, memory.grow
  [0x41, 'one'], [0x42, 'one'], [0x43, 'f32'], [0x44, 'f64'], // constants
  ...each(0x45, 0xc4, 'none'), // arithmetic
]);

function each(from: number, to: number, shape: Shape): [number, Shape][] {
  return Array.from({ length: to - from + 1 }, (_, n) => [from + n, shape]);
}
