/** Takes work, and looks at it without taking it. What another hub is about to take is passed over, not waited for. */
import type { Work } from '@patchbay/contracts';
import { doneTable, FIRST_LEASE, heldTable } from '../held-table.ts';
import { inOrder, PARKED, toWork, WORK_COLUMNS, type WorkCells } from '../queue-table.ts';
import type { Reader } from './reader.ts';

type Cells = WorkCells & Record<string, unknown>;

/** Open pieces of packs, as rows. */
const pieces = (packs: string): string => `select e->>0 as id, e->>1 as tenant, (e->>2)::bigint as run_at, 1 as attempt, ${FIRST_LEASE} as lease, '' as lane, e->>3 as work from ${packs}, json_array_elements(p.works::json) with ordinality as x(e, n) where get_bit(p.done, n::int - 1) = 0`;

export const heldRows = (queue: string, packs = ''): string => pieces(`(select h.works, d.done from "${heldTable(queue)}" h join "${doneTable(queue)}" d on d.pack = h.pack${packs}) p`);

/** What nobody holds any longer becomes rows of the queue, as it was put in, the oldest first: by one of those who see it at the same time. In each pack something is open. */
function release(queue: string): string {
  const due = `select d.pack, d.done, h.works from "${heldTable(queue)}" h join "${doneTable(queue)}" d on d.pack = h.pack where h.run_at <= $1 order by h.run_at limit $2 for update of d skip locked`;
  const gone = [doneTable, heldTable].map((of, at) => `gone${at} as (delete from "${of(queue)}" g using p where g.pack = p.pack)`).join(', ');
  return `with p as materialized (${due}), ${gone} insert into "${queue}" (${WORK_COLUMNS}) ${pieces('p')} on conflict do nothing`;
}

export function createQueueReader({ query }: Reader) {
  return {
    async claim(queue: string, { now, leaseMs, limit }: { readonly now: number; readonly leaseMs: number; readonly limit: number }): Promise<Work[]> {
      await query(release(queue), [now, limit]);
      const due = `select id from "${queue}" where run_at <= $1 order by run_at, id limit $2 for update skip locked`;
      const cells = await query<Cells>(`with c as materialized (${due}) update "${queue}" d set run_at = $3, lease = d.lease + 1 from c where d.id = c.id returning ${WORK_COLUMNS.replaceAll(/(\w+)/g, 'd.$1')}`, [now, limit, now + leaseMs]);
      return inOrder(cells.map(toWork));
    },
    async due(queue: string): Promise<number | undefined> {
      const first = (table: string): string => `(select run_at from "${table}" order by run_at limit 1)`;
      const [cells] = await query<{ at: number | null }>(`select least(${first(queue)}, ${first(heldTable(queue))}) as at`, []);
      return cells === undefined || cells.at === null || cells.at >= PARKED ? undefined : cells.at;
    },
    /** Both at one instant: what is held may become rows in between. */
    async open(queue: string, { tenant, after = '', limit }: { readonly tenant?: string; readonly after?: string; readonly limit: number }): Promise<Work[]> {
      const of = tenant === undefined ? '' : ' and tenant = $3';
      const rows = `select ${WORK_COLUMNS} from "${queue}" where id > $1${of} order by id limit $2`;
      const held = `select ${WORK_COLUMNS} from (${heldRows(queue, ' where h.last > $1')}) w where id collate "C" > $1${of}`;
      const cells = await query<Cells>(`select ${WORK_COLUMNS} from ((${rows}) union all (${held})) o order by id collate "C" limit $2`, [after, limit, ...(tenant === undefined ? [] : [tenant])]);
      return cells.map(toWork);
    },
  };
}
