/** Writes many units with one sync. A unit that is refused leaves nothing; the others stay. */
import type { DatabaseSync } from 'node:sqlite';
import type { RefusedWhy } from '@patchbay/contracts';
import type { Table } from '../table.ts';
import { troubleOf } from './connection.ts';
import { createHeads } from './heads.ts';
import { createQueueWriter } from './queue-writer.ts';
import { createTableWriter } from './table-writer.ts';
import type { Reading } from './sheet.ts';
import { type Fault, OPS, type OpKind, refusal, type Report, skip } from './wire.ts';

/** A refused unit had written something already, and no savepoint was set before it. */
const MUST_UNDO = -1;

export function createTransactions(db: DatabaseSync, tables: readonly Table[]) {
  const heads = createHeads(db);
  const writers = new Map(tables.filter((table) => !table.isQueue).map((table) => [table, createTableWriter(db, table)]));
  const queues = new Map(tables.filter((table) => table.isQueue).map((table) => [table, createQueueWriter(db, table.name)]));
  const held = [...queues.values()].map((queue) => queue.held);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const savepoint = db.prepare('savepoint unit');
  const release = db.prepare('release unit');
  const undo = db.prepare('rollback to unit');
  let reading: Reading;

  /** Runs the unit at the cursor and leaves the cursor behind it. */
  function runUnit(mayUndo: boolean): number {
    const count = reading.next();
    const start = reading.mark;
    if (mayUndo) savepoint.run();
    let wrote = false;
    for (let at = 0; at < count; at++) {
      const code = reading.next();
      const kind = OPS[code % OPS.length]!;
      const why = runOp(kind, tables[Math.floor(code / OPS.length)]!);
      if (why !== undefined) {
        reading.back(start);
        skip(reading, count, tables);
        if (mayUndo) undone();
        else if (wrote) return MUST_UNDO;
        heads.putBack();
        for (const each of held) each.putBack();
        if (mayUndo) release.run();
        return refusal(at, why);
      }
      wrote ||= kind !== 'present' && kind !== 'absent';
    }
    heads.accept();
    for (const each of held) each.accept();
    if (mayUndo) release.run();
    return 0;
  }

  function runOp(kind: OpKind, table: Table): RefusedWhy | undefined {
    if (table.isQueue) return runWork(kind, table);
    const writer = writers.get(table)!;
    const tenant = reading.nextText();
    if (kind === 'absent') return writer.absent(tenant, reading.nextText(), reading.nextText());
    const id = reading.nextText();
    if (kind === 'present') return writer.present(tenant, id);
    const number = reading.next();
    switch (kind) {
      case 'insert': return writer.insert(tenant, id, number, reading.nextText());
      case 'update': return writer.update(tenant, id, number, reading.next(), reading.nextText());
      case 'delete': return writer.remove(tenant, id, number);
      case 'append': {
        const text = reading.nextText();
        return heads.append(writer, tenant, id, number, text, table.lean ? reading.nextTexts(table.fields.size) : NO_COLUMNS);
      }
      default: throw new Error(`no op for ${table.name}`);
    }
  }

  function runWork(kind: OpKind, table: Table): RefusedWhy | undefined {
    const queue = queues.get(table)!;
    const first = reading.nextText();
    switch (kind) {
      case 'enqueue': return queue.enqueue(first, reading.nextText(), reading.next(), reading.nextText(), reading.nextText());
      case 'hold': return queue.held.add(first, reading.nextText(), reading.next(), reading.nextText());
      case 'finish': return queue.finish(first, reading.next(), reading.nextText(), reading.next());
      case 'postpone': return queue.postpone(first, reading.next(), reading.next(), reading.next());
      default: throw new Error(`no op for ${table.name}`);
    }
  }

  /** All units from the cursor on, or the first `limit` of them, in one transaction. */
  function transact(limit: number, mayUndo: boolean): number[] | typeof MUST_UNDO {
    const outcomes: number[] = [];
    let isCommitted = false;
    begin.run();
    try {
      while (!reading.ended && outcomes.length < limit) {
        const outcome = runUnit(mayUndo);
        if (outcome === MUST_UNDO) return rollback();
        outcomes.push(outcome);
      }
      heads.save();
      for (const each of held) each.save();
      commit.run();
      isCommitted = true;
      for (const each of held) each.saved();
      return outcomes;
    } finally {
      if (!isCommitted) for (const writer of writers.values()) writer.undone();
      rollback();
    }
  }

  function undone(): void {
    undo.run();
    for (const writer of writers.values()) writer.undone();
  }

  function rollback(): typeof MUST_UNDO {
    heads.forget();
    for (const each of held) each.forget();
    if (db.isTransaction) db.exec('rollback');
    return MUST_UNDO;
  }

  /** One by one, each synced on its own: only those that can't be written fail. */
  function oneByOne(): Report {
    const outcomes: number[] = [];
    const faults: Fault[] = [];
    while (!reading.ended) {
      const start = reading.mark;
      try {
        const found = transact(1, true);
        outcomes.push(found === MUST_UNDO ? 0 : found[0]!);
      } catch (error) {
        faults.push(faultOf(error));
        outcomes.push(-faults.length);
        reading.back(start);
        skip(reading, reading.next(), tables);
      }
    }
    return { outcomes, faults };
  }

  function write(batch: Reading): Report {
    reading = batch;
    const start = reading.mark;
    try {
      let outcomes = transact(Infinity, false);
      if (outcomes === MUST_UNDO) {
        reading.back(start);
        outcomes = transact(Infinity, true);
      }
      if (outcomes !== MUST_UNDO) return { outcomes, faults: [] };
    } catch (error) {
      if (troubleOf(error) === 'unavailable') return { outcomes: [], faults: [faultOf(error)] };
    }
    reading.back(start);
    return oneByOne();
  }

  return { write, heldOf: (table: Table) => queues.get(table)?.held };
}

const NO_COLUMNS: readonly string[] = [];

export const faultOf = (error: unknown): Fault => ({ trouble: troubleOf(error), message: error instanceof Error ? error.message : String(error) });
