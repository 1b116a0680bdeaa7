import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Op, Work } from '@patchbay/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';
import { type FairWorkOptions, workFairly } from './work-fairly.ts';

let folder: string;
let store: Store;
let reports: unknown[];
let begun: string[];
/** Ends what was begun. */
let ends: Map<string, () => void>;
let worker: ReturnType<typeof workFairly>;

const OPTIONS: FairWorkOptions = { queue: 'chore', leaseMs: 60_000, pollMs: 20, atOnce: 4, atOnceOfOwner: 2, ahead: 2, mostWaiting: 3, drainMs: 50 };
const TENANT = 'ten_a';

beforeEach(async () => {
  [reports, begun, ends] = [[], [], new Map()];
  folder = await mkdtemp(join(tmpdir(), 'patchbay-work-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: Date.now, collections: [{ name: 'chore', kind: 'queue', fields: {} }] });
});
afterEach(async () => {
  for (const end of ends.values()) end();
  await worker.stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const put = async (...ids: readonly string[]): Promise<void> => { await store.commit(ids.map((id): Op => ({ op: 'enqueue', in: 'chore', tenant: TENANT, id, at: Date.now(), lane: '', work: id }))); };
const finish = ({ tenant, id, lease, lane }: Work): Op => ({ op: 'finish', in: 'chore', tenant, id, lease, lane, at: Date.now() });
/** `ann-1` is Ann's. */
const ownerOf = ({ work }: Pick<Work, 'work'>): string => work.split('-')[0]!;

function begin({ options = {}, work = held, of = {} }: { readonly options?: Partial<FairWorkOptions>; readonly work?: (work: Work, stopping: AbortSignal) => Promise<void>; readonly of?: Partial<Store> } = {}): void {
  worker = workFairly({ store: { ...store, ...of }, now: Date.now, ownerOf, work, report: (error) => reports.push(error) }, { ...OPTIONS, ...options });
  worker.start();
}

async function held(work: Work, stopping: AbortSignal): Promise<void> {
  begun.push(work.id);
  await new Promise<void>((resolve) => {
    ends.set(work.id, resolve);
    stopping.addEventListener('abort', () => resolve());
  });
  ends.delete(work.id);
  if (!stopping.aborted) await store.commit([finish(work)]);
}

test('so many at once, few of one owner, and the next as soon as there is room', async () => {
  await put('ann-1', 'ann-2', 'ann-3', 'bob-1', 'cid-1', 'cid-2');
  begin();
  await expect.poll(() => begun).toEqual(['ann-1', 'ann-2', 'bob-1', 'cid-1']);
  ends.get('bob-1')!();
  await expect.poll(() => begun.at(-1)).toBe('cid-2');
  ends.get('ann-1')!();
  await expect.poll(() => begun.at(-1)).toBe('ann-3');
});

test('all of it is done, however much more it is than is taken at once', async () => {
  const ids = Array.from({ length: 50 }, (_, n) => `ann-${n + 10}`);
  await put(...ids);
  const done: string[] = [];
  begin({ work: async (work) => { await store.commit([finish(work)]); done.push(work.id); } });
  await expect.poll(() => done.toSorted()).toEqual(ids);
  expect(await store.due('chore')).toBeUndefined();
});

test('what this hub puts in is done without being looked for, as long as not too much waits', async () => {
  begin({ options: { pollMs: 60_000 } });
  const kept = worker.keep()!;
  const mine = { tenant: TENANT, id: 'ann-1', lane: '', at: kept.until, work: 'ann-1' };
  await store.commit([{ op: 'enqueue', in: 'chore', ...mine }]);
  kept.take({ ...mine, attempt: 1, lease: 1 });
  expect(begun).toEqual(['ann-1']);
  for (const id of ['ann-2', 'ann-3', 'ann-4', 'ann-5']) kept.take({ ...mine, id, attempt: 1, lease: 1 });
  expect(begun).toEqual(['ann-1', 'ann-2']);
  expect(worker.keep()).toBeUndefined();
});

test('a store that is away is told of, and looked at again; so is work that fails', async () => {
  let asked = 0;
  begin({ work: () => Promise.reject(new Error('it failed')), of: { due: (queue) => (++asked === 1 ? Promise.reject(new Error('it is away')) : store.due(queue)) } });
  await expect.poll(() => asked).toBeGreaterThan(1);
  await put('ann-1');
  await expect.poll(() => reports.map(String)).toEqual(['Error: it is away', 'Error: it failed']);
});

test('what waited for more than half of its lease is left to be found again', async () => {
  begin({ options: { leaseMs: 1000 } });
  worker.keep()!.take({ tenant: TENANT, id: 'old-1', lane: '', at: Date.now() + 400, work: 'old-1', attempt: 1, lease: 1 });
  worker.keep()!.take({ tenant: TENANT, id: 'new-1', lane: '', at: Date.now() + 900, work: 'new-1', attempt: 1, lease: 1 });
  expect(begun).toEqual(['new-1']);
});

test('who stops takes nothing more, and breaks off what does not end in time', async () => {
  begin();
  await put('ann-1', 'ann-2', 'ann-3');
  await expect.poll(() => begun).toEqual(['ann-1', 'ann-2']);
  const stopped = worker.stop();
  ends.get('ann-1')!();
  await stopped;
  expect(ends.size).toBe(0);
  await put('bob-1');
  worker.wake();
  expect(worker.keep()).toBeUndefined();
  await new Promise((resolve) => { setTimeout(resolve, 60); });
  expect(begun).toEqual(['ann-1', 'ann-2']);
});
