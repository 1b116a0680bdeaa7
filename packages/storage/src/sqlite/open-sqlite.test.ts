import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { contract, CONTRACT_NOW, contractCollections, LOOK_MS, runCase } from '../store.contract.ts';
import { openSqlite } from './open-sqlite.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'pb-sqlite-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the contract of the store, on SQLite', () => {
  for (const each of contract) test(each.title, () => runCase(each, (options) => openSqlite({ file: join(folder, 'hub.db'), collections: contractCollections, now: () => CONTRACT_NOW, lookMs: LOOK_MS, ...options })));
});
