/// <reference path="../web-assembly.d.ts" />
/** The marks of an instance, and how the host adds its own when it writes to the guest's memory. */
import { BLOCK_BITS, MARKS } from './mark-writes.ts';

export interface Marks {
  readonly memory: WebAssembly.Memory;
  /** 1 for each block that was written to. */
  readonly blocks: Uint8Array;
}

export interface Touching {
  readonly marks: Marks;
  touch(at: number, bytes: number): void;
}

/** `exports`: of an instance. */
export function touching(exports: object): Touching {
  const memory = (exports as { [MARKS]?: WebAssembly.Memory })[MARKS]; // mark-writes.ts adds it
  if (memory === undefined) throw new Error('The engine was compiled without marks');
  const blocks = new Uint8Array(memory.buffer); // it never grows
  return {
    marks: { memory, blocks },
    touch(at, bytes) {
      const last = (at + bytes - 1) >>> BLOCK_BITS;
      for (let block = at >>> BLOCK_BITS; block <= last; block++) blocks[block] = 1;
    },
  };
}
