/** Where the logs end, within one transaction: read once for each log, written once, whatever the number of entries. */
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, chainHash } from '../chain.ts';
import type { TableWriter } from './table-writer.ts';

interface Head {
  readonly log: string;
  readonly tenant: string;
  seq: number;
  hash: string;
  changed: boolean;
}

export function createHeads(db: DatabaseSync) {
  const read = db.prepare('select seq, hash from log_head where log = ? and tenant = ?');
  const write = db.prepare('insert into log_head (log, tenant, seq, hash) values (?, ?, ?, ?) on conflict (log, tenant) do update set seq = excluded.seq, hash = excluded.hash');
  /** By log and tenant. */
  const heads = new Map<string, Map<string, Head>>();
  /** What the unit that runs has moved, to be put back if it is refused. */
  let moved: { readonly head: Head; readonly seq: number; readonly hash: string; readonly changed: boolean }[] = [];

  function headOf(log: string, tenant: string): Head {
    let of = heads.get(log);
    if (of === undefined) heads.set(log, (of = new Map<string, Head>()));
    let head = of.get(tenant);
    if (head === undefined) {
      const row = read.get(log, tenant);
      head = { log, tenant, seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? CHAIN_START), changed: false };
      of.set(tenant, head);
    }
    return head;
  }

  return {
    append(writer: TableWriter, tenant: string, id: string, at: number, body: string, columns: readonly string[]) {
      const { chained, name } = writer.table;
      const head = headOf(name, chained ? tenant : '');
      const hash = chained ? chainHash(head.hash, { id, at, text: body }) : head.hash;
      const why = writer.append(head.seq + 1, tenant, id, at, body, hash, columns);
      if (why !== undefined) return why;
      moved.push({ head, seq: head.seq, hash: head.hash, changed: head.changed });
      head.seq++;
      head.hash = hash;
      head.changed = true;
      return undefined;
    },
    accept(): void { if (moved.length > 0) moved = []; },
    putBack(): void {
      for (const { head, ...before } of moved.reverse()) Object.assign(head, before);
      moved = [];
    },
    save(): void {
      for (const of of heads.values()) for (const head of of.values()) if (head.changed) write.run(head.log, head.tenant, head.seq, head.hash);
    },
    forget(): void {
      heads.clear();
      moved = [];
    },
  };
}

export type Heads = ReturnType<typeof createHeads>;
