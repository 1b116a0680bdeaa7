/** Leaves a module only the exports that we use: V8 makes an object for each of them in every instance, which took longer than all else about a new one. */
import { leb, readerOf, section, SECTION, sectionsOf } from './binary.ts';

export function keepExports(module: Uint8Array, names: readonly string[]): Uint8Array {
  const exports = sectionsOf(module).find(({ id }) => id === SECTION.export);
  if (exports === undefined) throw new Error('The engine’s WebAssembly exports nothing');
  const found = entriesOf(module, exports.start);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0) throw new Error(`The engine does not export ${missing.join(', ')}`);
  const kept = names.map((name) => found.get(name) ?? new Uint8Array());
  return Buffer.concat([module.subarray(0, exports.at), section(exports.id, Buffer.concat([Uint8Array.from(leb(kept.length)), ...kept])), module.subarray(exports.end)]);
}

/** Each export as it is written: its name, its kind, and its number. */
function entriesOf(module: Uint8Array, start: number): Map<string, Uint8Array> {
  const reader = readerOf(module, start);
  return new Map(Array.from({ length: reader.number() }, () => {
    const at = reader.at;
    const length = reader.number();
    const name = Buffer.from(module.subarray(reader.at, reader.at + length)).toString('utf8');
    reader.skip(length + 1);
    reader.number();
    return [name, module.subarray(at, reader.at)];
  }));
}
