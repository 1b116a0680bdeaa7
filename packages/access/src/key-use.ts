/** When keys were used last, to the minute. Collected in memory, written together now and then; a crash forgets a minute of it. */
import type { Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { KEY_USE, type KeyUse } from './collections.ts';

export const MINUTE = 60_000;

export interface KeyUses {
  touch(tenant: string, key: string, at: number): void;
  /** Epoch milliseconds per key; none for a key that was never used. */
  lastUsed(tenant: string, keys: readonly string[]): Promise<Map<string, number>>;
  flush(): Promise<void>;
}

interface Use { readonly tenant: string; readonly key: string; readonly at: number }

const BATCH = 500;
const ATTEMPTS = 5;

export function createKeyUses(store: Store, now: () => number): KeyUses {
  const pending = new Map<string, Use>();
  let flushing: Promise<void> = Promise.resolve();

  function touch(tenant: string, key: string, at: number): void {
    pending.set(key, { tenant, key, at: Math.floor(at / MINUTE) * MINUTE });
  }

  async function lastUsed(tenant: string, keys: readonly string[]): Promise<Map<string, number>> {
    const stored = (await store.getMany(KEY_USE, tenant, keys)) as Row<KeyUse>[];
    const fresh = keys.flatMap((key) => pending.get(key) ?? []);
    const all: [string, number][] = [...stored.map((row): [string, number] => [row.id, row.body.at ?? 0]), ...fresh.map((use): [string, number] => [use.key, use.at])];
    const latest = new Map<string, number>();
    for (const [key, at] of all) if (at > (latest.get(key) ?? 0)) latest.set(key, at);
    return latest;
  }

  async function write(): Promise<void> {
    const uses = [...pending.values()];
    for (let from = 0; from < uses.length; from += BATCH) await writeBatch(uses.slice(from, from + BATCH));
  }

  /** Stays pending until it is on disk, so that a failed flush is repeated by the next one. */
  async function writeBatch(uses: readonly Use[]): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const ops = await updates(store, uses, now());
      if (ops.length > 0 && (await store.commit(ops)).kind === 'refused') continue; // another hub wrote the same key, or it was deleted: look again
      for (const use of uses) if (pending.get(use.key) === use) pending.delete(use.key);
      return;
    }
  }

  return Object.freeze({ touch, lastUsed, flush: () => (flushing = flushing.then(write, write)) });
}

/** The row was made with the key: where there is none, the key is gone. */
async function updates(store: Store, uses: readonly Use[], now: number): Promise<Op[]> {
  const tenants = [...new Set(uses.map((use) => use.tenant))];
  const ops = await Promise.all(tenants.map(async (tenant) => {
    const latest = new Map(uses.filter((use) => use.tenant === tenant).map((use) => [use.key, use.at]));
    const rows = (await store.getMany(KEY_USE, tenant, [...latest.keys()])) as Row<KeyUse>[];
    return rows.flatMap((row): Op[] => {
      const at = latest.get(row.id) ?? 0;
      return (row.body.at ?? 0) < at ? [{ op: 'update', in: KEY_USE, tenant, id: row.id, version: row.version, at: now, body: { at } }] : [];
    });
  }));
  return ops.flat();
}
