/** The statements that write one table, prepared when they are first needed. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RefusedWhy } from '@patchbay/contracts';
import { leanColumn } from '../lean-table.ts';
import { equal, type Value } from '../select.ts';
import type { Table } from '../table.ts';
import { sqliteDialect } from './dialect.ts';
import { createStretches } from './stretches.ts';

export interface TableWriter {
  readonly table: Table;
  insert(tenant: string, id: string, at: number, body: string): RefusedWhy | undefined;
  update(tenant: string, id: string, at: number, version: number, body: string): RefusedWhy | undefined;
  remove(tenant: string, id: string, version: number): RefusedWhy | undefined;
  present(tenant: string, id: string): RefusedWhy | undefined;
  absent(tenant: string, field: string, value: string): RefusedWhy | undefined;
  append(seq: number, tenant: string, id: string, at: number, body: string, hash: string, columns: readonly string[]): RefusedWhy | undefined;
  /** Something that was written was taken back. */
  undone(): void;
}

export function createTableWriter(db: DatabaseSync, table: Table): TableWriter {
  const prepare = lazily(db);
  const name = `"${table.name}"`;
  const insertion = `insert into ${name} (tenant, id, version, created_at, updated_at, body) values (?, ?, 1, ?, ?, ?) on conflict do nothing`;
  const change = `update or ignore ${name} set body = ?, updated_at = ?, version = version + 1 where tenant = ? and id = ? and version = ?`;
  const removal = `delete from ${name} where tenant = ? and id = ?`;
  const removalOf = `${removal} and version = ?`;
  const look = `select version from ${name} where tenant = ? and id = ?`;
  const further = [...(table.chained ? ['hash'] : []), ...(table.lean ? [...table.fields.keys()].map(leanColumn) : [])];
  const entry = `insert into ${name} (${['seq', 'tenant', 'id', 'created_at', 'body', ...further].join(', ')}) values (?, ?, ?, ?, ?${', ?'.repeat(further.length)}) on conflict do nothing`;
  const stretches = table.stretches.length > 0 ? createStretches(db, table) : undefined;
  const versionOf = (tenant: string, id: string): unknown => prepare(look).get(tenant, id)?.['version'];

  return {
    table,
    insert: (tenant, id, at, body) => (prepare(insertion).run(tenant, id, at, at, body).changes === 1 ? undefined : 'duplicate'),
    update(tenant, id, at, version, body) {
      if (prepare(change).run(body, at, tenant, id, version).changes === 1) return undefined;
      const there = versionOf(tenant, id);
      if (there === undefined) return 'missing';
      return there === version ? 'duplicate' : 'changed';
    },
    remove(tenant, id, version) {
      const { changes } = version === 0 ? prepare(removal).run(tenant, id) : prepare(removalOf).run(tenant, id, version);
      if (changes === 1) return undefined;
      return versionOf(tenant, id) === undefined ? 'missing' : 'changed';
    },
    present: (tenant, id) => (versionOf(tenant, id) === undefined ? 'missing' : undefined),
    absent: (tenant, field, value) => (prepare(holder(table, field, value)).get(tenant, value) === undefined ? undefined : 'present'),
    append(seq, tenant, id, at, body, hash, columns) {
      const { changes } = table.chained ? prepare(entry).run(seq, tenant, id, at, body, hash, ...columns) : prepare(entry).run(seq, tenant, id, at, body, ...columns);
      if (changes !== 1) return 'duplicate';
      stretches?.add(seq, tenant, columns);
      return undefined;
    },
    undone: () => stretches?.forget(),
  };
}

function holder(table: Table, field: string, value: string): string {
  const type = table.fields.get(field);
  if (type === undefined) throw new Error(`${table.name} has no index on ${field}`);
  return `select 1 from "${table.name}" where tenant = ?1 and ${equal(field, type, value, sqliteDialect, (_: Value) => '?2').join(' and ')} limit 1`;
}

function lazily(db: DatabaseSync): (text: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (text) => {
    let statement = prepared.get(text);
    if (statement === undefined) prepared.set(text, (statement = db.prepare(text)));
    return statement;
  };
}
