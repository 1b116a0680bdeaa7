/** The embedded store: one file, one writing thread, reads on the caller's thread. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure, type Op } from '@patchbay/contracts';
import { createAppendBell } from '../append-bell.ts';
import { full, unavailable } from '../failures.ts';
import { createGroupCommit, type GroupLimits, type Outcome } from '../group-commit.ts';
import type { Migration } from '../migrations.ts';
import { inOrder, toWork } from '../queue-table.ts';
import type { CommitOutcome, Store, StoreOptions } from '../store.ts';
import { amendable, tableNamed, tablesOf } from '../table.ts';
import { walk } from '../walk.ts';
import { BUSY_MS, openReading, openWriting, troubleOf } from './connection.ts';
import { sqliteDialect } from './dialect.ts';
import { createQueueReader } from './queue-reader.ts';
import { createReader, toLogText, toRow } from './reader.ts';
import { prepareSchema } from './schema.ts';
import { Sheet } from './sheet.ts';
import { encode, type Fault, refusedAt, refusedWhy, type Report } from './wire.ts';
import { createWriterThread } from './writer-thread.ts';

export interface SqliteOptions extends StoreOptions {
  readonly file: string;
  /** The file of the writer's thread, where a bundle keeps it apart. */
  readonly workerUrl?: URL;
  /** How long to wait for a lock that another process holds. */
  readonly busyMs?: number;
  /** The file grows no further than this; what needs more room is refused as `storage.full`. */
  readonly maxBytes?: number;
  /** How often to look for entries that other processes append. */
  readonly lookMs?: number;
  readonly limits?: GroupLimits;
  readonly migrations?: readonly Migration[];
}

/** The file may still be locked by another hub that starts: it migrates and builds indexes meanwhile. */
const START_BUSY_MS = 30_000;
const LOOK_MS = 1000;

/** Sheets that wait to be used again: of one batch that is written and one that fills. */
const MOST_SHEETS = 2;

interface Batch {
  readonly sheet: Sheet;
  readonly logs: Set<string>;
  units: number;
}

export async function openSqlite({ file, collections, now, workerUrl, busyMs = BUSY_MS, maxBytes, lookMs = LOOK_MS, limits, migrations }: SqliteOptions): Promise<Store> {
  const tables = tablesOf(collections, sqliteDialect);
  const places = new Map([...tables].map(([name, table], number) => [name, { table, number }]));
  prepareFile(file, () => {
    const db = openWriting(file, { busyMs: START_BUSY_MS });
    try {
      prepareSchema(db, tables, { now, ...(migrations === undefined ? {} : { migrations }) });
    } finally {
      db.close();
    }
  });
  const reading = attempt(() => openReading(file));
  const reader = createReader(reading, tables);
  const work = createQueueReader(reading, tables);
  const thread = createWriterThread(workerUrl ?? new URL('./writer.ts', import.meta.url), { file, collections, busyMs, ...(maxBytes === undefined ? {} : { maxBytes }) });
  const bell = createAppendBell(async () => reader.heads(), lookMs);
  const sheets: Sheet[] = [];
  let closed: Promise<void> | undefined;
  let noRoom: Fault | undefined;

  const group = createGroupCommit<Batch, readonly Op[]>({
    begin: () => ({ sheet: sheets.pop() ?? new Sheet(), logs: new Set(), units: 0 }),
    add(batch, ops) {
      const { sheet, logs } = batch;
      const before = sheet.mark;
      try {
        sheet.number(ops.length);
        let bytes = 0;
        for (const op of ops) {
          const { table, number } = placeOf(op);
          bytes += encode(op, number, table, sheet);
          if (op.op === 'append') logs.add(op.in);
        }
        batch.units++;
        return bytes;
      } catch (error) {
        sheet.back(before);
        throw error;
      }
    },
    async write({ sheet, logs, units }) {
      const report = heeded(await thread.run({ job: 'write', ...sheet.written }, units));
      if (sheet.clear() && sheets.length < MOST_SHEETS) sheets.push(sheet); // it was read; of a thread that ended nobody knows
      reader.written();
      const outcomes = outcomesOf(report);
      if (logs.size > 0 && outcomes.some((outcome) => !(outcome instanceof Error) && outcome.kind === 'committed')) setImmediate(bell.ring, logs);
      return outcomes;
    },
    look: thread.look,
  }, limits);

  function placeOf(op: Op) {
    const place = places.get(op.in);
    if (place === undefined) throw new Error(`the store keeps no collection named ${op.in}`);
    return place;
  }

  /** Whether the last write found the disk full. */
  function heeded(report: Report): Report {
    noRoom = report.faults.find(({ trouble }) => trouble === 'full') ?? (report.outcomes.includes(0) ? undefined : noRoom);
    return report;
  }

  function usable(): void {
    if (closed !== undefined) throw unavailable('it is closed');
  }

  async function close(): Promise<void> {
    bell.close();
    await group.idle();
    reading.close();
    await thread.close();
  }

  return Object.freeze<Store>({
    kind: 'sqlite',
    get: async (collection, tenant, id) => attempt(() => reader.get(collection, tenant, id)),
    getMany: async (collection, tenant, ids) => attempt(() => reader.getMany(collection, tenant, ids)),
    find: async (collection, tenant, where) => attempt(() => reader.find(collection, tenant, where)),
    list: async (collection, query) => attempt(() => reader.list(collection, query)),
    tail: async (log, query) => attempt(() => reader.tail(log, query)),
    head: async (log, tenant) => attempt(() => reader.head(log, tenant)),
    heads: async (logs) => attempt(() => logs.map((log) => reader.head(log))),
    scan: (collection, { tenant, ...how }, signal) => walk(tableNamed(tables, collection), (after, limit) => attempt(() => reader.batch(collection, tenant, after, limit)), toRow, how, signal),
    scanText: (log, { tenant, ...how }, signal) => walk(tableNamed(tables, log), (after, limit) => attempt(() => reader.batch(log, tenant, after, limit)), toLogText, how, signal),
    commit(ops) {
      if (closed !== undefined) return Promise.reject(unavailable('it is closed'));
      return ops.length === 0 ? Promise.resolve(COMMITTED) : group.commit(ops);
    },
    async claim(queue, { now: at, leaseMs, limit }) {
      usable();
      const { works, faults } = await thread.run({ job: 'claim', words: [queue, at, leaseMs, limit] });
      if (faults[0] !== undefined) throw failureOf(faults[0]);
      return inOrder((works ?? []).map(toWork));
    },
    due: async (queue) => attempt(() => work.due(queue)),
    open: async (queue, query) => attempt(() => work.open(queue, query)),
    onAppend: (listener) => bell.listen(listener),
    async prune(collection, field, below, limit) {
      usable();
      const { outcomes, faults } = await thread.run({ job: 'prune', words: [collection, field, below, limit] });
      if (faults[0] !== undefined) throw failureOf(faults[0]);
      return outcomes[0] ?? 0;
    },
    async amend(log, changes) {
      usable();
      amendable(tableNamed(tables, log));
      const { outcomes, faults } = await thread.run({ job: 'amend', words: [log, ...changes.flatMap(({ seq, body }) => [seq, body === undefined ? '' : JSON.stringify(body)])] });
      reader.written();
      if (faults[0] !== undefined) throw failureOf(faults[0]);
      return outcomes[0] ?? 0;
    },
    async ping() {
      usable();
      attempt(() => reader.ping());
      if (noRoom !== undefined) heeded(await thread.run({ job: 'room' })); // a hub that is not ready gets nothing to write
      if (noRoom !== undefined) throw failureOf(noRoom);
    },
    close: () => (closed ??= close()),
  });
}

/** Only its owner may read the file: it holds everything, if sealed. */
function prepareFile(file: string, prepare: () => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    prepare();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unavailable(`${file} can’t be opened: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

/** SQLite's errors in our words; a fault of ours stays what it is. */
function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const closed = error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
    if (closed || troubleOf(error) === 'unavailable') throw unavailable(error instanceof Error ? error.message : String(error), error);
    throw error;
  }
}

const COMMITTED: CommitOutcome = { kind: 'committed' };

function outcomesOf({ outcomes, faults }: Report): Outcome[] {
  if (outcomes.length === 0 && faults[0] !== undefined) throw failureOf(faults[0]);
  return outcomes.map((outcome) => {
    if (outcome === 0) return COMMITTED;
    if (outcome > 0) return { kind: 'refused', at: refusedAt(outcome), why: refusedWhy(outcome) };
    return failureOf(faults[-outcome - 1] ?? { trouble: 'other', message: 'unknown' });
  });
}

function failureOf({ trouble, message }: Fault): Error {
  if (trouble === 'full') return full(new Error(message));
  return trouble === 'unavailable' ? unavailable(message) : new Error(`a write failed: ${message}`);
}
