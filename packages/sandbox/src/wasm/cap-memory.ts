/** Writes a maximum into the memory that a module imports, or into its own, which becomes an import: the host makes it. That maximum holds whatever happens inside. */
import { leb, type Reader, readerOf, section, SECTION, type Section, sectionsOf } from './binary.ts';

export const PAGE = 65_536;

const MEMORY_KIND = 2;

/** `minimumPages`: of an imported memory, when the build asks for more than it needs. */
export function capMemory(module: Uint8Array, maximumPages: number, minimumPages?: number): Uint8Array {
  const sections = sectionsOf(module);
  const [memory, imports] = [SECTION.memory, SECTION.import].map((wanted) => sections.find(({ id }) => id === wanted));
  if (memory !== undefined && imports !== undefined) return moved(module, memory, imports, maximumPages);
  const limits = imports === undefined ? null : importedLimits(module, imports);
  if (imports === undefined || limits === null) throw new Error('The engine’s WebAssembly has no memory');
  const body = [module.subarray(imports.start, limits.start), Uint8Array.from(limitsOf(minimumPages ?? limits.minimum, maximumPages)), module.subarray(limits.end, imports.end)];
  return replaced(module, imports, section(imports.id, Buffer.concat(body)));
}

function replaced(module: Uint8Array, { at, end }: Section, by: Uint8Array): Uint8Array {
  return Buffer.concat([module.subarray(0, at), by, module.subarray(end)]);
}

/** As `env.memory`, behind the other imports. Its number stays the same. */
function moved(module: Uint8Array, memory: Section, imports: Section, maximumPages: number): Uint8Array {
  const own = readerOf(module, memory.start);
  const count = own.number();
  if (count !== 1) throw new Error(`The engine has ${count} memories, expected one`);
  const others = readerOf(module, imports.start);
  const more = Uint8Array.from(leb(others.number() + 1));
  const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
  const moving = Uint8Array.from([...name('env'), ...name('memory'), MEMORY_KIND, ...limitsOf(readLimits(own).minimum, maximumPages)]);
  const without = replaced(module, memory, new Uint8Array());
  return replaced(without, imports, section(imports.id, Buffer.concat([more, module.subarray(others.at, imports.end), moving])));
}

/** (with a maximum, minimum, maximum) */
function limitsOf(minimum: number, maximum: number): number[] {
  if (minimum > maximum) throw new Error(`The engine needs ${minimum} pages of memory, more than the ${maximum} it may have`);
  return [1, ...leb(minimum), ...leb(maximum)];
}

interface MemoryLimits { readonly start: number; readonly end: number; readonly minimum: number }

function readLimits(reader: Reader): MemoryLimits {
  const start = reader.at;
  const bounded = (reader.byte() & 1) === 1;
  const minimum = reader.number();
  if (bounded) reader.number();
  return { start, end: reader.at, minimum };
}

/** Where the limits of the imported memory are; the engines import nothing but functions beside it. */
function importedLimits(module: Uint8Array, { start }: Section): MemoryLimits | null {
  const reader = readerOf(module, start);
  for (let left = reader.number(); left > 0; left--) {
    for (const _ of ['module', 'name']) {
      const length = reader.number();
      reader.skip(length);
    }
    if (reader.byte() === MEMORY_KIND) return readLimits(reader);
    reader.number(); // the type of a function
  }
  return null;
}
