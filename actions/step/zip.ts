/** A zip file whose bytes depend on nothing but what is in it: no times, no order of a file system. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry { readonly path: string; readonly bytes: Buffer; readonly executable?: boolean }

/** 1 January 1980, the first day that zip knows. */
const DAY = 0x0021;
const UTF8 = 0x0800;
const DEFLATED = 8;
const UNIX = 3 << 8;

export function zip(entries: readonly Entry[]): Buffer {
  const sorted = [...entries].sort((one, other) => (one.path < other.path ? -1 : 1));
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes, executable = false } of sorted) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(bytes, { level: 9 });
    const facts = factsOf(bytes, packed, name);
    const local = Buffer.concat([numbers([4, 0x04034b50], [2, 20]), facts, numbers([2, 0]), name, packed]);
    const mode = (0o100000 | (executable ? 0o755 : 0o644)) * 0x10000;
    central.push(Buffer.concat([numbers([4, 0x02014b50], [2, UNIX | 20], [2, 20]), facts, numbers([2, 0], [2, 0], [2, 0], [2, 0], [4, mode], [4, offset]), name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...locals, directory, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, sorted.length], [2, sorted.length], [4, directory.length], [4, offset], [2, 0])]);
}

/** What stands in both places, up to the length of the name. */
const factsOf = (bytes: Buffer, packed: Buffer, name: Buffer): Buffer => numbers([2, UTF8], [2, DEFLATED], [2, 0], [2, DAY], [4, crc32(bytes)], [4, packed.length], [4, bytes.length], [2, name.length]);

/** Little-endian, each with its size. */
function numbers(...all: readonly (readonly [2 | 4, number])[]): Buffer {
  return Buffer.concat(all.map(([size, value]) => {
    const buffer = Buffer.alloc(size);
    buffer.writeUIntLE(value, 0, size);
    return buffer;
  }));
}
