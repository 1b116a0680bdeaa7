/** Work of many units as few statements. What leaves comes first, so that what follows it in a lane is seen to be next. */
import { PARKED, WORK_COLUMNS } from '../queue-table.ts';
import type { Table } from '../table.ts';
import { copy } from './copy.ts';
import type { Holding } from './held-work.ts';
import type { Stage } from './stage.ts';
import type { PgOp } from './unit.ts';

/** Without a holding, what came to be held is a row like any other. */
export function queueStages(work: readonly PgOp[], holding?: Holding): Stage[] {
  if (work.length === 0) return [];
  const rows = holding === undefined ? work : work.filter((op) => !holding.take(op));
  const tables = [...new Set(work.map(({ table }) => table))].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lanes = [...new Set(rows.filter(({ lane }) => lane !== '').map(({ lane }) => lane))];
  return [...(lanes.length === 0 ? [] : [lock(lanes)]), ...tables.flatMap((table) => [...stagesOf(table, rows.filter((op) => op.table === table)), ...(holding?.stages(table) ?? [])])];
}

function stagesOf(table: Table, ops: readonly PgOp[]): Stage[] {
  const of = (kind: PgOp['op']): PgOp[] => ops.filter(({ op }) => op === kind);
  const entering = of('enqueue');
  const leaving = sorted(of('finish'));
  const waiting = sorted(of('postpone'));
  const born = new Set(entering.map(({ id }) => id));
  const [early, late] = [leaving.filter(({ id }) => !born.has(id)), leaving.filter(({ id }) => born.has(id))]; // a unit may finish what it brought
  return [
    ...finish(table, early), ...(entering.length === 0 ? [] : [enqueue(table, entering)]),
    ...(waiting.length === 0 ? [] : [postpone(table, waiting)]), ...finish(table, late),
  ];
}

/** Whoever adds to a lane or leaves it waits for who does the same: else both might think that the other wakes the next. */
const lock = (lanes: readonly string[]): Stage => ({
  text: 'select pg_advisory_xact_lock(h) from (select distinct hashtextextended(lane, 1818324581) as h from unnest($1::text[]) as x(lane) order by 1) y',
  values: [lanes],
});

function finish(table: Table, ops: readonly PgOp[]): Stage[] {
  if (ops.length === 0) return [];
  const removal: Stage = {
    text: `delete from "${table.name}" d using unnest($1::text[], $2::bigint[]) as x(id, lease) where d.id = x.id and d.lease = x.lease`,
    values: [ids(ops), leases(ops)], rows: ops.length,
  };
  const lanes = new Map(ops.filter(({ lane }) => lane !== '').map(({ lane, at }) => [lane, at]));
  if (lanes.size === 0) return [removal];
  const wake: Stage = {
    text: `update "${table.name}" d set run_at = x.at from unnest($1::text[], $2::bigint[]) as x(lane, at) where d.id = (select n.id from "${table.name}" n where n.lane = x.lane and n.lane <> '' order by n.id limit 1) and d.run_at = ${PARKED}`,
    values: [[...lanes.keys()], [...lanes.values()]],
  };
  return [removal, wake];
}

export type WorkRow = Pick<PgOp, 'id' | 'tenant' | 'at' | 'attempt' | 'lease' | 'lane' | 'body'>;

export function copyWork(table: Table, rows: readonly WorkRow[]): Stage {
  const cells = [rows.map(({ id }) => id), rows.map(({ tenant }) => tenant), rows.map(({ at }) => at), rows.map(({ attempt }) => attempt), rows.map(({ lease }) => lease), rows.map(({ lane }) => lane), rows.map(({ body }) => body)];
  return copy(table.name, WORK_COLUMNS.split(', ').map((name, at) => ({ name, cells: cells[at]! })), rows.length);
}

/** The first of a lane may run; all others wait for it. */
function enqueue(table: Table, ops: readonly PgOp[]): Stage {
  if (ops.every(({ lane }) => lane === '')) return copyWork(table, ops.map((op) => ({ ...op, attempt: 1, lease: 1 })));
  const columns = [ids(ops), ops.map(({ tenant }) => tenant), ops.map(({ at }) => at), ops.map(({ lane }) => lane), ops.map(({ body }) => body)];
  const head = `insert into "${table.name}" (id, tenant, run_at, attempt, lease, lane, work)`;
  const from = 'unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) as x(id, tenant, at, lane, work)';
  const waits = `lane <> '' and (row_number() over (partition by lane order by id) > 1 or exists (select 1 from "${table.name}" n where n.lane = x.lane and n.lane <> ''))`;
  return { text: `${head} select id, tenant, case when ${waits} then ${PARKED} else at end, 1, 1, lane, work from ${from}`, values: columns };
}

const postpone = (table: Table, ops: readonly PgOp[]): Stage => ({
  text: `update "${table.name}" d set attempt = x.attempt, run_at = x.at from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as x(id, lease, attempt, at) where d.id = x.id and d.lease = x.lease`,
  values: [ids(ops), leases(ops), ops.map(({ attempt }) => attempt), ops.map(({ at }) => at)], rows: ops.length,
});

/** Everybody locks rows in the same order. */
const sorted = (ops: readonly PgOp[]): PgOp[] => ops.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const ids = (ops: readonly PgOp[]): string[] => ops.map(({ id }) => id);
const leases = (ops: readonly PgOp[]): number[] => ops.map(({ lease }) => lease);
