/// <reference path="../web-assembly.d.ts" />
/** A build of QuickJS with marks and without, if it wants nothing but what we give it. `exports`: what we use of it. */
import { keepExports } from './keep-exports.ts';
import { markWrites } from './mark-writes.ts';

/** The same engine twice: both do the same to their memory, address by address. */
export interface Modules {
  /** In it programs are called. */
  readonly marked: WebAssembly.Module;
  /** In it they are loaded: without marks that takes a quarter less time. */
  readonly plain: WebAssembly.Module;
}

export async function compileTwice(bytes: Uint8Array, imports: readonly string[], exports: readonly string[]): Promise<Modules> {
  const kept = keepExports(bytes, exports);
  const [marked, plain] = await Promise.all([WebAssembly.compile(markWrites(kept)), WebAssembly.compile(kept)]);
  return { marked: expecting(imports, marked), plain: expecting(imports, plain) };
}

function expecting(imports: readonly string[], module: WebAssembly.Module): WebAssembly.Module {
  const found = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`).sort();
  if (found.join() !== [...imports].sort().join()) throw new Error(`The engine wants other imports than expected: ${found.join(', ')}`);
  return module;
}
