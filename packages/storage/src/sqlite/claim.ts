/** Takes due work for some time, in one transaction of its own. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { WORK_COLUMNS, type WorkCells } from '../queue-table.ts';
import type { Table } from '../table.ts';
import type { HeldWork } from './held-work.ts';
import { faultOf } from './transaction.ts';
import type { Report } from './wire.ts';

export function createClaim(db: DatabaseSync, heldOf: (queue: Table) => HeldWork | undefined) {
  const prepared = new Map<string, StatementSync>();

  function statement(queue: string): StatementSync {
    const found = prepared.get(queue) ?? db.prepare(`update "${queue}" set run_at = ?, lease = lease + 1 where id in (select id from "${queue}" where run_at <= ? order by run_at, id limit ?) returning ${WORK_COLUMNS}`);
    prepared.set(queue, found);
    return found;
  }

  return function claim(queue: Table, now: number, leaseMs: number, limit: number): Report {
    try {
      heldOf(queue)?.release(now, limit);
      const works = statement(queue.name).all(now + leaseMs, now, limit) as unknown as WorkCells[]; // the columns that were asked for
      return { outcomes: [], faults: [], works };
    } catch (error) {
      return { outcomes: [], faults: [faultOf(error)] };
    }
  };
}
