/** The hub's own changes of an installation: its status, and the version that it goes back to. Nobody calls for them. */
import type { Document, Op, Plan, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { Directory } from '../directory.ts';

export interface MarkPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly directory: Directory;
  readonly tell: (draft: { readonly tenant: string; readonly type: string; readonly subject: string; readonly data: Document; readonly at: number }) => Plan;
}

/** What becomes of the document, from what it is now; undefined leaves it as it is. */
export type Change = (row: Row) => { readonly body: Document; readonly event?: { readonly type: string; readonly data: Document } } | undefined;

export type Mark = (tenant: string, id: string, change: Change) => Promise<boolean>;

const AGAIN = 5;

export function createMark({ store, now, directory, tell }: MarkPorts): Mark {
  return async (tenant, id, change) => {
    for (let attempt = 0; attempt < AGAIN; attempt++) {
      const row = await store.get('installation', tenant, id);
      const wanted = row === undefined ? undefined : change(row);
      if (row === undefined || wanted === undefined) return false;
      const at = now();
      const told = wanted.event === undefined ? undefined : tell({ tenant, subject: id, at, ...wanted.event });
      const ops: Op[] = [
        { op: 'update', in: 'installation', tenant, id, body: { ...row.body, ...wanted.body }, at, version: row.version },
        directory.changeOp(tenant, { kind: 'installation', id }, at),
        ...(told?.ops ?? []),
      ];
      if ((await store.commit(ops)).kind === 'refused') continue;
      told?.committed();
      await directory.refresh(tenant, { kind: 'installation', id });
      return true;
    }
    return false;
  };
}
