/** How units travel to the writer's thread: one flat array of strings and numbers for many units, one number back for each. */
import type { Op, RefusedWhy } from '@patchbay/contracts';

export type Word = string | number;

export interface Job {
  readonly job: 'write' | 'prune';
  readonly words: readonly Word[];
}

export interface Report {
  /** Of each unit: 0 committed, above 0 refused (see `refusal`), below 0 the index of its fault. */
  readonly outcomes: readonly number[];
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly trouble: 'full' | 'unavailable' | 'other';
  readonly message: string;
}

export const OPS = ['insert', 'update', 'delete', 'present', 'absent', 'append'] as const satisfies readonly Op['op'][];
export const REASONS = ['duplicate', 'missing', 'changed', 'present'] as const satisfies readonly RefusedWhy[];

/** Words of a unit: how many ops, then for each op its table and kind in one number, and its own words. */
export function encode(op: Op, table: number, words: Word[]): number {
  const kind = OPS.indexOf(op.op);
  const code = table * OPS.length + kind;
  switch (op.op) {
    case 'insert':
    case 'append': {
      const text = JSON.stringify(op.body);
      words.push(code, op.tenant, op.id, op.at, text);
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
    default: throw new Error(`no such op: ${JSON.stringify(op satisfies never)}`);
  }
}

export const refusal = (at: number, why: RefusedWhy): number => at * REASONS.length + REASONS.indexOf(why) + 1;
export const refusedAt = (outcome: number): number => Math.floor((outcome - 1) / REASONS.length);
export const refusedWhy = (outcome: number): RefusedWhy => REASONS[(outcome - 1) % REASONS.length] as RefusedWhy; // in range by the remainder
