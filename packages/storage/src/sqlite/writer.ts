/** The thread that owns the only writing connection: neither a write nor a disk sync ever blocks the event loop of the hub. */
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Collection } from '@patchbay/contracts';
import { prunable } from '../select.ts';
import { tableNamed, tablesOf } from '../table.ts';
import { createClaim } from './claim.ts';
import { openWriting } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { Reading } from './sheet.ts';
import { createLeaving } from './stretches.ts';
import { createTransactions, faultOf } from './transaction.ts';
import { BELL, isWell, type Job, type Report, type Told, type Word } from './wire.ts';

export interface WriterData {
  readonly file: string;
  readonly collections: readonly Collection[];
  readonly busyMs: number;
  readonly maxBytes?: number;
  readonly bell: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
}

/** With less the disk is as good as full. */
const ROOM = 262_144;

const { file, collections, busyMs, maxBytes, bell, port } = workerData as WriterData; // given by the store that starts this thread
const db = openWriting(file, { busyMs, maxBytes });
const tables = tablesOf(collections, sqliteDialect);
const transactions = createTransactions(db, [...tables.values()]);
const claim = createClaim(db, transactions.heldOf);
const jobs = { prune, amend, claim: ([name, now, leaseMs, limit]: readonly Word[]): Report => claim(tableNamed(tables, String(name)), Number(now), Number(leaseMs), Number(limit)) } as const;

for (let heard = Atomics.load(bell, BELL.job); ;) {
  const got = receiveMessageOnPort(port);
  if (got === undefined) {
    Atomics.wait(bell, BELL.job, heard);
    heard = Atomics.load(bell, BELL.job);
    continue;
  }
  const message = got.message as Job | null; // what the other side sends
  if (message === null) break;
  const report = reportOf(message);
  if (message.job === 'write' && isWell(report)) Atomics.add(bell, BELL.well, 1);
  else port.postMessage({ report, before: Atomics.load(bell, BELL.well) } satisfies Told);
  Atomics.add(bell, BELL.report, 1);
  Atomics.notify(bell, BELL.report);
}
/** The last connection to close folds the write-ahead log into the file. */
db.close();
port.close();

function reportOf(job: Job): Report {
  switch (job.job) {
    case 'write': return transactions.write(new Reading(job));
    case 'room': return room();
    default: return jobs[job.job](job.words);
  }
}

/** Whether there is room: by a write that needs some, and is undone once it is on disk. */
function room(): Report {
  try {
    db.prepare(`insert or replace into store_fact (name, value) values ('room', ?)`).run('x'.repeat(ROOM));
    db.exec(`delete from store_fact where name = 'room'`);
    return { outcomes: [0], faults: [] };
  } catch (error) {
    return { outcomes: [], faults: [faultOf(error)] };
  }
}

function prune([name, field, below, limit]: readonly Word[]): Report {
  try {
    const table = tableNamed(tables, String(name));
    const { text, values } = prunable(table, String(field), Number(below), Number(limit), sqliteDialect);
    db.exec('begin immediate');
    const found = db.prepare(text).all(...values);
    const removal = db.prepare(`delete from "${table.name}" where tenant = ? and id = ?`);
    for (const row of found) removal.run(String(row['tenant']), String(row['id']));
    db.exec('commit');
    return { outcomes: [found.length], faults: [] };
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    return { outcomes: [], faults: [faultOf(error)] };
  }
}

/** Pairs of a place and the text that belongs there; an empty text removes. */
function amend([name, ...pairs]: readonly Word[]): Report {
  try {
    const table = tableNamed(tables, String(name));
    const removal = db.prepare(`delete from "${table.name}" where seq = ?`);
    const change = db.prepare(`update "${table.name}" set body = ? where seq = ?`);
    let found = 0;
    db.exec('begin immediate');
    const leaving = table.stretches.length > 0 ? createLeaving(db, table) : undefined;
    for (let at = 0; at < pairs.length; at += 2) {
      const seq = Number(pairs[at]);
      const text = String(pairs[at + 1]);
      if (text === '') leaving?.add(seq);
      found += Number((text === '' ? removal.run(seq) : change.run(text, seq)).changes);
    }
    leaving?.tidy();
    db.exec('commit');
    return { outcomes: [found], faults: [] };
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    return { outcomes: [], faults: [faultOf(error)] };
  }
}
