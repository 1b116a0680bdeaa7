/** The one Huffman code of HTTP/2 headers (RFC 7541, appendix B). It is canonical: the lengths of the codes say it all. */

/** Of the codes of the bytes 0 to 255 and of the end, as runs: a length, how often it comes. */
const RUNS = [
  13, 1, 23, 1, 28, 7, 24, 1, 30, 1, 28, 2, 30, 1, 28, 8, 30, 1, 28, 9, 6, 1, 10, 2, 12, 1, 13, 1, 6, 1, 8, 1, 11, 1, 10, 2, 8, 1, 11, 1, 8, 1, 6, 3, 5, 3, 6, 7, 7, 1, 8, 1, 15, 1, 6, 1, 12, 1, 10, 1, 13, 1, 6, 1,
  7, 22, 8, 1, 7, 1, 8, 1, 13, 1, 19, 1, 13, 1, 14, 1, 6, 1, 15, 1, 5, 1, 6, 1, 5, 1, 6, 1, 5, 1, 6, 3, 5, 1, 7, 2, 6, 3, 5, 1, 6, 1, 7, 1, 6, 1, 5, 2, 6, 1, 7, 5, 15, 1, 11, 1, 14, 1, 13, 1, 28, 1,
  20, 1, 22, 1, 20, 2, 22, 3, 23, 1, 22, 1, 23, 5, 24, 1, 23, 1, 24, 2, 22, 1, 23, 1, 24, 1, 23, 4, 21, 1, 22, 1, 23, 1, 22, 1, 23, 2, 24, 1, 22, 1, 21, 1, 20, 1, 22, 2, 23, 2, 21, 1, 23, 1, 22, 2, 24, 1, 21, 1, 22, 1, 23, 2,
  21, 2, 22, 1, 21, 1, 23, 1, 22, 1, 23, 2, 20, 1, 22, 3, 23, 1, 22, 2, 23, 1, 26, 2, 20, 1, 19, 1, 22, 1, 23, 1, 22, 1, 25, 1, 26, 3, 27, 2, 26, 1, 24, 1, 25, 1, 19, 1, 21, 1, 26, 1, 27, 2, 26, 1, 27, 1, 24, 1, 21, 2, 26, 2,
  28, 1, 27, 3, 20, 1, 24, 1, 20, 1, 21, 1, 22, 1, 21, 2, 23, 1, 22, 2, 25, 2, 24, 2, 26, 1, 23, 1, 26, 1, 27, 1, 26, 2, 27, 5, 28, 1, 27, 5, 26, 1, 30, 1,
];
const LONGEST = 30;
const END = 256;

/** By length of code: the first code of that length, and the bytes in the order of their codes. */
interface Row { readonly first: number; readonly symbols: readonly number[] }
let rows: readonly Row[] | undefined;

/** Undefined when it is no such text. */
export function unhuffman(data: Uint8Array): Buffer | undefined {
  const table = (rows ??= tableOf(RUNS));
  const out: number[] = [];
  let [code, length] = [0, 0];
  for (const byte of data) {
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((byte >> bit) & 1);
      length++;
      const { first, symbols } = table[length]!;
      const symbol = symbols[code - first];
      if (symbol === undefined) {
        if (length === LONGEST) return undefined;
        continue;
      }
      if (symbol === END) return undefined;
      out.push(symbol);
      code = length = 0;
    }
  }
  // What is left over is the beginning of the end: less than a byte of ones.
  return length < 8 && code === 2 ** length - 1 ? Buffer.from(out) : undefined;
}

function tableOf(runs: readonly number[]): Row[] {
  const byLength: number[][] = Array.from({ length: LONGEST + 1 }, () => []);
  let symbol = 0;
  for (let i = 0; i < runs.length; i += 2) for (let n = 0; n < runs[i + 1]!; n++) byLength[runs[i]!]!.push(symbol++);
  let first = 0;
  return byLength.map((symbols) => {
    const row = { first: first *= 2, symbols };
    first += symbols.length;
    return row;
  });
}
