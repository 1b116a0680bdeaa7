/// <reference path="../web-assembly.d.ts" />
/** A build of QuickJS with marks, if it wants nothing but what we give it. */
import { markWrites } from './mark-writes.ts';

export async function compileMarked(bytes: Uint8Array, imports: readonly string[]): Promise<WebAssembly.Module> {
  const module = await WebAssembly.compile(markWrites(bytes));
  const found = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`).sort();
  if (found.join() !== [...imports].sort().join()) throw new Error(`The engine wants other imports than expected: ${found.join(', ')}`);
  return module;
}
