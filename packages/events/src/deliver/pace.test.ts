import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPace, type Pace, paceCollection } from './pace.ts';

const ENDPOINT = { tenant: 'ten_a', id: 'ep_a' };
const NOON = Date.UTC(2030, 0, 1, 12);

let folder: string;
let store: Store;
let time: number;
beforeEach(async () => {
  time = NOON;
  folder = await mkdtemp(join(tmpdir(), 'patchbay-pace-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: () => time, collections: [paceCollection] });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const hub = (ahead = 0): Pace => createPace({ store, now: () => time + ahead });
const gets = async (pace: Pace, rate: number, wanted: number): Promise<number> => (await pace.share(ENDPOINT, rate, () => wanted)).granted;

test.each([1, 7, 100, 65_535])('hubs that ask at the same time get together what the endpoint takes: %i a second', async (rate) => {
  const hubs = [hub(), hub(), hub()];
  let granted = 0;
  for (let step = 0; step < 50; step++) {
    for (const got of await Promise.all(hubs.map((pace) => gets(pace, rate, Math.ceil(rate / 4))))) granted += got;
    for (let n = 0; n < 5; n++) granted += await gets(hubs[step % 3]!, rate, Math.ceil(rate / 4));
    time += 200;
  }
  expect(granted).toBeLessThanOrEqual(rate * 11);
  expect(granted).toBeGreaterThan(rate * 9);
});

test('an endpoint that had nothing for an hour takes a second’s worth at once', async () => {
  const pace = hub();
  expect([await gets(pace, 10, 100), await gets(pace, 10, 100)]).toEqual([10, 0]);
  time += 3_600_000;
  expect([await gets(pace, 10, 100), await gets(pace, 10, 100)]).toEqual([10, 0]);
});

test('who gets nothing is told when to come back, and takes no more than is wanted by then', async () => {
  const pace = hub();
  expect(await gets(pace, 2, 2)).toBe(2);
  expect(await pace.share(ENDPOINT, 2, () => 1)).toEqual({ granted: 0, waitMs: 500 });
  time += 500;
  expect(await pace.share(ENDPOINT, 2, () => 0)).toEqual({ granted: 0, waitMs: 250 });
  expect(await pace.share(ENDPOINT, 2, () => 1)).toEqual({ granted: 1, waitMs: 0 });
});

test('clocks that differ a little change nothing, and one that was put back stops nobody', async () => {
  const [one, other] = [hub(), hub(3000)];
  expect([await gets(other, 10, 10), await gets(one, 10, 10)]).toEqual([10, 0]);
  time += 3100;
  expect(await gets(one, 10, 10)).toBe(1);
  time -= 3_600_000;
  expect([await gets(one, 10, 10), await gets(one, 10, 10)]).toEqual([10, 0]);
});

test('it waits for what is asked of the store', async () => {
  const pace = hub();
  const asked = gets(pace, 10, 1);
  let answered = false;
  void asked.then(() => { answered = true; });
  await pace.settled();
  expect(answered).toBe(true);
});
