/** Reads a zip file by its central directory, as whoever gets it does; not by the code that wrote it. */
import { crc32, inflateRawSync } from 'node:zlib';

export interface Unzipped { readonly path: string; readonly bytes: Buffer }

export function unzip(file: Buffer): readonly Unzipped[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('It is no zip file: it has no directory');
  const entries: Unzipped[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt32LE(at) !== 0x02014b50) throw new Error(`The directory is broken at ${at}`);
    const [method, sum, packed, size] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 16), file.readUInt32LE(at + 20), file.readUInt32LE(at + 24)];
    const [nameLength, extra, comment, local] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
    const path = file.subarray(at + 46, at + 46 + nameLength).toString();
    if (file.readUInt32LE(local) !== 0x04034b50 || file.subarray(local + 30, local + 30 + file.readUInt16LE(local + 26)).toString() !== path) throw new Error(`${path} is not where the directory says`);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = method === 8 ? inflateRawSync(file.subarray(start, start + packed)) : file.subarray(start, start + packed);
    if (bytes.length !== size || crc32(bytes) !== sum) throw new Error(`${path} is damaged`);
    entries.push({ path, bytes });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
