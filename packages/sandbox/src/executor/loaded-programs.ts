/** The programs that a thread holds, up to a number of bytes. Who was not called for longest goes, and is sent again when somebody calls it. */
import type { EngineProgram } from '../engine.ts';

export function createLoadedPrograms(mostBytes: number) {
  const programs = new Map<number, { readonly program: EngineProgram; readonly bytes: number }>(); // in the order of their last use
  let total = 0;

  function drop(id: number): void {
    const known = programs.get(id);
    if (known === undefined) return;
    programs.delete(id);
    total -= known.bytes;
    known.program.drop();
  }

  return Object.freeze({
    find(id: number): EngineProgram | null {
      const known = programs.get(id);
      if (known === undefined) return null;
      programs.delete(id);
      programs.set(id, known);
      return known.program;
    },
    keep(id: number, program: EngineProgram): void {
      drop(id);
      const bytes = program.bytes();
      programs.set(id, { program, bytes });
      total += bytes;
      for (const oldest of programs.keys()) {
        if (total <= mostBytes || oldest === id) return;
        drop(oldest);
      }
    },
    drop,
  });
}
