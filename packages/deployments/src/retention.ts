/**
 * Takes away what ended long ago, with its log: deployments, previews, runs, scans. What runs somewhere stays, and so do the latest of each place that
 * succeeded, as there is a way back to them. A bounded number at a time; each is deleted as it was read, so that nothing goes that changed meanwhile.
 */
import type { Op, Row } from '@patchbay/contracts';
import { ALERT } from './alerts/record.ts';
import { LOG, LOG_USE, POSTED, PULL_REQUEST } from './collections.ts';
import type { Room } from './lifecycle/room.ts';
import { RUN } from './pipelines/record.ts';
import { type Deployment, DEPLOYMENT } from './record/deployment.ts';
import { PLACE, type Place } from './record/place.ts';
import { PREVIEW } from './record/preview.ts';
import { SCAN } from './scans/record.ts';

const AT_ONCE = 200;
/** An alert that is over, and what was said of a pull request, are remembered for who hears of it late. */
const LATE_MS = 86_400_000;

export async function forgetOld({ ports: { store, now }, options: { keepMs, keepAtLeast } }: Pick<Room, 'ports' | 'options'>): Promise<void> {
  const before = now() - keepMs;

  async function sweep(collection: string, where: Readonly<Record<string, string | boolean>>, until: number, opsOf: (row: Row) => Promise<Op[]>): Promise<void> {
    for (let after = ''; ;) {
      const rows = await store.list(collection, { where, until, sort: { field: 'id', descending: false }, limit: AT_ONCE, ...(after === '' ? {} : { after: { value: after, id: after } }) });
      for (const row of rows) await commit(row.updated_at < until ? await opsOf(row) : []);
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)!.id;
    }
  }

  async function commit(ops: readonly Op[]): Promise<void> {
    if (ops.length > 0) await store.commit(ops);
  }

  const gone = ({ tenant, id, version }: Row, collection: string): Op => ({ op: 'delete', in: collection, tenant, id, version });

  /** Besides what carries the id: how much was written under it, and what. */
  async function withLog(row: Row, collection: string): Promise<Op[]> {
    for (let full = true; full;) {
      const lines = await store.list(LOG, { tenant: row.tenant, where: { deployment: row.id }, sort: { field: 'seq', descending: false }, limit: AT_ONCE });
      if (lines.length > 0) await store.amend(LOG, lines.map(({ seq }) => ({ seq: seq! })));
      full = lines.length === AT_ONCE;
    }
    const use = await store.get(LOG_USE, row.tenant, row.id);
    return [gone(row, collection), ...(use === undefined ? [] : [gone(use, LOG_USE)])];
  }

  async function stays({ tenant, id, body }: Deployment): Promise<boolean> {
    const place = (await store.get(PLACE, tenant, body.place)) as Place | undefined; // written by this engine and no other
    if (place === undefined) return false;
    if (place.body.current === id) return true;
    const latest = await store.list(DEPLOYMENT, { tenant, where: { place: body.place, status: 'succeeded' }, sort: { field: 'id', descending: true }, limit: keepAtLeast });
    return latest.some((each) => each.id === id);
  }

  await sweep(PREVIEW, { open: false }, before, async (row) => {
    const place = await store.get(PLACE, row.tenant, row.id);
    return [gone(row, PREVIEW), ...(place === undefined ? [] : [gone(place, PLACE)])];
  });
  await sweep(DEPLOYMENT, { ended: true }, before, async (row) => ((await stays(row as Deployment)) ? [] : withLog(row, DEPLOYMENT)));
  await sweep(RUN, { ended: true }, before, (row) => withLog(row, RUN));
  await sweep(SCAN, {}, before, async (row) => [gone(row, SCAN)]);
  await sweep(POSTED, {}, before, async (row) => [gone(row, POSTED)]);
  await sweep(ALERT, { open: false }, now() - LATE_MS, async (row) => [gone(row, ALERT)]);
  await sweep(PULL_REQUEST, {}, now() - LATE_MS, async (row) => [gone(row, PULL_REQUEST)]);
}
