/** What the hub remembers: one port, two drivers, one portable backup. */
export type * from './store.ts';
export { CHAIN_START, chainHash } from './chain.ts';
export { type FollowPorts, followLog, type LogFollower } from './follow-log.ts';
export { createLookout, type Lookout } from './lookout.ts';
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts';
export { openPostgres, type PostgresOptions } from './postgres/open-postgres.ts';
export { takeWork, type TakeWorkOptions, type WorkTaker } from './take-work.ts';
export { type FairWorkOptions, workFairly } from './work-fairly.ts';
export { inspect, type Standing } from './inspect.ts';
export { backup, type BackupOptions, restore, type RestoreOptions, type StorePlace } from './backup/backup.ts';
