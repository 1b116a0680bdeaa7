/** Looks at open work without taking it. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Work } from '@patchbay/contracts';
import { PARKED, toWork, WORK_COLUMNS, type WorkCells } from '../queue-table.ts';
import { type Table, tableNamed } from '../table.ts';

export function createQueueReader(db: DatabaseSync, tables: ReadonlyMap<string, Table>) {
  const prepared = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const found = prepared.get(text) ?? db.prepare(text);
    prepared.set(text, found);
    return found;
  };

  return {
    due(queue: string): number | undefined {
      const at = prepare(`select min(run_at) as at from "${tableNamed(tables, queue).name}"`).get()?.['at'];
      return typeof at === 'number' && at < PARKED ? at : undefined;
    },
    open(queue: string, { tenant, after = '', limit }: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Work[] {
      const of = tenant === undefined ? '' : ' and tenant = ?3';
      const cells = prepare(`select ${WORK_COLUMNS} from "${tableNamed(tables, queue).name}" where id > ?1${of} order by id limit ?2`).all(after, limit, ...(tenant === undefined ? [] : [tenant]));
      return (cells as unknown as WorkCells[]).map(toWork); // the columns that were asked for
    },
  };
}
