/** The statements that put work into a queue and take it out. In SQLite units run one after the other, so what they find stays as it is. */
import type { DatabaseSync } from 'node:sqlite';
import type { RefusedWhy } from '@patchbay/contracts';
import { PARKED } from '../queue-table.ts';
import { createHeldWork } from './held-work.ts';

export function createQueueWriter(db: DatabaseSync, name: string) {
  const held = createHeldWork(db, name);
  const insertion = db.prepare(`insert into "${name}" (id, tenant, run_at, attempt, lease, lane, work) values (?, ?, ?, 1, 1, ?, ?) on conflict do nothing`);
  const removal = db.prepare(`delete from "${name}" where id = ? and lease = ?`);
  const delay = db.prepare(`update "${name}" set attempt = ?, run_at = ? where id = ? and lease = ?`);
  const first = db.prepare(`select id, run_at from "${name}" where lane = ? and lane <> '' order by id limit 1`);
  const wake = db.prepare(`update "${name}" set run_at = ? where id = ?`);

  /** The first of a lane may run; all others wait for it. */
  function enqueue(tenant: string, id: string, at: number, lane: string, work: string): RefusedWhy | undefined {
    const runAt = lane !== '' && first.get(lane) !== undefined ? PARKED : at;
    return insertion.run(id, tenant, runAt, lane, work).changes === 1 ? undefined : 'duplicate';
  }

  function finish(id: string, lease: number, lane: string, at: number): RefusedWhy | undefined {
    if (lane === '' && held.finish(id, lease)) return undefined;
    if (removal.run(id, lease).changes !== 1) return lane === '' && held.adopt(id) && held.finish(id, lease) ? undefined : 'missing';
    const next = lane === '' ? undefined : first.get(lane);
    if (next !== undefined && next['run_at'] === PARKED) wake.run(at, next['id'] as string); // a column of our own table
    return undefined;
  }

  function postpone(id: string, lease: number, attempt: number, at: number): RefusedWhy | undefined {
    if (held.postpone(id, lease, attempt, at) || delay.run(attempt, at, id, lease).changes === 1) return undefined;
    return held.adopt(id) && held.postpone(id, lease, attempt, at) ? undefined : 'missing';
  }

  return { held, enqueue, finish, postpone };
}
