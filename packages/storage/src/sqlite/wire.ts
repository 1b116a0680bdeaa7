/** How units travel to the writer's thread: the words of many on one sheet, one number back for each unit. */
import type { Document, Op, RefusedWhy } from '@patchbay/contracts';
import { leanValue } from '../lean-table.ts';
import type { WorkCells } from '../queue-table.ts';
import type { Table } from '../table.ts';
import type { Reading, Sheet, Written } from './sheet.ts';

export type Word = string | number;

export type Job =
  | ({ readonly job: 'write' } & Written)
  | { readonly job: 'room' }
  | { readonly job: 'prune' | 'claim' | 'amend'; readonly words: readonly Word[] };

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

/** Numbers that count what was sent: the other side sleeps until its number moves. Most reports say that all is well, and need no message: they are only counted. */
export const BELL = { job: 0, report: 1, well: 2 } as const;

/** The numbers go round, from the highest to the lowest. They begin shortly before that, so that it is nothing that only comes after weeks. */
export const BELL_BEGINS = 2 ** 31 - 50;
/** How many there are from one number to another, also where they went round in between. */
export const between = (from: number, until: number): number => (until - from) | 0;

/** A report that has something to say, and how many that all is well came before it. */
export interface Told { readonly report: Report; readonly before: number }

export const isWell = ({ outcomes, faults, works }: Report): boolean => faults.length === 0 && works === undefined && outcomes.every((outcome) => outcome === 0);

/** `hold` puts work into a queue that is held by who puts it in. */
export const OPS = ['insert', 'update', 'delete', 'present', 'absent', 'append', 'enqueue', 'hold', 'finish', 'postpone'] as const satisfies readonly (Op['op'] | 'hold')[];
export type OpKind = (typeof OPS)[number];
export const REASONS = ['duplicate', 'missing', 'changed', 'present'] as const satisfies readonly RefusedWhy[];

/** The words of an op behind its code: t for a text, whose length stands among the numbers, n for a number. */
const LAYOUTS = { insert: 'ttnt', update: 'ttnnt', delete: 'ttn', present: 'tt', absent: 'ttt', append: 'ttnt', enqueue: 'ttntt', hold: 'ttnt', finish: 'tntn', postpone: 'tnnn' } as const satisfies Record<OpKind, string>;
const KINDS = new Map(OPS.map((op, index) => [op, index]));

/** Of a unit: how many ops, then for each op its table and kind in one number, and its own words. Answers roughly how many bytes it brought. */
export function encode(op: Op, number: number, table: Table, sheet: Sheet): number {
  if (table.isQueue !== QUEUE_OPS.has(op.op)) throw new Error(`${op.op} is no op for ${table.name}`);
  sheet.number(number * OPS.length + KINDS.get(op.op === 'enqueue' && op.held === true ? 'hold' : op.op)!);
  switch (op.op) {
    case 'insert':
    case 'append': {
      sheet.again(op.tenant, TENANT);
      sheet.text(op.id);
      sheet.number(op.at);
      const bytes = sheet.text(op.op === 'append' && op.text !== undefined ? op.text : JSON.stringify(op.body));
      if (table.lean && op.op === 'append') columns(op.body, number, table, sheet);
      return bytes;
    }
    case 'update': {
      sheet.again(op.tenant, TENANT);
      sheet.text(op.id);
      sheet.number(op.at);
      sheet.number(op.version);
      return sheet.text(JSON.stringify(op.body));
    }
    case 'delete': sheet.again(op.tenant, TENANT); sheet.text(op.id); sheet.number(op.version ?? 0); return 0;
    case 'present': sheet.again(op.tenant, TENANT); sheet.text(op.id); return 0;
    case 'absent': sheet.again(op.tenant, TENANT); sheet.text(op.field); sheet.text(op.value); return 0;
    case 'enqueue': {
      sheet.again(op.tenant, TENANT);
      sheet.text(op.id);
      sheet.number(op.at);
      if (op.held !== true) sheet.text(op.lane);
      return sheet.text(op.work);
    }
    case 'finish': sheet.text(op.id); sheet.number(op.lease); sheet.text(op.lane); sheet.number(op.at); return 0;
    case 'postpone': sheet.text(op.id); sheet.number(op.lease); sheet.number(op.attempt); sheet.number(op.at); return 0;
    default: throw new Error(`no such op: ${JSON.stringify(op satisfies never)}`);
  }
}

/** Slots of texts that come again: tenants, and the columns of each log but those whose values hardly ever do. */
const TENANT = 0;
const MOST_COLUMNS = 16;

function columns(body: Document, number: number, { fields, collection: { distinct = [] } }: Table, sheet: Sheet): void {
  let slot = 1 + number * MOST_COLUMNS;
  for (const field of fields.keys()) {
    if (distinct.includes(field)) sheet.text(leanValue(field, body));
    else sheet.again(leanValue(field, body), slot);
    slot++;
  }
}

const QUEUE_OPS: ReadonlySet<Op['op']> = new Set(['enqueue', 'finish', 'postpone']);

/** Passes over so many ops. */
export function skip(reading: Reading, count: number, tables: readonly Table[]): void {
  for (let op = 0; op < count; op++) {
    const code = reading.next();
    const kind = OPS[code % OPS.length]!;
    const { lean, fields } = tables[Math.floor(code / OPS.length)]!;
    for (const word of LAYOUTS[kind]) reading.pass(word === 't');
    if (lean && kind === 'append') for (let at = 0; at < fields.size; at++) reading.pass(true);
  }
}

export const refusal = (at: number, why: RefusedWhy): number => at * REASONS.length + REASONS.indexOf(why) + 1;
export const refusedAt = (outcome: number): number => Math.floor((outcome - 1) / REASONS.length);
export const refusedWhy = (outcome: number): RefusedWhy => REASONS[(outcome - 1) % REASONS.length] as RefusedWhy; // in range by the remainder
