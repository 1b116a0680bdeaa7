/** Statements that come without a package: who signed them is found by the key that they name, among the publishers that are known here. */
import type { Store } from '@patchbay/storage';
import { checkBundle, hintOf, type Statement } from './dsse.ts';
import { publisherCollection } from './publishers.ts';

export type Signed = { readonly kind: 'good'; readonly statement: Statement; readonly publicKey: string; readonly keyId: string } | { readonly kind: 'bad'; readonly why: string };

export async function signedBy(text: string, { store, tenants }: { readonly store: Store; readonly tenants: readonly string[] }): Promise<Signed> {
  const hint = hintOf(text);
  const rows = hint === undefined ? [] : (await Promise.all([...new Set(tenants)].map((tenant) => store.list(publisherCollection.name, { tenant, where: { key_id: hint }, limit: 50 })))).flat();
  const publicKey = rows[0]?.body['public_key'];
  if (publicKey === undefined) return { kind: 'bad', why: 'no publisher here has the key that signed it' };
  const checked = checkBundle(text, String(publicKey));
  return checked.kind === 'bad' ? checked : { ...checked, publicKey: String(publicKey) };
}
