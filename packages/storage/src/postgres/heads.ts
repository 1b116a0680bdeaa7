/** Where the logs end. Known from the last commit, a group needs no trip to ask; another hub's append shows when ours does not fit. */
import { CHAIN_START, chainHash } from '../chain.ts';
import type { PgOp, PgUnit } from './unit.ts';
import type { Query } from './pipeline.ts';

export interface Head {
  readonly log: string;
  readonly tenant: string;
  readonly seq: number;
  readonly hash: string;
}

export interface Entry {
  readonly op: PgOp;
  readonly seq: number;
  readonly hash: string;
}

export type Heads = ReadonlyMap<string, Head>;

const keyOf = (log: string, tenant: string): string => `${log} ${tenant}`;

/** The heads that these units move, in the one order in which everybody locks them. */
export function headsOf(units: readonly PgUnit[]): { key: string; log: string; tenant: string }[] {
  const found = new Map<string, { key: string; log: string; tenant: string }>();
  for (const unit of units) {
    for (const { op, table, tenant } of unit) {
      if (op !== 'append') continue;
      const of = table.chained ? tenant : '';
      const key = keyOf(table.name, of);
      if (!found.has(key)) found.set(key, { key, log: table.name, tenant: of });
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Gives each entry its place and hash; answers where the logs end then. */
export function chain(units: readonly PgUnit[], before: Heads): { entries: Entry[]; after: Map<string, Head> } {
  const after = new Map<string, Head>();
  const entries: Entry[] = [];
  for (const unit of units) {
    for (const op of unit) {
      if (op.op !== 'append') continue;
      const tenant = op.table.chained ? op.tenant : '';
      const key = keyOf(op.table.name, tenant);
      const head = after.get(key) ?? before.get(key) ?? { log: op.table.name, tenant, seq: 0, hash: CHAIN_START };
      const next = { ...head, seq: head.seq + 1, hash: op.table.chained ? chainHash(head.hash, { id: op.id, at: op.at, text: op.body }) : head.hash };
      after.set(key, next);
      entries.push({ op, seq: next.seq, hash: next.hash });
    }
  }
  return { entries, after };
}

const COLUMNS = 'unnest($1::text[], $2::text[]) as x(log, tenant)';

/** Two queries: makes the heads that are not there yet, then locks and reads all of them. */
export const lockHeads = (keys: readonly { log: string; tenant: string }[]): [Query, Query] => {
  const values = [keys.map(({ log }) => log), keys.map(({ tenant }) => tenant)];
  return [
    { text: `insert into log_head (log, tenant, seq, hash) select log, tenant, 0, '${CHAIN_START}' from ${COLUMNS} on conflict do nothing`, values },
    { text: `select h.log, h.tenant, h.seq, h.hash from log_head h join ${COLUMNS} on h.log = x.log and h.tenant = x.tenant order by h.log, h.tenant for update of h`, values },
  ];
};

/** Moves the heads from where we believe that they are. Fewer rows than heads: another hub was there. */
export function moveHeads(before: Heads, after: ReadonlyMap<string, Head>): Query {
  const moves = [...after].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, head]) => ({ ...head, was: before.get(key)?.seq ?? 0 }));
  return {
    text: 'update log_head h set seq = x.seq, hash = x.hash from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) as x(log, tenant, was, seq, hash) where h.log = x.log and h.tenant = x.tenant and h.seq = x.was',
    values: [moves.map(({ log }) => log), moves.map(({ tenant }) => tenant), moves.map(({ was }) => was), moves.map(({ seq }) => seq), moves.map(({ hash }) => hash)],
  };
}

export const toHeads = (rows: readonly Head[]): Map<string, Head> => new Map(rows.map((head) => [keyOf(head.log, head.tenant), head]));
