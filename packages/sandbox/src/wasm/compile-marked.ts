/// <reference path="../web-assembly.d.ts" />
/** A build of QuickJS with marks, if it wants nothing but what we give it. `exports`: what we use of it. */
import { keepExports } from './keep-exports.ts';
import { markWrites } from './mark-writes.ts';

export async function compileMarked(bytes: Uint8Array, imports: readonly string[], exports: readonly string[]): Promise<WebAssembly.Module> {
  const module = await WebAssembly.compile(markWrites(keepExports(bytes, exports)));
  const found = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`).sort();
  if (found.join() !== [...imports].sort().join()) throw new Error(`The engine wants other imports than expected: ${found.join(', ')}`);
  return module;
}
