/** What came from a sender already, for two days: senders try again. */
import type { Collection, Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { digest } from '@patchbay/vault';
import type { Live } from './live.ts';

export const markCollection: Collection = { name: 'plugin_mark', kind: 'documents', fields: { installation: 'text', expires_at: 'number' } };

const MOST = 10_000;
const KEPT_MS = 172_800_000;

/** Refused, it was there before. */
export const markOp = ({ tenant, id }: Live, dedupe: string, now: number): Op =>
  ({ op: 'insert', in: markCollection.name, tenant, id: `${id}/${digest(dedupe).slice(0, 32)}`, body: { installation: id, expires_at: now + KEPT_MS }, at: now });

export async function clearMarks(store: Store, { tenant, id }: { readonly tenant: string; readonly id: string }): Promise<Op[]> {
  const rows = await store.list(markCollection.name, { tenant, where: { installation: id }, limit: MOST });
  return rows.map((row): Op => ({ op: 'delete', in: markCollection.name, tenant, id: row.id }));
}
