/**
 * Rows as the server's COPY takes them, in binary: nothing is quoted here and parsed there, and a page of a table that takes many
 * rows is logged once. Of ours all columns are texts or whole numbers.
 */
import pg, { type Client, type Connection, type QueryResult } from 'pg';
import type { Query } from './pipeline.ts';

type Cells = readonly string[] | readonly number[];

export interface Column {
  readonly name: string;
  readonly cells: Cells;
}

export const copy = (table: string, columns: readonly Column[], count: number): Query => ({
  text: `copy "${table}" (${columns.map(({ name }) => name).join(', ')}) from stdin (format binary)`, values: [], data: messages(columns.map(({ cells }) => cells), count),
});

/** Several, and what follows them, as one message. */
export const copies = (all: readonly Query[], end: Query): Query => (all.length === 0 ? end : { text: [...all, end].map(({ text }) => text).join('; '), values: [], data: Buffer.concat(all.map(({ data = NOTHING }) => data)) });

const NOTHING = Buffer.alloc(0);

/** The messages of one COPY: its data, and that this was all. */
function messages(columns: readonly Cells[], count: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEAD.length + columns.reduce((sum, column) => sum + sizeOf(column), 2 * count) + TAIL.length);
  let at = HEAD.copy(buffer);
  for (let row = 0; row < count; row++) {
    at = buffer.writeInt16BE(columns.length, at);
    for (const column of columns) at = put(buffer, column[row]!, at);
  }
  buffer.writeInt32BE(at + 2 - 1, 1); // the length of the message counts the length itself and the end mark, not the letter before it
  return buffer.subarray(0, at + TAIL.copy(buffer, at));
}

/** A message `d` without its length, and what each COPY begins with; the mark of its end, and a message `c`. */
const HEAD = Buffer.from('d\0\0\0\0PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TAIL = Buffer.from('\xff\xffc\0\0\0\x04', 'latin1');

const SHORT = 64;
const WORD = 2 ** 32;

/** At most. */
function sizeOf(column: Cells): number {
  let size = 0;
  for (const cell of column) size += 4 + (typeof cell === 'number' ? 8 : cell.length > SHORT ? Buffer.byteLength(cell) : cell.length * 3);
  return size;
}

function put(buffer: Buffer, cell: string | number, at: number): number {
  if (typeof cell === 'number') {
    const high = Math.floor(cell / WORD);
    return buffer.writeUInt32BE(cell - high * WORD, buffer.writeInt32BE(high, buffer.writeInt32BE(8, at)));
  }
  const length = cell.length > SHORT ? undefined : putPlain(buffer, cell, at + 4);
  const written = length ?? buffer.write(cell, at + 4);
  return buffer.writeInt32BE(written, at) + written;
}

/** A call into the runtime costs more than a few letters. */
function putPlain(buffer: Buffer, text: string, at: number): number | undefined {
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    if (code > 127) return undefined;
    buffer[at + n] = code;
  }
  return text.length;
}

/** The server skips what it did not ask for, so all goes out at once. The answer is that of the last command. */
export function copyIn(to: Client, text: string, data: Buffer): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new pg.Query(text, (error: Error | null | undefined, result: QueryResult | QueryResult[]) => { if (error) reject(error); else resolve(Array.isArray(result) ? result.at(-1)! : result); });
    to.query(Object.assign(query, {
      submit(connection: Connection): void {
        connection.stream.cork();
        connection.query(text);
        connection.stream.write(data);
        connection.stream.uncork();
      },
      handleCopyInResponse: (): void => undefined,
    }));
  });
}
