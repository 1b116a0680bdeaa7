/** Whose a namespace is: the first key that published in it, in a registry. */
import type { Collection } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const publisherCollection: Collection = { name: 'plugin_publisher', kind: 'documents', fields: { key_id: 'text' } };

/** In the first of these tenants where it has one. */
export async function keyOfNamespace(store: Store, tenants: readonly string[], namespace: string): Promise<string | undefined> {
  for (const tenant of new Set(tenants)) {
    const row = await store.get(publisherCollection.name, tenant, namespace);
    if (row !== undefined) return String(row.body['public_key']);
  }
  return undefined;
}
