/** What the store needs besides the tables of the collections: numbered steps, only ever forward, each run once. */
import { Failure } from '@patchbay/contracts';

export interface Migration {
  readonly number: number;
  readonly about: string;
  readonly sqlite: readonly string[];
  readonly postgres: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    number: 1,
    about: 'heads of the logs, facts about the store',
    sqlite: [
      'create table log_head (log text not null, tenant text not null, seq integer not null, hash text not null, primary key (log, tenant)) strict, without rowid',
      'create table store_fact (name text not null primary key, value text not null) strict, without rowid',
    ],
    postgres: [
      'create table log_head (log text collate "C" not null, tenant text collate "C" not null, seq bigint not null, hash text not null, primary key (log, tenant)) with (fillfactor = 50)',
      'create table store_fact (name text not null primary key, value text not null)',
    ],
  },
];

/** The steps that are still to be done on a store where these are. */
export function missing(done: readonly number[], all: readonly Migration[]): readonly Migration[] {
  const known = new Set(all.map(({ number }) => number));
  const newer = done.filter((number) => !known.has(number));
  if (newer.length > 0) throw new Failure('storage.unavailable', `The store was written by a newer release: it has the migration ${Math.max(...newer)}, and this release knows up to ${Math.max(0, ...known)}. Start that release, or restore a backup of this one`);
  return all.filter(({ number }) => !done.includes(number)).sort((a, b) => a.number - b.number);
}

export const MIGRATION_TABLE = 'create table if not exists schema_migration (number integer not null primary key, about text not null, applied_at bigint not null)';
