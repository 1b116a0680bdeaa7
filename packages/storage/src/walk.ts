/** Walks over a whole collection, a bounded number of rows at a time, and lets others run in between. */
import { setImmediate } from 'node:timers/promises';
import type { Place, Value } from './select.ts';
import type { Table } from './table.ts';

const BATCH = 500;

export interface Walk {
  readonly batch?: number;
}

export async function* walk<C extends Record<string, unknown>, R>(table: Table, read: (after: Place | undefined, limit: number) => Promise<readonly C[]> | readonly C[], shape: (table: Table, cells: C) => R, { batch = BATCH }: Walk, signal?: AbortSignal): AsyncGenerator<readonly R[]> {
  let after: Place | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const found = await read(after, batch);
    const last = found.at(-1);
    if (last !== undefined) yield found.map((cells) => shape(table, cells));
    if (last === undefined || found.length < batch) return;
    after = { tenant: String(last['tenant']), key: last[table.isLog ? 'seq' : 'id'] as Value }; // a column of our own table
    await setImmediate();
  }
}
