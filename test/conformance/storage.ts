/** `npm run conformance storage`: one contract table, run on SQLite and on a real PostgreSQL. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, openSqlite, type Store } from '@patchbay/storage';
import { contract, CONTRACT_NOW, contractCollections, LOOK_MS, type OpenOptions, runCase } from '@patchbay/storage/contract';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';

type Opener = (options: OpenOptions) => Promise<Store>;

const shared = { collections: contractCollections, now: () => CONTRACT_NOW, lookMs: LOOK_MS };
const folder = await mkdtemp(join(tmpdir(), 'pb-conformance-'));
const server = findPostgres() === undefined ? undefined : await startPostgres();
const results = new Map<string, (Error | undefined)[]>();

try {
  results.set('sqlite', await runAll('sqlite', async (index) => (options) => openSqlite({ ...shared, file: join(folder, String(index), 'hub.db'), ...options })));
  if (server !== undefined) {
    results.set('postgres', await runAll('postgres', async () => {
      const url = await server.createDatabase();
      return (options) => openPostgres({ ...shared, url, poolSize: 3, ...options });
    }));
  }
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}

for (const [index, { title }] of contract.entries()) {
  const marks = ['sqlite', 'postgres'].map((store) => `${store} ${mark(results.get(store)?.[index], results.has(store))}`);
  console.log(`${marks.join('  ')}  ${title}`);
}
proof('conformance storage', [...figuresOf('sqlite'), ...figuresOf('postgres'), { name: 'stores skipped', value: 2 - results.size, goal: 0, better: 'lower' }]);

async function runAll(name: string, place: (index: number) => Promise<Opener>): Promise<(Error | undefined)[]> {
  const outcomes: (Error | undefined)[] = [];
  for (const [index, each] of contract.entries()) {
    const error = await runCase(each, await place(index)).then(() => undefined, (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))));
    if (error !== undefined) console.error(`${name}: ${each.title}\n${error.stack}\n`);
    outcomes.push(error);
  }
  return outcomes;
}

function mark(error: Error | undefined, ran: boolean): string {
  if (!ran) return '–';
  return error === undefined ? '✓' : '✗';
}

function figuresOf(store: string): Figure[] {
  const outcomes = results.get(store) ?? [];
  return [
    { name: `contract cases run on ${store}`, value: outcomes.length, goal: contract.length, better: 'higher' },
    { name: `contract cases failed on ${store}`, value: outcomes.filter((error) => error !== undefined).length, goal: 0, better: 'lower' },
  ];
}
