/**
 * The ops of many units as few statements: one per kind and table, each with the number of rows it has to find. The order is
 * fixed, whatever the order of the ops. If all numbers fit, it is as if the units had run one after the other; if one does not,
 * the units run again in smaller groups, and the last one alone, op by op.
 */
import type { Op } from '@patchbay/contracts';
import { leanColumn } from '../lean-table.ts';
import { sought, type Table } from '../table.ts';
import { postgresDialect } from './dialect.ts';
import { copy } from './copy.ts';
import type { Entry } from './heads.ts';
import type { Holding } from './held-work.ts';
import { queueStages } from './queue-stages.ts';
import type { Stage } from './stage.ts';
import type { PgOp, PgUnit } from './unit.ts';

/** Checks of what has to be there first; checks of what must not be there last, when the rows they depend on are locked. */
const ORDER = ['present', 'update', 'insert', 'delete', 'absent'] as const satisfies readonly Op['op'][];

export function stagesOf(units: readonly PgUnit[], entries: readonly Entry[], holding?: Holding): Stage[] {
  const work = units.flat().filter(({ table }) => table.isQueue);
  const groups = groupBy(units.flat().filter(({ op, table }) => op !== 'append' && !table.isQueue), ({ op, table, field }) => `${op} ${table.name} ${field}`);
  const staged = [...groups.values()].sort((a, b) => rank(a) - rank(b) || (nameOf(a) < nameOf(b) ? -1 : 1)).map((ops) => builders[ops[0]!.op as (typeof ORDER)[number]](ops[0]!.table, ops));
  const logs = [...groupBy(entries, ({ op }) => op.table).entries()].map(([table, of]) => appendAll(table, of));
  return [...staged, ...queueStages(work, holding), ...logs];
}

const rank = ([first]: readonly PgOp[]): number => ORDER.indexOf(first?.op as (typeof ORDER)[number]); // every group holds one op at least
const nameOf = ([first]: readonly PgOp[]): string => `${first?.table.name} ${first?.field}`;

const builders: Record<(typeof ORDER)[number], (table: Table, ops: readonly PgOp[]) => Stage> = {
  present(table, all) {
    const ops = sorted([...new Map(all.map((op) => [`${op.tenant} ${op.id}`, op])).values()]);
    return {
      text: `select 1 from "${table.name}" d join unnest($1::text[], $2::text[]) as x(tenant, id) on d.tenant = x.tenant and d.id = x.id for key share of d`,
      values: [tenants(ops), ids(ops)], rows: ops.length,
    };
  },
  update(table, all) {
    const ops = sorted(all);
    return {
      text: `update "${table.name}" d set body = x.body::json, updated_at = x.at, version = d.version + 1 from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) as x(tenant, id, at, version, body) where d.tenant = x.tenant and d.id = x.id and d.version = x.version`,
      values: [tenants(ops), ids(ops), times(ops), versions(ops), bodies(ops)], rows: ops.length,
    };
  },
  insert: (table, ops) => ({
    text: `insert into "${table.name}" (tenant, id, version, created_at, updated_at, body) select tenant, id, 1, at, at, body::json from unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) as x(tenant, id, at, body)`,
    values: [tenants(ops), ids(ops), times(ops), bodies(ops)],
  }),
  delete(table, all) {
    const ops = sorted(all);
    return {
      text: `delete from "${table.name}" d using unnest($1::text[], $2::text[], $3::bigint[]) as x(tenant, id, version) where d.tenant = x.tenant and d.id = x.id and x.version in (0, d.version)`,
      values: [tenants(ops), ids(ops), versions(ops)], rows: ops.length,
    };
  },
  absent(table, ops) {
    const { field } = ops[0]!;
    const type = table.fields.get(field);
    if (type === undefined) throw new Error(`${table.name} has no index on ${field}`);
    const held = `${sought(field, type, postgresDialect, 'd.body')} = x.value and ${postgresDialect.value(field, type, 'd.body')} is not null`;
    return {
      text: `select 1 from unnest($1::text[], $2::text[]) as x(tenant, value) where exists (select 1 from "${table.name}" d where d.tenant = x.tenant and ${held})`,
      values: [tenants(ops), ops.map(({ value }) => value)], rows: 0,
    };
  },
};

function appendAll(table: Table, entries: readonly Entry[]): Stage {
  const ops = entries.map(({ op }) => op);
  const own = table.lean ? [...table.fields.keys()].map((field, at) => ({ name: leanColumn(field), cells: ops.map((op) => op.columns[at] ?? '') })) : [];
  const columns = [
    { name: 'seq', cells: entries.map(({ seq }) => seq) }, { name: 'tenant', cells: tenants(ops) }, { name: 'id', cells: ids(ops) }, { name: 'created_at', cells: times(ops) }, { name: 'body', cells: bodies(ops) },
    ...(table.chained ? [{ name: 'hash', cells: entries.map(({ hash }) => hash) }] : []), ...own,
  ];
  return copy(table.name, columns, ops.length);
}

function groupBy<T, K>(all: readonly T[], keyOf: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group === undefined) groups.set(keyOf(each), [each]);
    else group.push(each);
  }
  return groups;
}

/** Everybody locks rows in the same order. */
const sorted = (ops: readonly PgOp[]): PgOp[] => ops.toSorted((a, b) => (a.tenant === b.tenant ? (a.id < b.id ? -1 : 1) : a.tenant < b.tenant ? -1 : 1));
const tenants = (ops: readonly PgOp[]): string[] => ops.map(({ tenant }) => tenant);
const ids = (ops: readonly PgOp[]): string[] => ops.map(({ id }) => id);
const times = (ops: readonly PgOp[]): number[] => ops.map(({ at }) => at);
const versions = (ops: readonly PgOp[]): number[] => ops.map(({ version }) => version);
const bodies = (ops: readonly PgOp[]): string[] => ops.map(({ body }) => body);
