/** The engine's WebAssembly must be the one that was attacked and measured: another one is another engine. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export async function readPinned(file: string | URL, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  const found = hash('sha256', bytes);
  if (found !== sha256) throw new Error(`The engine ${String(file)} has the SHA-256 ${found}, expected ${sha256}; install the version that package.json names`);
  return bytes;
}
