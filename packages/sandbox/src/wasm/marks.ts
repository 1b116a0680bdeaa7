/// <reference path="../web-assembly.d.ts" />
/** The marks of an instance, and how the host adds its own when it writes to the guest's memory. */
import { BLOCK_BITS, MARKS } from './mark-writes.ts';

export interface Touching {
  readonly marks: Buffer;
  touch(at: number, bytes: number): void;
}

/** `exports`: of an instance. */
export function touching(exports: object): Touching {
  const memory = (exports as { [MARKS]?: WebAssembly.Memory })[MARKS]; // mark-writes.ts adds it
  if (memory === undefined) throw new Error('The engine was compiled without marks');
  const marks = Buffer.from(memory.buffer); // it never grows
  return { marks, touch: (at, bytes) => { marks.fill(1, at >>> BLOCK_BITS, ((at + bytes - 1) >>> BLOCK_BITS) + 1); } };
}
