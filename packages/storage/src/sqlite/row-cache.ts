/**
 * Rows that were read lately. They are right while nobody wrote, which SQLite is asked once per turn of the event loop:
 * that costs what a read costs, and all other reads of the turn are look-ups in memory. Rows are never changed in place.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Row } from '@patchbay/contracts';

const MOST = 2000;

export function createRowCache(db: DatabaseSync) {
  const version = db.prepare('pragma data_version');
  const rows = new Map<string, Map<string, Row>>();
  let count = 0;
  let seen: unknown;
  let checked = false;

  /** Changes with every commit of another connection, and the writer is another connection. */
  function check(): void {
    if (checked) return;
    checked = true;
    setImmediate(forget);
    const now = version.get()?.['data_version'];
    if (now === seen) return;
    seen = now;
    clear();
  }

  function forget(): void { checked = false; }

  function clear(): void {
    rows.clear();
    count = 0;
  }

  return {
    get(collection: string, tenant: string, id: string): Row | undefined {
      check();
      const row = rows.get(collection)?.get(id);
      return row?.tenant === tenant ? row : undefined;
    },
    put(collection: string, row: Row): Row {
      if (++count > MOST) clear();
      let found = rows.get(collection);
      if (found === undefined) rows.set(collection, (found = new Map<string, Row>()));
      found.set(row.id, row);
      return row;
    },
    /** After a write of ours, also within the turn. */
    forget,
  };
}

export type RowCache = ReturnType<typeof createRowCache>;
