/** Takes work, and looks at it without taking it. What another hub is about to take is passed over, not waited for. */
import type { Work } from '@patchbay/contracts';
import { inOrder, PARKED, toWork, WORK_COLUMNS, type WorkCells } from '../queue-table.ts';
import type { Reader } from './reader.ts';

type Cells = WorkCells & Record<string, unknown>;

export function createQueueReader({ query }: Reader) {
  return {
    async claim(queue: string, { now, leaseMs, limit }: { readonly now: number; readonly leaseMs: number; readonly limit: number }): Promise<Work[]> {
      const due = `select id from "${queue}" where run_at <= $1 order by run_at, id limit $2 for update skip locked`;
      const cells = await query<Cells>(`with c as materialized (${due}) update "${queue}" d set run_at = $3, lease = d.lease + 1 from c where d.id = c.id returning ${WORK_COLUMNS.replaceAll(/(\w+)/g, 'd.$1')}`, [now, limit, now + leaseMs]);
      return inOrder(cells.map(toWork));
    },
    async due(queue: string): Promise<number | undefined> {
      const [cells] = await query<{ at: number | null }>(`select run_at as at from "${queue}" order by run_at limit 1`, []);
      return cells === undefined || cells.at === null || cells.at >= PARKED ? undefined : cells.at;
    },
    async open(queue: string, { tenant, after = '', limit }: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Promise<Work[]> {
      const of = tenant === undefined ? '' : ' and tenant = $3';
      const cells = await query<Cells>(`select ${WORK_COLUMNS} from "${queue}" where id > $1${of} order by id limit $2`, [after, limit, ...(tenant === undefined ? [] : [tenant])]);
      return cells.map(toWork);
    },
  };
}
