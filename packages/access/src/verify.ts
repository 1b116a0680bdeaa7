/** Recomputes a tenant's chain: each hash is sha256 over the hash before and the stored text, and places run from 1 without gaps. */
import { setImmediate } from 'node:timers/promises';
import type { Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { AUDIT_ENTRY } from './collections.ts';

export interface Verdict {
  readonly intact: boolean;
  readonly entries: number;
  readonly head: string | null;
  readonly broken_at: number | null;
}

const BEFORE_THE_FIRST = '0'.repeat(64);
const BATCH = 1000;

export async function verify(tenant: string, { store, digest }: { store: Store; digest: (text: string) => string }, signal: AbortSignal): Promise<Verdict> {
  let head = BEFORE_THE_FIRST;
  let entries = 0;
  for await (const rows of store.scan(AUDIT_ENTRY, { tenant, batch: BATCH }, signal)) {
    for (const row of rows) {
      if (row.seq !== entries + 1 || row.hash !== digest(head + JSON.stringify(row.body))) return { intact: false, entries, head: entries === 0 ? null : head, broken_at: entries + 1 };
      head = row.hash;
      entries++;
    }
    await setImmediate(undefined, { signal });
  }
  return { intact: true, entries, head: entries === 0 ? null : head, broken_at: null };
}
