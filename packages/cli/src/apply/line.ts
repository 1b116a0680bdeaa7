/** What became of one thing, for people and programs. */
import type { Io } from '../io.ts';
import { cell } from '../output/cell.ts';
import { paintFor } from '../output/paint.ts';
import { isData } from '../output/print.ts';
import type { Change } from './changes.ts';
import type { Fields } from './documents.ts';

export interface Line {
  readonly kind: string;
  readonly name: string;
  readonly done: string;
  readonly id?: string;
  readonly changes?: readonly Change[];
  readonly once?: Fields;
}

export interface Telling { readonly dryRun: boolean; readonly diff: boolean; readonly format: string | undefined; readonly io: Io }

const CHANGED = ['created', 'updated', 'deleted'];

/** Whether something is, or would be, another way afterwards. */
export const isChange = ({ done }: Line): boolean => CHANGED.includes(done);

/** People read it at once; programs get all lines at the end. */
export function tell(line: Line, { dryRun, diff, format, io }: Telling): Line {
  if (isData(format)) return line;
  const { kind, name, done, changes = [], once = {} } = line;
  const paint = paintFor(io, io.outIsTerminal);
  const shade = done === 'unchanged' ? paint.faint : isChange(line) ? paint.good : paint.bad;
  const fields = done === 'updated' && !diff ? paint.faint(` (${changes.map(({ field }) => field).join(', ')})`) : '';
  io.out(`${kind} ${cell(name)} ${shade(done)}${fields}${dryRun && isChange(line) ? ' (dry run)' : ''}\n`);
  if (diff && isChange(line)) for (const { field, before, after } of changes) io.out(`  ${field}: ${done === 'updated' ? `${paint.faint(cell(before))} → ` : ''}${cell(after)}\n`);
  for (const [field, value] of Object.entries(once)) io.out(`  ${field}: ${cell(value)}  (shown only this once)\n`);
  return line;
}
