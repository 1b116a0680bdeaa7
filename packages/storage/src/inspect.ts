/** Looks at a store and leaves it as it is: opening one brings it to this release, and makes it where there is none. */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type Collection, Failure } from '@patchbay/contracts';
import pg from 'pg';
import type { StorePlace } from './backup/backup.ts';
import { unavailable } from './failures.ts';
import { migrations } from './migrations.ts';
import { configOf, failureOf } from './postgres/connection.ts';
import { postgresDialect } from './postgres/dialect.ts';
import * as postgres from './postgres/schema.ts';
import { openReading } from './sqlite/connection.ts';
import { sqliteDialect } from './sqlite/dialect.ts';
import * as sqlite from './sqlite/schema.ts';
import { digestOf, tablesOf } from './table.ts';

/** `former`: the next start of this release changes it. */
export type Standing = 'none' | 'former' | 'current';

/** Throws `storage.unavailable` for what can’t be reached or used. */
export const inspect = (place: StorePlace, collections: readonly Collection[]): Promise<Standing> => ('url' in place ? inspectPostgres(place.url, collections) : inspectSqlite(place.file, collections));

async function inspectSqlite(file: string, collections: readonly Collection[]): Promise<Standing> {
  let db: DatabaseSync | undefined;
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return 'none';
    db = openReading(file);
    if (!sqlite.isStore(db)) throw unavailable(`${file} is not a Patchbay store`);
    return sqlite.isCurrent(db, digestOf(tablesOf(collections, sqliteDialect)), migrations) ? 'current' : 'former';
  } catch (error) {
    throw error instanceof Failure ? error : unavailable(`${file}: ${error instanceof Error ? error.message : String(error)}`, error);
  } finally {
    db?.close();
  }
}

async function inspectPostgres(url: string, collections: readonly Collection[]): Promise<Standing> {
  const client = new pg.Client(configOf(url));
  client.on('error', () => undefined); // the query that waits tells
  try {
    await client.connect();
    await postgres.checkServer(client);
    if (!(await postgres.isStore(client))) return 'none';
    return (await postgres.isCurrent(client, digestOf(tablesOf(collections, postgresDialect)), migrations)) ? 'current' : 'former';
  } catch (error) {
    throw failureOf(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
