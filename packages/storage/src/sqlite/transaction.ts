/** Writes many units with one sync. A unit that is refused leaves nothing; the others stay. */
import type { DatabaseSync } from 'node:sqlite';
import type { RefusedWhy } from '@patchbay/contracts';
import type { Table } from '../table.ts';
import { troubleOf } from './connection.ts';
import { createHeads } from './heads.ts';
import { createQueueWriter } from './queue-writer.ts';
import { createTableWriter } from './table-writer.ts';
import { type Fault, lengthOf, OPS, refusal, type Report, type Word } from './wire.ts';

const NO_COLUMNS: readonly string[] = [];
/** A refused unit had written something already, and no savepoint was set before it. */
const MUST_UNDO = -1;

export function createTransactions(db: DatabaseSync, tables: readonly Table[]) {
  const heads = createHeads(db);
  const writers = new Map(tables.filter((table) => !table.isQueue).map((table) => [table, createTableWriter(db, table)]));
  const queues = new Map(tables.filter((table) => table.isQueue).map((table) => [table, createQueueWriter(db, table.name)]));
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const savepoint = db.prepare('savepoint unit');
  const release = db.prepare('release unit');
  const undo = db.prepare('rollback to unit');
  let words: readonly Word[] = [];
  let next = 0;

  /** Runs the unit at the cursor and leaves the cursor behind it. */
  function runUnit(mayUndo: boolean): number {
    const count = words[next++] as number; // words come in the order in which `encode` pushed them
    const start = next;
    if (mayUndo) savepoint.run();
    let wrote = false;
    for (let at = 0; at < count; at++) {
      const code = words[next] as number;
      const kind = OPS[code % OPS.length];
      const why = runOp(code);
      if (why !== undefined) {
        next = skip(start, count);
        if (mayUndo) undo.run();
        else if (wrote) return MUST_UNDO;
        heads.putBack();
        if (mayUndo) release.run();
        return refusal(at, why);
      }
      wrote ||= kind !== 'present' && kind !== 'absent';
    }
    heads.accept();
    if (mayUndo) release.run();
    return 0;
  }

  function runOp(code: number): RefusedWhy | undefined {
    const table = tables[Math.floor(code / OPS.length)]!;
    if (table.isQueue) return runWork(code, table);
    const writer = writers.get(table)!;
    const tenant = words[next + 1] as string;
    const id = words[next + 2] as string;
    const third = words[next + 3] as number;
    switch (OPS[code % OPS.length]!) {
      case 'insert': next += 5; return writer.insert(tenant, id, third, words[next - 1] as string);
      case 'update': next += 6; return writer.update(tenant, id, third, words[next - 2] as number, words[next - 1] as string);
      case 'delete': next += 4; return writer.remove(tenant, id, third);
      case 'present': next += 3; return writer.present(tenant, id);
      case 'absent': next += 4; return writer.absent(tenant, id, words[next - 1] as string);
      case 'append': {
        const text = words[next + 4] as string;
        const further = table.lean ? table.fields.size : 0;
        const columns = further === 0 ? NO_COLUMNS : (words.slice(next + 5, next + 5 + further) as string[]);
        next += 5 + further;
        return heads.append(writer, tenant, id, third, text, columns);
      }
      default: throw new Error(`no op for ${table.name}`);
    }
  }

  function runWork(code: number, table: Table): RefusedWhy | undefined {
    const queue = queues.get(table)!;
    const op = OPS[code % OPS.length]!;
    const at = next + 1;
    next += lengthOf(op, table);
    if (op === 'enqueue') return queue.enqueue(words[at] as string, words[at + 1] as string, words[at + 2] as number, words[at + 3] as string, words[at + 4] as string);
    if (op === 'finish') return queue.finish(words[at] as string, words[at + 1] as number, words[at + 2] as string, words[at + 3] as number);
    return queue.postpone(words[at] as string, words[at + 1] as number, words[at + 2] as number, words[at + 3] as number);
  }

  function skip(start: number, count: number): number {
    let place = start;
    for (let at = 0; at < count; at++) {
      const code = words[place] as number;
      place += lengthOf(OPS[code % OPS.length]!, tables[Math.floor(code / OPS.length)]!);
    }
    return place;
  }

  /** All units from the cursor on, or the first `limit` of them, in one transaction. */
  function transact(limit: number, mayUndo: boolean): number[] | typeof MUST_UNDO {
    const outcomes: number[] = [];
    begin.run();
    try {
      while (next < words.length && outcomes.length < limit) {
        const outcome = runUnit(mayUndo);
        if (outcome === MUST_UNDO) return rollback();
        outcomes.push(outcome);
      }
      heads.save();
      commit.run();
      return outcomes;
    } finally {
      rollback();
    }
  }

  function rollback(): typeof MUST_UNDO {
    heads.forget();
    if (db.isTransaction) db.exec('rollback');
    return MUST_UNDO;
  }

  /** One by one, each synced on its own: only those that can't be written fail. */
  function oneByOne(): Report {
    const outcomes: number[] = [];
    const faults: Fault[] = [];
    while (next < words.length) {
      const start = next;
      try {
        const found = transact(1, true);
        outcomes.push(found === MUST_UNDO ? 0 : found[0]!);
      } catch (error) {
        faults.push(faultOf(error));
        outcomes.push(-faults.length);
        next = skip(start + 1, words[start] as number);
      }
    }
    return { outcomes, faults };
  }

  return function write(batch: readonly Word[]): Report {
    words = batch;
    next = 0;
    try {
      let outcomes = transact(Infinity, false);
      if (outcomes === MUST_UNDO) {
        next = 0;
        outcomes = transact(Infinity, true);
      }
      if (outcomes !== MUST_UNDO) return { outcomes, faults: [] };
    } catch (error) {
      if (troubleOf(error) === 'unavailable') return { outcomes: [], faults: [faultOf(error)] };
    }
    next = 0;
    return oneByOne();
  };
}

export const faultOf = (error: unknown): Fault => ({ trouble: troubleOf(error), message: error instanceof Error ? error.message : String(error) });
