/// <reference path="../web-assembly.d.ts" />
/** How machines are made: alone, or two that have one memory. */
import { PAGE } from '../wasm/cap-memory.ts';
import { type Views, viewsOf } from '../wasm/views.ts';
import { fill } from './image.ts';
import type { Build, Machine, MarkedMachine } from './machine.ts';

export interface Room { readonly memory: WebAssembly.Memory; readonly views: Views }

export interface Makers {
  readonly initialPages: number;
  readonly maximumBytes: number;
  begin(room: Room): Machine;
  /** One that does not mark. It knows what the first one of all has where. */
  plain(room: Room): Machine;
  marked(room: Room): MarkedMachine;
}

export function createBuild({ initialPages, maximumBytes, begin, plain, marked }: Makers): Build {
  const maximum = Math.ceil(maximumBytes / PAGE);

  function newRoom(): Room {
    const memory = new WebAssembly.Memory({ initial: initialPages, maximum });
    return { memory, views: viewsOf(memory) };
  }

  return Object.freeze({
    begin: () => begin(newRoom()),
    twins(image) {
      const room = newRoom();
      const loader = plain(room); // both write what the build begins with, before the memory is filled
      const caller = marked(room);
      fill(image, caller);
      loader.stackPointer = image.stackPointer;
      return { loader, caller };
    },
    restore(image) {
      const machine = marked(newRoom());
      fill(image, machine);
      return machine;
    },
  } satisfies Build);
}
