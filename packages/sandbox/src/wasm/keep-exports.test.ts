import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { quickJsNgFile } from '../quickjs-ng/modules.ts';
import { keepExports } from './keep-exports.ts';

test('of an engine’s exports only those are left that we use', async () => {
  const engine = await readFile(quickJsNgFile());
  const module = new WebAssembly.Module(keepExports(engine, ['memory', 'wasm_malloc']));
  expect(Object.keys(new WebAssembly.Instance(module, importsOf(module)).exports)).toEqual(['memory', 'wasm_malloc']);
});

test('an engine that does not export what we use is refused', async () => {
  const engine = await readFile(quickJsNgFile());
  expect(() => keepExports(engine, ['memory', 'wasm_maloc'])).toThrow('The engine does not export wasm_maloc');
});

function importsOf(module: WebAssembly.Module): Record<string, Record<string, () => number>> {
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  return imports;
}
