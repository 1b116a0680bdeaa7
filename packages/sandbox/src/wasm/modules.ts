/// <reference path="../web-assembly.d.ts" />
/** A build of QuickJS, compiled twice: as it is for loading programs, and with marks for calls. The layout of the memory is the same. */
import { markWrites } from './mark-writes.ts';

export interface EngineModules {
  readonly load: WebAssembly.Module;
  readonly call: WebAssembly.Module;
}

export async function compileModules(bytes: Uint8Array, imports: readonly string[]): Promise<EngineModules> {
  const [load, call] = await Promise.all([WebAssembly.compile(bytes), WebAssembly.compile(markWrites(bytes))]);
  const found = WebAssembly.Module.imports(load).map(({ module, name }) => `${module}.${name}`).sort();
  if (found.join() !== [...imports].sort().join()) throw new Error(`The engine wants other imports than expected: ${found.join(', ')}`);
  return { load, call };
}
