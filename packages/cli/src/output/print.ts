/** Shows an answer in the format that was asked for. */
import type { Io } from '../io.ts';
import { paintFor } from './paint.ts';
import { type Fields, sheet, table } from './table.ts';

export type Format = string | undefined;

/** Several of the same kind. */
export async function printList(rows: readonly Fields[], columns: readonly string[], format: Format, io: Io): Promise<void> {
  if (isData(format)) return printData(rows, format, io);
  if (rows.length === 0) return io.err('Nothing there.\n');
  const told = columns.filter((column) => rows.some((row) => row[column] !== undefined && row[column] !== null)); // a column that says nothing takes room
  io.out(`${table(rows, told, paintFor(io, io.outIsTerminal))}\n`);
}

/** One thing with its fields. */
export async function printOne(fields: Fields, format: Format, io: Io): Promise<void> {
  if (isData(format)) return printData(fields, format, io);
  io.out(`${sheet(fields, paintFor(io, io.outIsTerminal))}\n`);
}

/** Anything, as data; table means JSON here. */
export async function printData(value: unknown, format: Format, io: Io): Promise<void> {
  if (format === 'yaml') {
    const { stringify } = await import('yaml');
    return io.out(stringify(value));
  }
  io.out(`${json(value)}\n`);
}

/** JSON leaves DEL and C1 controls as they are; a terminal would obey them. */
export const json = (value: unknown, indent = 2): string =>
  JSON.stringify(value, undefined, indent).replace(/[\u007f-\u009f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const isData = (format: Format): format is 'json' | 'yaml' => format === 'json' || format === 'yaml';
