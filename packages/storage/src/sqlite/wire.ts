/** How units travel to the writer's thread: one flat array of strings and numbers for many units, one number back for each. */
import type { Op, RefusedWhy } from '@patchbay/contracts';
import { leanValue } from '../lean-table.ts';
import type { WorkCells } from '../queue-table.ts';
import type { Table } from '../table.ts';

export type Word = string | number;

export interface Job {
  readonly job: 'write' | 'prune' | 'claim' | 'amend';
  readonly words: readonly Word[];
}

export interface Report {
  /** Of each unit: 0 committed, above 0 refused (see `refusal`), below 0 the index of its fault. */
  readonly outcomes: readonly number[];
  readonly faults: readonly Fault[];
  /** What a claim took. */
  readonly works?: readonly WorkCells[];
}

export interface Fault {
  readonly trouble: 'full' | 'unavailable' | 'other';
  readonly message: string;
}

export const OPS = ['insert', 'update', 'delete', 'present', 'absent', 'append', 'enqueue', 'finish', 'postpone'] as const satisfies readonly Op['op'][];
export const REASONS = ['duplicate', 'missing', 'changed', 'present'] as const satisfies readonly RefusedWhy[];

/** Words of a unit: how many ops, then for each op its table and kind in one number, and its own words. */
export function encode(op: Op, number: number, table: Table, words: Word[]): number {
  if (table.isQueue !== QUEUE_OPS.has(op.op)) throw new Error(`${op.op} is no op for ${table.name}`);
  const code = number * OPS.length + OPS.indexOf(op.op);
  switch (op.op) {
    case 'insert':
    case 'append': {
      const text = op.op === 'append' && op.text !== undefined ? op.text : JSON.stringify(op.body);
      words.push(code, op.tenant, op.id, op.at, text);
      if (table.lean) for (const field of table.fields.keys()) words.push(leanValue(field, op.body));
      return text.length;
    }
    case 'update': {
      const text = JSON.stringify(op.body);
      words.push(code, op.tenant, op.id, op.at, op.version, text);
      return text.length;
    }
    case 'delete': words.push(code, op.tenant, op.id, op.version ?? 0); return 0;
    case 'present': words.push(code, op.tenant, op.id); return 0;
    case 'absent': words.push(code, op.tenant, op.field, op.value); return 0;
    case 'enqueue': words.push(code, op.tenant, op.id, op.at, op.lane, op.work); return op.work.length;
    case 'finish': words.push(code, op.id, op.lease, op.lane, op.at); return 0;
    case 'postpone': words.push(code, op.id, op.lease, op.attempt, op.at); return 0;
    default: throw new Error(`no such op: ${JSON.stringify(op satisfies never)}`);
  }
}

const QUEUE_OPS: ReadonlySet<Op['op']> = new Set(['enqueue', 'finish', 'postpone']);

const LENGTHS = { insert: 5, update: 6, delete: 4, present: 3, absent: 4, append: 5, enqueue: 6, finish: 5, postpone: 5 } as const satisfies Record<(typeof OPS)[number], number>;

/** How many words an op has. */
export const lengthOf = (op: (typeof OPS)[number], table: Table): number => LENGTHS[op] + (op === 'append' && table.lean ? table.fields.size : 0);

export const refusal = (at: number, why: RefusedWhy): number => at * REASONS.length + REASONS.indexOf(why) + 1;
export const refusedAt = (outcome: number): number => Math.floor((outcome - 1) / REASONS.length);
export const refusedWhy = (outcome: number): RefusedWhy => REASONS[(outcome - 1) % REASONS.length] as RefusedWhy; // in range by the remainder
