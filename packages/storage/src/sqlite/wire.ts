/** How units travel to the writer's thread: all texts of many units in one string, all else in one array of numbers, one number back for each unit. */
import type { Op, RefusedWhy } from '@patchbay/contracts';
import { leanValue } from '../lean-table.ts';
import type { WorkCells } from '../queue-table.ts';
import type { Table } from '../table.ts';

export type Word = string | number;

export type Job =
  | { readonly job: 'write'; readonly numbers: Float64Array; readonly text: string }
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

/** What is written on one side. */
export interface Sheet {
  readonly numbers: number[];
  readonly texts: string[];
  units: number;
}

export const sealed = ({ numbers, texts }: Sheet): Job => ({ job: 'write', numbers: new Float64Array(numbers), text: texts.join('') });

/** Of a unit: how many ops, then for each op its table and kind in one number, and its own words. */
export function encode(op: Op, number: number, table: Table, { numbers, texts }: Sheet): number {
  if (table.isQueue !== QUEUE_OPS.has(op.op)) throw new Error(`${op.op} is no op for ${table.name}`);
  numbers.push(number * OPS.length + KINDS.get(op.op === 'enqueue' && op.held === true ? 'hold' : op.op)!);
  const add = (text: string): void => { numbers.push(text.length); texts.push(text); };
  switch (op.op) {
    case 'insert':
    case 'append': {
      const text = op.op === 'append' && op.text !== undefined ? op.text : JSON.stringify(op.body);
      numbers.push(op.tenant.length, op.id.length, op.at, text.length);
      texts.push(op.tenant, op.id, text);
      if (table.lean && op.op === 'append') for (const field of table.fields.keys()) add(leanValue(field, op.body));
      return text.length;
    }
    case 'update': {
      const text = JSON.stringify(op.body);
      numbers.push(op.tenant.length, op.id.length, op.at, op.version, text.length);
      texts.push(op.tenant, op.id, text);
      return text.length;
    }
    case 'delete': add(op.tenant); add(op.id); numbers.push(op.version ?? 0); return 0;
    case 'present': add(op.tenant); add(op.id); return 0;
    case 'absent': add(op.tenant); add(op.field); add(op.value); return 0;
    case 'enqueue': {
      numbers.push(op.tenant.length, op.id.length, op.at);
      texts.push(op.tenant, op.id);
      if (op.held !== true) add(op.lane);
      add(op.work);
      return op.work.length;
    }
    case 'finish': numbers.push(op.id.length, op.lease, op.lane.length, op.at); texts.push(op.id, op.lane); return 0;
    case 'postpone': numbers.push(op.id.length, op.lease, op.attempt, op.at); texts.push(op.id); return 0;
    default: throw new Error(`no such op: ${JSON.stringify(op satisfies never)}`);
  }
}

const QUEUE_OPS: ReadonlySet<Op['op']> = new Set(['enqueue', 'finish', 'postpone']);

/** What is read on the other side, word by word. */
export class Reading {
  private readonly numbers: Float64Array;
  private readonly text: string;
  private at = 0;
  private place = 0;

  constructor(numbers: Float64Array, text: string) {
    this.numbers = numbers;
    this.text = text;
  }

  get ended(): boolean { return this.at >= this.numbers.length; }
  get mark(): readonly [number, number] { return [this.at, this.place]; }
  back([at, place]: readonly [number, number]): void {
    this.at = at;
    this.place = place;
  }

  next(): number { return this.numbers[this.at++]!; }

  /** A view into the text of the whole batch: who keeps it longer than the batch has to copy it (`copied`). */
  nextText(): string {
    const length = this.next();
    this.place += length;
    return this.text.slice(this.place - length, this.place);
  }

  nextTexts(count: number): string[] {
    const texts: string[] = [];
    for (let at = 0; at < count; at++) texts.push(this.nextText());
    return texts;
  }

  /** Passes over so many ops. */
  skip(count: number, tables: readonly Table[]): void {
    for (let op = 0; op < count; op++) {
      const code = this.next();
      const kind = OPS[code % OPS.length]!;
      const { lean, fields } = tables[Math.floor(code / OPS.length)]!;
      for (const word of LAYOUTS[kind]) this.pass(word === 't');
      if (lean && kind === 'append') for (let at = 0; at < fields.size; at++) this.pass(true);
    }
  }

  private pass(isText: boolean): void {
    const number = this.next();
    if (isText) this.place += number;
  }
}

export const refusal = (at: number, why: RefusedWhy): number => at * REASONS.length + REASONS.indexOf(why) + 1;
export const refusedAt = (outcome: number): number => Math.floor((outcome - 1) / REASONS.length);
export const refusedWhy = (outcome: number): RefusedWhy => REASONS[(outcome - 1) % REASONS.length] as RefusedWhy; // in range by the remainder

/** Cut out of the text of a batch it would keep that text alive. */
export const copied = (text: string): string => ` ${text}`.slice(1);
