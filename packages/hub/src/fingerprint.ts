/** The key of the hub's fingerprints: made once, sealed in the store, the same for every hub on it. */
import { type Collection, sealedField, type TenantId } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { createFingerprint, randomToken, type Vault } from '@patchbay/vault';

const ID = 'fingerprint_key';

export const settingCollection: Collection = { name: 'setting', kind: 'documents', fields: {}, sealed: sealedField(ID) };

export async function openFingerprint(store: Store, vault: Vault, tenant: TenantId, now: () => number): Promise<(text: string) => string> {
  const sealed = (await read(store, tenant)) ?? (await make(store, vault, tenant, now()));
  return createFingerprint(await vault.unseal(tenant, ID, sealed));
}

/** Throws if the master key does not open what the store has. */
export async function proveFingerprint(store: Store, vault: Vault, tenant: TenantId): Promise<void> {
  const sealed = await read(store, tenant);
  if (sealed !== undefined) await vault.unseal(tenant, ID, sealed);
}

async function make(store: Store, vault: Vault, tenant: TenantId, at: number): Promise<string> {
  const sealed = await vault.seal(tenant, ID, randomToken(32));
  const outcome = await store.commit([{ op: 'insert', in: settingCollection.name, tenant, id: ID, body: { sealed }, at }]);
  return outcome.kind === 'committed' ? sealed : (await read(store, tenant))!; // another hub was first
}

async function read(store: Store, tenant: TenantId): Promise<string | undefined> {
  const row = await store.get(settingCollection.name, tenant, ID);
  return row?.body['sealed'] as string | undefined;
}
