/// <reference path="../web-assembly.d.ts" />
/** The engine's WebAssembly, with a maximum written into its memory. That maximum holds whatever happens inside. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const PAGE = 65_536;

/** The whole way out of the guest. An engine that wants more is another engine than the one we looked at. */
const IMPORTS = [
  'env.host_call', 'env.host_get_timezone_offset', 'env.host_interrupt', 'env.host_module_load', 'env.host_module_normalize', 'env.host_promise_rejection',
  'wasi_snapshot_preview1.clock_time_get', 'wasi_snapshot_preview1.fd_close', 'wasi_snapshot_preview1.fd_fdstat_get',
  'wasi_snapshot_preview1.fd_seek', 'wasi_snapshot_preview1.fd_write', 'wasi_snapshot_preview1.random_get',
];

export type WasmModule = WebAssembly.Module;

export async function compileEngine(maximumBytes: number, file: string | URL = engineFile()): Promise<WasmModule> {
  const module = await WebAssembly.compile(capMemory(await readFile(file), Math.ceil(maximumBytes / PAGE)));
  const imports = WebAssembly.Module.imports(module).map(({ module, name }) => `${module}.${name}`).sort();
  if (imports.join() !== IMPORTS.join()) throw new Error(`The engine wants other imports than expected: ${imports.join(', ')}`);
  return module;
}

const engineFile = (): string => createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm');

/** Rewrites the memory section (id 5) of a module to (minimum as it was, maximum). */
export function capMemory(module: Uint8Array, maximumPages: number): Uint8Array<ArrayBuffer> {
  let at = 8; // after the magic number and the version
  while (at < module.length) {
    const length = readLeb(module, at + 1);
    const end = length.next + length.value;
    if (module[at] === 5) return Uint8Array.from(Buffer.concat([module.subarray(0, at), memorySection(module, length.next, maximumPages), module.subarray(end)]));
    at = end;
  }
  throw new Error('The engine’s WebAssembly has no memory section');
}

function memorySection(module: Uint8Array, at: number, maximumPages: number): Buffer {
  const count = readLeb(module, at);
  const minimum = readLeb(module, count.next + 1); // after the flags
  if (count.value !== 1 || minimum.value > maximumPages) throw new Error(`The engine needs ${minimum.value} pages of memory, more than the ${maximumPages} it may have`);
  const body = [1, 1, ...leb(minimum.value), ...leb(maximumPages)]; // one memory, with a maximum
  return Buffer.from([5, ...leb(body.length), ...body]);
}

function readLeb(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: at };
  }
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}
