/// <reference path="../web-assembly.d.ts" />
/** Views of a guest's memory. They are made anew only when it has grown, which empties the old ones. */
export interface Views {
  bytes(): Buffer;
  /** Whole numbers of 32 bits. */
  words(): Uint32Array;
}

export function viewsOf(memory: WebAssembly.Memory): Views {
  let bytes = Buffer.alloc(0);
  let words = new Uint32Array(0);

  function renew(): void {
    bytes = Buffer.from(memory.buffer);
    words = new Uint32Array(memory.buffer);
  }

  return {
    bytes() {
      if (bytes.length === 0) renew();
      return bytes;
    },
    words() {
      if (words.length === 0) renew();
      return words;
    },
  };
}
