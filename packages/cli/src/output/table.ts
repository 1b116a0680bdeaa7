/** Aligned columns. */
import { cell, width } from './cell.ts';
import type { Paint } from './paint.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function table(rows: readonly Fields[], columns: readonly string[], paint: Paint): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])));
  const widths = columns.map((column, i) => Math.max(width(column), ...lines.map((line) => width(line[i]!))));
  const row = (cells: readonly string[]): string => cells.map((each, i) => (i === cells.length - 1 ? each : each + ' '.repeat(widths[i]! - width(each)))).join('  ').trimEnd();
  return [paint.faint(row(columns.map((column) => column.toUpperCase()))), ...lines.map(row)].join('\n');
}

/** One thing, a field per line. */
export function sheet(fields: Fields, paint: Paint): string {
  const names = Object.keys(fields);
  const widest = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `${paint.faint(name.padEnd(widest))}  ${cell(fields[name])}`.trimEnd()).join('\n');
}
