/**
 * Recomputes a tenant's chain: each hash covers the hash before, the entry's id, time and stored text, and places run from 1 without gaps up to
 * where the store says that the trail ends. Whoever can write the whole store can forge a whole trail: keep the head elsewhere.
 */
import { CHAIN_START, chainHash, type Store } from '@patchbay/storage';
import { AUDIT_ENTRY } from './collections.ts';

export interface Verdict {
  readonly intact: boolean;
  readonly entries: number;
  readonly head: string | null;
  readonly broken_at: number | null;
}

const BATCH = 1000;

export async function verify(tenant: string, { store }: { readonly store: Store }, signal: AbortSignal): Promise<Verdict> {
  const end = await store.head(AUDIT_ENTRY, tenant); // before the first is read: what is appended meanwhile may be counted or not
  let hash = CHAIN_START;
  let entries = 0;
  const verdict = (intact: boolean): Verdict => ({ intact, entries, head: entries === 0 ? null : hash, broken_at: intact ? null : entries + 1 });

  for await (const rows of store.scanText(AUDIT_ENTRY, { tenant, batch: BATCH }, signal)) {
    for (const row of rows) {
      if (row.seq !== entries + 1 || row.hash !== chainHash(hash, { id: row.id, at: row.created_at, text: row.text })) return verdict(false);
      hash = row.hash;
      entries++;
    }
  }
  return verdict(entries >= end);
}
