import { expect, test, vi } from 'vitest';
import type { Delivery, Parcel } from './delivery.ts';
import { createLine, type Reference } from './line.ts';

const parcel = (id: number, weight = 0): Parcel => ({ id: `evt_${id}`, weight }) as Parcel; // a line looks at nothing else
const delivery = (id: number): Delivery => ({ id: String(id), event: parcel(id, 100) }) as Delivery;

/** Room for the texts of three. */
function open({ gone = [] as number[], ended = [] as number[], fails = 0 } = {}) {
  const bodies = { size: 0, most: 300 };
  const told = { reads: [] as number[], lost: [] as string[], givenUp: [] as string[], ready: 0 };
  let failures = fails;
  const line = createLine({
    bodies,
    keep(reference) {
      const isKept = !ended.includes(Number(reference.id));
      if (!isKept) told.givenUp.push(reference.id);
      return isKept;
    },
    async read(references: readonly Reference[]) {
      told.reads.push(references.length);
      if (failures-- > 0) throw new Error('the store is away');
      return new Map(references.filter(({ id }) => !gone.includes(Number(id))).map(({ id, event }) => [event, parcel(Number(id))]));
    },
    lost({ id }) { told.lost.push(id); },
    ready() { told.ready++; },
  });
  return { line, bodies, told };
}

async function drained(line: ReturnType<typeof createLine>): Promise<string[]> {
  const ids: string[] = [];
  while (line.length > 0) {
    if (line.hasNext()) ids.push(line.next().id);
    else await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  return ids;
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));

test('events beyond what may wait are read again, many at once, and the order stays', async () => {
  const { line, bodies, told } = open();
  for (let id = 0; id < 303; id++) line.push(delivery(id));
  expect([line.length, bodies.size]).toEqual([303, 300]);
  expect(await drained(line)).toEqual(numbers(303));
  expect([bodies.size, told.reads, told.ready]).toEqual([0, [128, 128, 44], 3]);
});

test('what goes and comes again is kept as long as there is room', async () => {
  const { line, told } = open();
  for (let id = 0; id < 100; id++) {
    line.push(delivery(id));
    expect([line.hasNext(), line.next().id]).toEqual([true, String(id)]);
  }
  expect(told.reads).toEqual([]);
});

test('what lasts no longer is given up unread, and what is gone from the log is told', async () => {
  const { line, told } = open({ ended: [3, 4, 7], gone: [5] });
  for (let id = 0; id < 9; id++) line.push(delivery(id));
  expect(await drained(line)).toEqual(['0', '1', '2', '6', '8']);
  expect([told.givenUp, told.lost, told.reads]).toEqual([['3', '4', '7'], ['5'], [3]]);
  for (const id of [20, 21, 22, 3, 4]) line.push(delivery(id));
  expect(await drained(line)).toEqual(['20', '21', '22']);
});

test('a store that is away is asked again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const { line, told } = open({ fails: 2 });
    for (let id = 0; id < 5; id++) line.push(delivery(id));
    for (let id = 0; id < 3; id++) line.next();
    expect(line.hasNext()).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect([told.reads, told.ready, line.hasNext(), line.next().id]).toEqual([[2, 2, 2], 1, true, '3']);
  } finally {
    vi.useRealTimers();
  }
});

test('all is taken out in order, also what is being read, and nothing of it comes again', async () => {
  const { line, bodies, told } = open();
  for (let id = 0; id < 200; id++) line.push(delivery(id));
  for (let id = 0; id < 3; id++) line.next();
  expect(line.hasNext()).toBe(false);
  expect(line.clear().map(({ id }) => id)).toEqual(numbers(200).slice(3));
  await new Promise((resolve) => { setTimeout(resolve, 5); });
  expect([line.length, line.hasNext(), bodies.size, told.ready, told.lost]).toEqual([0, false, 0, 0, []]);
});
