/** What the first bytes of a program say it is, and whether macOS on Apple silicon would start it: only what is signed runs there, be it by nobody. */
import { createHash } from 'node:crypto';

/** In Go's words, such as `windows_arm64`. */
export function platformOf(program: Buffer): string {
  if (program.readUInt32BE(0) === 0x7f454c46) return `linux_${{ 0x3e: 'amd64', 0xb7: 'arm64' }[program.readUInt16LE(18)] ?? 'other'}`;
  if (program.readUInt32LE(0) === 0xfeedfacf) return `darwin_${{ 0x01000007: 'amd64', 0x0100000c: 'arm64' }[program.readUInt32LE(4)] ?? 'other'}`;
  if (program.toString('latin1', 0, 2) === 'MZ') return `windows_${{ 0x8664: 'amd64', 0xaa64: 'arm64' }[program.readUInt16LE(program.readUInt32LE(0x3c) + 4)] ?? 'other'}`;
  return 'no program';
}

const CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;

/** Whether each page of a Mach-O program is what its signature says. */
export function isSigned(program: Buffer): boolean {
  const blob = signatureOf(program);
  if (blob === undefined) return false;
  const directory = directoryIn(blob);
  if (directory === undefined) return false;
  const [hashes, count, limit] = [directory.readUInt32BE(16), directory.readUInt32BE(28), directory.readUInt32BE(32)];
  const [size, page] = [directory.readUInt8(36), 2 ** directory.readUInt8(39)];
  for (let i = 0; i < count; i++) {
    const found = createHash('sha256').update(program.subarray(i * page, Math.min((i + 1) * page, limit))).digest();
    if (!found.subarray(0, size).equals(directory.subarray(hashes + i * size, hashes + (i + 1) * size))) return false;
  }
  return count > 0;
}

function signatureOf(program: Buffer): Buffer | undefined {
  for (let left = program.readUInt32LE(16), at = 32; left > 0; left--, at += program.readUInt32LE(at + 4)) {
    if (program.readUInt32LE(at) === CODE_SIGNATURE) return program.subarray(program.readUInt32LE(at + 8), program.readUInt32LE(at + 8) + program.readUInt32LE(at + 12));
  }
  return undefined;
}

function directoryIn(blob: Buffer): Buffer | undefined {
  for (let i = 0; i < blob.readUInt32BE(8); i++) {
    const at = blob.readUInt32BE(16 + 8 * i);
    if (blob.readUInt32BE(at) === CODE_DIRECTORY) return blob.subarray(at);
  }
  return undefined;
}
