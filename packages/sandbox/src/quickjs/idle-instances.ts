/** Clean instances that wait for the next call of their program. There are only so many in a thread: who was idle longest goes first. */
import type { EngineInstance } from '../engine.ts';

export interface IdleInstances { line(): Line }

/** Those of one program. */
export interface Line {
  take(): EngineInstance | undefined;
  put(instance: EngineInstance, bytes: number): void;
  /** Whether it was there. */
  remove(instance: EngineInstance): boolean;
  clear(): void;
}

const MOST_IN_LINE = 2;
/** About what an instance takes beside its program's own image. */
const ENGINE_BYTES = 400_000;

export function createIdleInstances(mostBytes: number): IdleInstances {
  const all = new Map<EngineInstance, { readonly bytes: number; readonly line: EngineInstance[] }>(); // in the order of their last use
  let total = 0;

  function forget(instance: EngineInstance): void {
    const known = all.get(instance);
    if (known === undefined) return;
    all.delete(instance);
    total -= known.bytes;
    known.line.splice(known.line.indexOf(instance), 1);
  }

  function line(): Line {
    const instances: EngineInstance[] = [];
    return Object.freeze({
      take() {
        const instance = instances.at(-1);
        if (instance !== undefined) forget(instance);
        return instance;
      },
      put(instance, imageBytes) {
        if (instances.length >= MOST_IN_LINE) return;
        const bytes = ENGINE_BYTES + imageBytes;
        instances.push(instance);
        all.set(instance, { bytes, line: instances });
        total += bytes;
        for (const oldest of all.keys()) {
          if (total <= mostBytes) return;
          forget(oldest);
        }
      },
      remove(instance) {
        const there = instances.includes(instance);
        if (there) forget(instance);
        return there;
      },
      clear() { while (instances[0] !== undefined) forget(instances[0]); },
    } satisfies Line);
  }

  return Object.freeze({ line });
}
