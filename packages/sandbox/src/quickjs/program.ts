/** A loaded program: its image, and instances that wait for the next call. An instance serves one call at a time, and is cleaned between two. */
import type { EngineInstance, EngineProgram } from '../engine.ts';
import { belong, type Image, takeImage } from './image.ts';
import type { IdleInstances } from './idle-instances.ts';
import { createInstance, type Entry } from './instance.ts';
import { type Build, type Machine, NOBODY } from './machine.ts';

export interface ProgramParts {
  readonly build: Build;
  readonly base: Image;
  readonly entry: Entry;
  readonly headRoomBytes: number;
  readonly idle: IdleInstances;
}

const MOST_HEAD_ROOM = 4 * 2 ** 20;

export function createProgram({ build, base, entry, headRoomBytes, idle }: ProgramParts, first: Machine): EngineProgram {
  const waiting = idle.line();
  let headRoom = headRoomBytes;
  let image = imageOf(first, base);

  function imageOf(machine: Machine, from: Image): Image {
    machine.reserve(headRoom);
    return takeImage(machine, from);
  }

  belong(first, image);
  serve(first, image).release();

  function takeAnew(): EngineInstance {
    return serve(build.restore(image), image);
  }

  /** `from`: the image to which the machine belongs. */
  function serve(machine: Machine, from: Image): EngineInstance {
    const { tenancy } = machine;
    const instance = createInstance(machine, entry, () => {
      tenancy.guard = NOBODY;
      const ordinary = !tenancy.broken && !tenancy.expired && tenancy.failure === null;
      const whole = !tenancy.broken && machine.clean();
      if (whole && from === image) waiting.put(instance, from.bytes);
      else if (!whole && ordinary && from === image) enlarge();
    });
    return instance;
  }

  /** A call that ended well had to grow the memory. The next ones should not pay for a new instance each. */
  function enlarge(): void {
    if (headRoom >= MOST_HEAD_ROOM) return;
    headRoom *= 2;
    image = imageOf(build.restore(image), image);
    waiting.clear();
  }

  return Object.freeze({
    kind: 'program',
    functions: [...entry.functions.keys()],
    take: () => waiting.take() ?? takeAnew(),
    bytes: () => image.bytes,
    drop: () => waiting.clear(),
  } satisfies EngineProgram);
}
