/** Which programs a thread or a process was given, so that a source travels once. The one that was not called for longest is dropped first. */
import type { ProgramSource } from './job.ts';

export function createHeldPrograms(most: number, drop: (program: number) => void) {
  const held = new Map<number, true>(); // in the order of their last use
  return Object.freeze({
    /** The source, if it is not there yet. */
    hold({ id, source }: ProgramSource): string | null {
      const known = held.delete(id);
      held.set(id, true);
      const oldest = held.size > most ? held.keys().next().value : undefined;
      if (oldest !== undefined) {
        held.delete(oldest);
        drop(oldest);
      }
      return known ? null : source;
    },
    forget(program: number): void { held.delete(program); },
  });
}
