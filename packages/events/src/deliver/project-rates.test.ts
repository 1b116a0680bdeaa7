import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIds, type Document, type Op } from '@patchbay/contracts';
import { openSqlite, type Store } from '@patchbay/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Allowance, AllowanceEvents } from './allowance.ts';
import { createProjectRates, projectChangeCollection, type ProjectRates } from './project-rates.ts';

const SHOP = { tenant: 'ten_a', id: 'prj_shop' };
const FREE: Allowance = { take: () => true, follow: () => undefined };
const NOTHING: AllowanceEvents = { filled: () => undefined, waiting: () => 0 };

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-project-rates-'));
  store = await openSqlite({ file: join(folder, 'hub.db'), now: Date.now, collections: [projectChangeCollection, { name: 'project', kind: 'documents', fields: {} }] });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** What projects have at the moment is given by hand. */
async function open() {
  const given = { tokens: 0, rate: 0, filled: (): void => undefined, waiting: () => 0 };
  const rates = createProjectRates({
    store, newId: createIds({ now: Date.now, random: () => new Uint8Array(10) }), report: (error) => { throw error; },
    allow: ({ rate }, { filled, waiting }) => {
      Object.assign(given, { rate, filled, waiting });
      return { take: () => given.tokens > 0 && given.tokens-- > 0, follow: (of) => { given.rate = of.rate!; } };
    },
  });
  await rates.start();
  const fill = (tokens: number): void => {
    given.tokens = tokens;
    given.filled();
  };
  return { rates, given, fill };
}

async function write(rates: ProjectRates, version: number, body: Document): Promise<void> {
  const document = { in: 'project', ...SHOP, at: 1, body };
  const op: Op = version === 0 ? { op: 'insert', ...document } : { op: 'update', version, ...document };
  expect(await store.commit([op])).toEqual({ kind: 'committed' });
  await rates.refresh(SHOP.tenant, SHOP.id);
}

/** An endpoint for which so many deliveries wait. */
function endpoint(rates: ProjectRates, name: string, waiting: number, went: string[], own = FREE) {
  const state = { waiting, own, pump };
  const allowance = rates.within(SHOP, { take: () => state.own.take(), follow: () => undefined }, { filled: pump, waiting: () => state.waiting });
  function pump(): void {
    while (state.waiting > 0 && allowance.take()) {
      state.waiting--;
      went.push(name);
    }
  }
  return state;
}

test('endpoints that wait get what there is in turn, and who comes later does not go before them', async () => {
  const { rates, given, fill } = await open();
  await write(rates, 0, { event_rate: 3 });
  const went: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => endpoint(rates, name, 4, went)) as [ReturnType<typeof endpoint>, ReturnType<typeof endpoint>, ReturnType<typeof endpoint>];
  a.pump();
  b.pump();
  expect([given.rate, given.waiting(), went]).toEqual([3, 8, []]);
  given.tokens = 1;
  c.pump();
  expect(went).toEqual([]);
  for (let n = 0; n < 6; n++) fill(1);
  expect(went).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  fill(3);
  expect(went.slice(6)).toEqual(['a', 'a', 'b']);
});

test('an endpoint that has nothing left, or waits for its own rate, hands its turn on', async () => {
  const { rates, fill } = await open();
  await write(rates, 0, { event_rate: 3 });
  const went: string[] = [];
  const [empty, own, other] = [endpoint(rates, 'empty', 1, went), endpoint(rates, 'own', 2, went), endpoint(rates, 'other', 3, went)];
  for (const each of [empty, own, other]) each.pump();
  empty.waiting = 0;
  own.own = { ...FREE, take: () => false };
  fill(3); // what it had got of its own before counts
  expect(went).toEqual(['own', 'other', 'other']);
  fill(1);
  expect(went.slice(3)).toEqual(['other']);
});

test('a rate that a project gets, changes or loses counts for endpoints that are known already', async () => {
  const { rates, given, fill } = await open();
  await write(rates, 0, {});
  const went: string[] = [];
  const one = endpoint(rates, 'one', 1, went);
  one.pump();
  expect(went).toEqual(['one']);
  await write(rates, 1, { event_rate: 3 });
  one.waiting = 2;
  one.pump();
  expect([given.rate, went.length]).toEqual([3, 1]);
  await write(rates, 2, { event_rate: 5 });
  expect(given.rate).toBe(5);
  await write(rates, 3, {});
  fill(0);
  expect(went).toEqual(['one', 'one', 'one']);
});

test('a rate that was set before the start is known after it', async () => {
  const before = await open();
  await write(before.rates, 0, { event_rate: 3 });
  const { rates } = await open();
  expect(rates.within(SHOP, FREE, NOTHING).take()).toBe(false);
  expect(rates.within({ ...SHOP, id: 'prj_other' }, FREE, NOTHING).take()).toBe(true);
});
