import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '@patchbay/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followLog, type LogFollower } from './follow-log.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

let folder: string;
let store: Store;
let follower: LogFollower;
let reports: unknown[];

beforeEach(async () => {
  reports = [];
  folder = await mkdtemp(join(tmpdir(), 'patchbay-follow-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: Date.now, collections: [{ name: 'change', kind: 'log', fields: {} }] });
});
afterEach(async () => {
  follower.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

let n = 0;
const append = async (count = 1): Promise<void> => { for (let at = 0; at < count; at++) await store.commit([{ op: 'append', in: 'change', tenant: 'ten_a', id: `chg_${String(++n).padStart(6, '0')}`, body: { n }, at: Date.now() }]); };
const numbers = (entries: readonly Row[]): number[] => entries.map(({ body }) => Number(body['n']));

async function follow(take: (entries: readonly Row[]) => Promise<void> | void, of: Partial<Store> = {}): Promise<void> {
  n = 0;
  follower = followLog({ store: { ...store, ...of }, report: (error) => reports.push(error) }, 'change', take, { againMs: 20 });
  await follower.start();
}

test('what is appended comes once, in order, also while a batch is taken', async () => {
  const taken: number[] = [];
  await follow(async (entries) => {
    await new Promise(setImmediate);
    taken.push(...numbers(entries));
  });
  await Promise.all([append(30), append(30)]);
  await follower.look();
  expect(taken).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
});

test('a batch that failed is taken once more, though nobody rings', async () => {
  const taken: number[][] = [];
  let fails = 2;
  await follow((entries) => {
    if (fails-- > 0) throw new Error('not now');
    taken.push(numbers(entries));
  });
  await append();
  await expect.poll(() => taken, { timeout: 5000 }).toEqual([[1]]);
  expect(reports).toHaveLength(2);
});

test('a store that is away for a moment is asked again, and who looks hears that it failed', async () => {
  const taken: number[] = [];
  let away = true;
  await follow((entries) => { taken.push(...numbers(entries)); }, { tail: async (...asked) => { if (away) throw new Error('away'); return store.tail(...asked); } });
  await append();
  await expect(follower.look()).rejects.toThrow('away');
  away = false;
  await expect.poll(() => taken, { timeout: 5000 }).toEqual([1]);
});

test('who was stopped hears nothing more, and fails no more', async () => {
  const taken: number[] = [];
  await follow((entries) => { taken.push(...numbers(entries)); });
  follower.stop();
  await append();
  await new Promise(setImmediate);
  expect([taken, reports]).toEqual([[], []]);
});

test('a log that was restored from an earlier copy is noticed: what came of it is read anew, and it is followed from its end', async () => {
  const taken: number[] = [];
  let renewed = 0;
  let restored: Store | undefined;
  n = 0;
  const now = (): Store => restored ?? store;
  follower = followLog(
    { store: { ...store, tail: (...asked) => now().tail(...asked), head: (...asked) => now().head(...asked) }, report: (error) => reports.push(error) },
    'change', (entries) => { taken.push(...numbers(entries)); }, { againMs: 20, renew: () => { if (renewed++ === 0) throw new Error('not now'); } },
  );
  await follower.start();
  await append(3);
  await follower.look();
  const earlier = await openSqlite({ file: join(folder, 'earlier.db'), now: Date.now, collections: [{ name: 'change', kind: 'log', fields: {} }] });
  const other = async (body: number): Promise<void> => { await earlier.commit([{ op: 'append', in: 'change', tenant: 'ten_a', id: `chg_${body}`, body: { n: body }, at: Date.now() }]); };
  try {
    await other(1);
    restored = earlier;
    await expect(follower.look()).rejects.toThrow('not now');
    await expect.poll(() => renewed, { timeout: 5000 }).toBe(2);
    await other(20);
    await other(30);
    await follower.look();
    expect([taken, renewed, follower.place()]).toEqual([[1, 2, 3, 20, 30], 2, 3]);
    expect(reports.map(String)).toEqual([expect.stringMatching(/change ends at 1, and 3 was read.*restored/), 'Error: not now']);
  } finally {
    follower.stop();
    await earlier.close();
  }
});
