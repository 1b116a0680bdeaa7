/** A unit on its way to PostgreSQL: bodies are text already, so that nobody can change them while they wait. */
import type { Op } from '@patchbay/contracts';
import { leanValue } from '../lean-table.ts';
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
  /** Of work. */
  readonly lane: string;
  readonly lease: number;
  readonly attempt: number;
  readonly held: boolean;
  /** Of an entry of a lean log: what its columns hold. */
  readonly columns: readonly string[];
}

export type PgUnit = readonly PgOp[];

const QUEUE_OPS: ReadonlySet<Op['op']> = new Set(['enqueue', 'finish', 'postpone']);
const NONE: readonly string[] = [];

export function toUnit(ops: readonly Op[], tables: ReadonlyMap<string, Table>): PgUnit {
  return ops.map((op) => {
    const table = tableNamed(tables, op.in);
    if (table.isQueue !== QUEUE_OPS.has(op.op)) throw new Error(`${op.op} is no op for ${table.name}`);
    return {
      op: op.op, table,
      tenant: storable(op.tenant),
      id: 'id' in op ? storable(op.id) : '',
      at: 'at' in op ? op.at : 0,
      version: 'version' in op ? (op.version ?? 0) : 0,
      body: 'body' in op ? ('text' in op && op.text !== undefined ? op.text : JSON.stringify(op.body)) : op.op === 'enqueue' ? storable(op.work) : '',
      field: op.op === 'absent' ? op.field : '',
      value: op.op === 'absent' ? storable(op.value) : '',
      lane: 'lane' in op ? storable(op.lane) : '',
      lease: 'lease' in op ? op.lease : 0,
      attempt: 'attempt' in op ? op.attempt : 0,
      held: op.op === 'enqueue' && op.held === true && op.lane === '',
      columns: table.lean && 'body' in op ? [...table.fields.keys()].map((field) => storable(leanValue(field, op.body))) : NONE,
    };
  });
}

export const sizeOf = (unit: PgUnit): number => unit.reduce((sum, op) => sum + op.body.length, 0);
