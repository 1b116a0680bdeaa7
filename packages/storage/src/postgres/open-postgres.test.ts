import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
// @boundaries-ignore the tests of a room may use the doubles
import { findPostgres, type Postgres, startPostgres } from '../../../../test/doubles/postgres.ts';
import { contract, CONTRACT_NOW, contractCollections, LOOK_MS, runCase } from '../store.contract.ts';
import { openPostgres } from './open-postgres.ts';

const installed = findPostgres() !== undefined;
if (!installed) console.warn('\n  PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.\n');

test('PostgreSQL is there to be tested with, at least where CI=true', () => {
  if (!installed && process.env['CI'] === 'true') throw new Error('install PostgreSQL 15 or later, or set PGBIN to the folder of initdb');
});

describe.runIf(installed)('the contract of the store, on PostgreSQL', () => {
  let server: Postgres;
  let url: string;
  beforeAll(async () => { server = await startPostgres(); });
  afterAll(() => server.stop());
  beforeEach(async () => { url = await server.createDatabase(); });

  for (const each of contract) test(each.title, () => runCase(each, (options) => openPostgres({ url, collections: contractCollections, now: () => CONTRACT_NOW, poolSize: 3, lookMs: LOOK_MS, ...options })));
});
