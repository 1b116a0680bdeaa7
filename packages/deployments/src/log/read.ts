/** The log of a deployment from an offset on. */
import { deploymentLogRead, type Operation, operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { LOG } from '../collections.ts';
import { foundIn } from '../find.ts';
import { iso } from '../record/deployment.ts';
import type { LogBody } from './hub-line.ts';

export interface LogEntry {
  readonly offset: number;
  readonly at: string;
  readonly stream: LogBody['stream'];
  readonly group?: string;
  readonly lines: string[];
}

export async function readLog(store: Store, tenant: string, deployment: string, offset: number, limit: number): Promise<LogEntry[]> {
  const rows = await store.list(LOG, { tenant, where: { deployment }, sort: { field: 'seq', descending: false }, after: { value: offset, id: '' }, limit });
  return rows.map((row) => entryOf(row as Row<LogBody>));
}

const entryOf = ({ seq = 0, created_at, body: { stream, group, lines } }: Row<LogBody>): LogEntry => ({ offset: seq, at: iso(created_at), stream, ...(group === undefined ? {} : { group }), lines: [...lines] });

export const readingLog = (store: Store): Operation => operation(deploymentLogRead, async ({ id, offset, limit }, { caller: { tenant } }) => {
  const deployment = await foundIn(store, tenant, id); // first: what was written before its end is there then
  const entries = await readLog(store, tenant, id, offset, limit);
  return { entries, next_offset: entries.at(-1)?.offset ?? offset, complete: deployment.body.ended && entries.length < limit };
});
