/** When sources received last, to the second. Collected in memory, written together now and then; a crash forgets a minute of it. */
import type { Collection, Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const activityCollection: Collection = { name: 'source_activity', kind: 'documents', fields: {} };

export interface Activity {
  touch(tenant: string, source: string, at: number): void;
  /** Epoch milliseconds per source; none for one that never received. */
  last(tenant: string, sources: readonly string[]): Promise<ReadonlyMap<string, number>>;
  flush(): Promise<void>;
  /** Goes with the source. */
  forget(tenant: string, source: string): Promise<Op[]>;
}

interface Touch { readonly tenant: string; readonly at: number }

const atOf = ({ body }: Row): number => Number(body['at']);

export function createActivity({ store, now }: { readonly store: Store; readonly now: () => number }): Activity {
  const pending = new Map<string, Touch>();

  async function last(tenant: string, sources: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const latest = new Map((await store.getMany(activityCollection.name, tenant, sources)).map((row) => [row.id, atOf(row)]));
    for (const source of sources) {
      const touched = pending.get(source)?.at ?? 0;
      if (touched > (latest.get(source) ?? 0)) latest.set(source, touched);
    }
    return latest;
  }

  async function flush(): Promise<void> {
    for (const [source, touch] of pending) {
      await write(source, touch);
      if (pending.get(source) === touch) pending.delete(source);
    }
  }

  /** Refused when another hub wrote meanwhile: of two times within a minute either will do. */
  async function write(id: string, { tenant, at }: Touch): Promise<void> {
    const row = await store.get(activityCollection.name, tenant, id);
    const op = { in: activityCollection.name, tenant, id, body: { at }, at: now() };
    if (row === undefined) await store.commit([{ op: 'present', in: 'source', tenant, id }, { op: 'insert', ...op }]);
    else if (atOf(row) < at) await store.commit([{ op: 'update', ...op, version: row.version }]);
  }

  return Object.freeze({
    touch: (tenant: string, source: string, at: number) => void pending.set(source, { tenant, at: Math.floor(at / 1000) * 1000 }),
    last, flush,
    async forget(tenant: string, id: string): Promise<Op[]> {
      pending.delete(id);
      const row = await store.get(activityCollection.name, tenant, id);
      return row === undefined ? [] : [{ op: 'delete', in: activityCollection.name, tenant, id }];
    },
  });
}
