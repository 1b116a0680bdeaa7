/** A loaded program: its image, and instances that wait for the next call. An instance serves one call at a time, and is cleaned between two. */
import type { EngineInstance, EngineProgram } from '../engine.ts';
import { belong, type Image, takeImage } from './image.ts';
import type { IdleInstances } from './idle-instances.ts';
import { createInstance, type Entry } from './instance.ts';
import { type Build, type MarkedMachine, NOBODY, type Twins } from './machine.ts';
import type { Tenant } from './places.ts';

export interface ProgramParts {
  readonly build: Build;
  readonly base: Image;
  readonly entry: Entry;
  readonly headRoomBytes: number;
  readonly idle: IdleInstances;
}

const MOST_HEAD_ROOM = 4 * 2 ** 20;

/** `newborn`: where it was loaded. Its first calls may run there. */
export function createProgram({ build, base, entry, headRoomBytes, idle }: ProgramParts, newborn: Twins): EngineProgram & Tenant {
  const waiting = idle.line();
  let headRoom = headRoomBytes;
  let known: Image | null = null;
  let place: Twins | null = newborn; // until it leaves
  let first: EngineInstance | null = null; // in that place

  /** Taken when somebody asks for it: the hub hears meanwhile that the program was loaded. */
  const image = (): Image => known ?? settle();

  function settle(): Image {
    if (place === null) throw new Error('A program that has left its place has an image');
    const { loader, caller } = place;
    loader.collectGarbage();
    loader.reserve(headRoom);
    known = takeImage(caller, base);
    belong(caller, known);
    first = serve(caller, known);
    waiting.put(first, known.bytes);
    return known;
  }

  function leave(): Twins | null {
    const { length } = image();
    const free = first !== null && length === base.length && waiting.remove(first);
    const left = free ? place : null;
    first = place = null; // nothing of it may be reached from here any more
    return left;
  }

  /** `from`: the image to which the machine belongs. */
  function serve(machine: MarkedMachine, from: Image): EngineInstance {
    const { tenancy } = machine;
    const instance = createInstance(machine, entry, () => {
      tenancy.guard = NOBODY;
      const ordinary = !tenancy.broken && !tenancy.expired && tenancy.failure === null;
      const whole = !tenancy.broken && machine.clean();
      if (whole && from === known) waiting.put(instance, from.bytes);
      else if (!whole && ordinary && from === known) enlarge(from);
    });
    return instance;
  }

  /** A call that ended well had to grow the memory. The next ones should not pay for a new instance each. */
  function enlarge(small: Image): void {
    if (headRoom >= MOST_HEAD_ROOM) return;
    const machine = build.restore(small);
    do {
      headRoom *= 2;
      machine.reserve(headRoom);
    } while (machine.memory.buffer.byteLength === small.length && headRoom < MOST_HEAD_ROOM);
    known = takeImage(machine, base);
    waiting.clear();
  }

  return Object.freeze({
    kind: 'program',
    functions: [...entry.functions.keys()],
    take() {
      const from = image();
      return waiting.take() ?? serve(build.restore(from), from);
    },
    bytes: () => image().bytes,
    drop: () => waiting.clear(),
    leave,
  } satisfies EngineProgram & Tenant);
}
