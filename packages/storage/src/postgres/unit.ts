/** A unit on its way to PostgreSQL: bodies are text already, so that nobody can change them while they wait. */
import type { Op } from '@patchbay/contracts';
import { type Table, tableNamed } from '../table.ts';
import { storable } from './dialect.ts';

export interface PgOp {
  readonly op: Op['op'];
  readonly table: Table;
  readonly tenant: string;
  readonly id: string;
  readonly at: number;
  /** 0: whatever is there. */
  readonly version: number;
  readonly body: string;
  /** Of `absent`. */
  readonly field: string;
  readonly value: string;
}

export type PgUnit = readonly PgOp[];

export function toUnit(ops: readonly Op[], tables: ReadonlyMap<string, Table>): PgUnit {
  return ops.map((op) => {
    const table = tableNamed(tables, op.in);
    return {
      op: op.op, table,
      tenant: storable(op.tenant),
      id: 'id' in op ? storable(op.id) : '',
      at: 'at' in op ? op.at : 0,
      version: 'version' in op ? (op.version ?? 0) : 0,
      body: 'body' in op ? JSON.stringify(op.body) : '',
      field: op.op === 'absent' ? op.field : '',
      value: op.op === 'absent' ? storable(op.value) : '',
    };
  });
}

export const sizeOf = (unit: PgUnit): number => unit.reduce((sum, op) => sum + op.body.length, 0);
