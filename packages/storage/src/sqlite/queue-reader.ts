/** Looks at open work without taking it: the rows, and what is held. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Work } from '@patchbay/contracts';
import { doneTable, heldTable, openOf } from '../held-table.ts';
import { inOrder, PARKED, toWork, WORK_COLUMNS, type WorkCells } from '../queue-table.ts';
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
      const { name } = tableNamed(tables, queue);
      const found = prepare(`select (select min(run_at) from "${name}") as row, (select min(run_at) from "${heldTable(name)}") as held`).get();
      const at = Math.min(Number(found?.['row'] ?? PARKED), Number(found?.['held'] ?? PARKED));
      return at < PARKED ? at : undefined;
    },
    /** Both from one state of the file: what is held may become rows in between. */
    open(queue: string, { tenant, after = '', limit }: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Work[] {
      const { name } = tableNamed(tables, queue);
      const of = tenant === undefined ? '' : ' and tenant = ?3';
      db.exec('begin');
      try {
        const cells = prepare(`select ${WORK_COLUMNS} from "${name}" where id > ?1${of} order by id limit ?2`).all(after, limit, ...(tenant === undefined ? [] : [tenant]));
        const held = firstHeld(db, name, after, limit, (work) => work.id > after && (tenant === undefined || work.tenant === tenant));
        return inOrder([...(cells as unknown as WorkCells[]).map(toWork), ...held]).slice(0, limit); // the columns that were asked for
      } finally {
        db.exec('rollback');
      }
    },
  };
}

/** So many of it at least, and none behind them is left out: of what begins later nothing comes before. */
function firstHeld(db: DatabaseSync, queue: string, after: string, limit: number, fits: (work: Work) => boolean): Work[] {
  const found: Work[] = [];
  let enough: string | undefined;
  for (const { first, works, done } of db.prepare(`select first, works, done from "${heldTable(queue)}" join "${doneTable(queue)}" using (pack) where last > ? order by first`).iterate(after)) {
    if (enough !== undefined && String(first) > enough) break;
    found.push(...openOf(String(works), done as Uint8Array).filter(fits));
    if (found.length >= limit) enough = inOrder(found)[limit - 1]!.id;
  }
  return found;
}

export const heldIn = (db: DatabaseSync, queue: string): Work[] => db.prepare(`select works, done from "${heldTable(queue)}" join "${doneTable(queue)}" using (pack)`).all()
  .flatMap(({ works, done }) => openOf(String(works), done as Uint8Array)); // a column of our own table
