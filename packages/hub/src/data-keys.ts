/** The vault's data keys, wrapped, kept in the store. */
import type { Collection } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { DataKeyStore, StoredDataKey } from '@patchbay/vault';

export const dataKeyCollection: Collection = { name: 'data_key', kind: 'documents', fields: { version: 'number' } };

const MANY = 10_000;

/** Nothing was sealed yet. */
export const isEmpty = async (keys: Pick<DataKeyStore, 'all'>): Promise<boolean> => (await keys.all()[Symbol.asyncIterator]().next()).done === true;

export function createDataKeys(store: Store, now: () => number): DataKeyStore {
  const idOf = ({ version }: StoredDataKey): string => `v${version}`;
  return Object.freeze({
    async list(tenant: string) {
      const rows = await store.list(dataKeyCollection.name, { tenant, limit: MANY });
      return rows.map((row) => row.body as unknown as StoredDataKey); // written below and nowhere else
    },
    async add(key: StoredDataKey) {
      const outcome = await store.commit([{ op: 'insert', in: dataKeyCollection.name, tenant: key.tenant, id: idOf(key), body: { ...key }, at: now() }]);
      return outcome.kind === 'committed' ? 'added' as const : 'exists' as const;
    },
    async replace(key: StoredDataKey) {
      const row = await store.get(dataKeyCollection.name, key.tenant, idOf(key));
      if (row === undefined) return;
      await store.commit([{ op: 'update', in: dataKeyCollection.name, tenant: key.tenant, id: row.id, body: { ...key }, at: now(), version: row.version }]);
    },
    async *all() {
      for await (const rows of store.scan(dataKeyCollection.name, {})) yield* rows.map((row) => row.body as unknown as StoredDataKey);
    },
  });
}
