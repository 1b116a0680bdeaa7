/** Keys of endpoints that were replaced: each signs on until its own grace is over. Then it is forgotten, at the latest with its endpoint. */
import { type Collection, Failure, type Op, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

/** Sealed as they were. */
export const retiredKeyCollection: Collection = { name: 'retired_key', kind: 'documents', fields: { endpoint: 'text', until: 'number' } };

/** Receivers compare with each of them, and each makes every delivery longer. */
const MOST = 10;
/** Those of releases that forgot none; what is more goes when its time is over. */
const AT_ONCE = 1000;

type Lists = Pick<Store, 'list'>;

/** Those that still sign, the newest first. */
export async function retiredKeys(store: Lists, endpoint: Row, now: number): Promise<readonly Row[]> {
  const rows = await keysOf(store, endpoint, MOST);
  return rows.filter(({ body }) => Number(body['until']) > now).sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** Keeps the key that is about to be replaced. */
export async function retireOp(store: Lists, endpoint: Row, { id, sealed, grace, at }: { readonly id: string; readonly sealed: string; readonly grace: number; readonly at: number }): Promise<Op> {
  const still = await retiredKeys(store, endpoint, at);
  if (still.length >= MOST) throw new Failure('endpoint.too_many_keys', `${MOST} keys that were replaced sign for ${endpoint.id} already`, { limit: MOST });
  return { op: 'insert', in: retiredKeyCollection.name, tenant: endpoint.tenant, id, body: { endpoint: endpoint.id, sealed, until: at + grace * 1000 }, at };
}

/** They go with their endpoint. */
export async function forgetKeysOps(store: Lists, endpoint: Row): Promise<Op[]> {
  const rows = await keysOf(store, endpoint, AT_ONCE);
  return rows.map(({ tenant, id }) => ({ op: 'delete', in: retiredKeyCollection.name, tenant, id }));
}

/** Those that sign longest come first: none of them is behind what is over. */
const keysOf = (store: Lists, { tenant, id }: Row, limit: number): Promise<Row[]> =>
  store.list(retiredKeyCollection.name, { tenant, where: { endpoint: id }, sort: { field: 'until', descending: true }, limit });
