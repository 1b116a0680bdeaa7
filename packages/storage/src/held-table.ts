/**
 * Work that is held by who put it in: one row for all of a transaction, and beside it a bit for each piece that is done. Nearly all of it is done within moments, so rows and index entries of its own would be made only to be removed again.
 * Where the time of a row comes, its open pieces become rows of the queue.
 */
import type { Work } from '@patchbay/contracts';
import { type Dialect, indexOn } from './dialect.ts';

export const heldTable = (queue: string): string => `${queue}_held`;
export const doneTable = (queue: string): string => `${queue}_done`;

/** `first` and `last`: the ids that it holds lie between them. */
const createHeldSqlite = (queue: string): string => [
  `create table if not exists "${heldTable(queue)}" (pack integer primary key, run_at integer not null, first text not null, last text not null, works text not null) strict`,
  `create table if not exists "${doneTable(queue)}" (pack integer primary key, done blob not null) strict`,
  indexOn(heldTable(queue), '(run_at)').sql,
].join('; ');

/** Bits change in place, where there is room for it; works are texts of thousands of letters that nobody reads: not compressed. */
const createHeldPostgres = (queue: string): string => [
  `create table if not exists "${heldTable(queue)}" (pack bigint primary key, run_at bigint not null, first text collate "C" not null, last text collate "C" not null, works text not null) with (${VACUUMED}, toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000)`,
  `alter table "${heldTable(queue)}" alter column works set storage external`,
  `create table if not exists "${doneTable(queue)}" (pack bigint primary key, done bit varying not null) with (fillfactor = 30, ${VACUUMED})`,
  indexOn(heldTable(queue), '(run_at)').sql,
].join('; ');

const VACUUMED = 'autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000';

export const createHeld = (queue: string, { kind }: Dialect): string => (kind === 'sqlite' ? createHeldSqlite(queue) : createHeldPostgres(queue));

export interface Held {
  readonly id: string;
  readonly tenant: string;
  readonly at: number;
  readonly work: string;
}

export const writeHeld = (works: readonly Held[]): string => JSON.stringify(works.flatMap(({ id, tenant, at, work }) => [id, tenant, at, work]));

const CELLS = 4;

export function readHeld(text: string): Held[] {
  const cells = JSON.parse(text) as (string | number)[]; // as `writeHeld` wrote it
  return Array.from({ length: cells.length / CELLS }, (_, n) => ({ id: String(cells[n * CELLS]), tenant: String(cells[n * CELLS + 1]), at: Number(cells[n * CELLS + 2]), work: String(cells[n * CELLS + 3]) }));
}

/** What is open of a row. */
export const openOf = (works: string, done: Uint8Array): Work[] => readHeld(works).flatMap((each, n) => (isSet(done, n) ? [] : [{ ...each, attempt: 1, lease: FIRST_LEASE, lane: '' }]));

export const FIRST_LEASE = 1;
export const isSet = (done: Uint8Array, n: number): boolean => (done[n >> 3]! & (1 << (n & 7))) !== 0;
