import { expect, test, vi } from 'vitest';
import type { Receiver } from '../match/receiver.ts';
import { ownAllowance } from './allowance.ts';
import type { Delivery } from './delivery.ts';
import { createGate } from './gate.ts';

const receiver = (over: Partial<Receiver> = {}): Receiver => ({ concurrency: 2, rate: undefined, ...over }) as Receiver; // a gate looks at nothing else
const delivery = (id: number): Delivery => ({ id: String(id), event: { id: `evt_${id}`, weight: 2 } }) as Delivery; // and a line at nothing else
const refuse = (): never => { throw new Error('nothing has to be read'); };

function open(of: Receiver, most = 10) {
  const started: string[] = [];
  let clock = 0;
  let firsts = 0;
  let onStart = (): void => undefined;
  const gate = createGate({
    now: () => clock, start: ({ id }) => { started.push(id); onStart(); }, allowance: (_, events) => ownAllowance(() => clock, events, of), most: () => most, moves: (_, isFirst) => { if (isFirst) firsts++; },
    bodies: { size: 0, most: Infinity }, keep: () => true, read: refuse, lost: refuse,
  }, of);
  return { gate, started, firsts: () => firsts, pass: (ms: number) => { clock += ms; }, onStart: (listener: () => void) => { onStart = listener; } };
}

test('so many go at once, the others in order as those end', () => {
  const { gate, started } = open(receiver());
  for (const id of [1, 2, 3, 4]) gate.push(delivery(id));
  expect(started).toEqual(['1', '2']);
  gate.ended();
  expect(started).toEqual(['1', '2', '3']);
  gate.follow(receiver({ concurrency: 5 }));
  expect(started).toEqual(['1', '2', '3', '4']);
});

test('more than may wait are turned away, and what waits can be taken out', () => {
  const { gate } = open(receiver({ concurrency: 1 }), 2);
  expect([1, 2, 3, 4].map((id) => gate.push(delivery(id)))).toEqual([true, true, true, false]);
  expect(gate.full).toBe(true);
  expect(gate.clear().map(({ id }) => id)).toEqual(['2', '3']);
  gate.ended();
  expect(gate.idle).toBe(true);
});

test('who has not answered yet, or lets eight time out in a row, is asked by four at a time until he answers or moves', () => {
  const { gate, started } = open(receiver({ concurrency: 10 }), 100);
  const late = (): void => { gate.timedOut(); gate.ended(); };
  for (let id = 0; id < 60; id++) gate.push(delivery(id));
  expect([started.length, gate.late]).toEqual([4, false]);
  gate.answered();
  gate.ended();
  expect(started).toHaveLength(11);
  for (let n = 0; n < 7; n++) late();
  expect([started.length, gate.late]).toEqual([18, true]);
  for (let n = 0; n < 6; n++) late();
  expect(started).toHaveLength(18);
  for (let n = 0; n < 3; n++) late();
  expect(started).toHaveLength(21);
  gate.follow(receiver({ concurrency: 9 }));
  expect([started.length, gate.late]).toEqual([21, true]);
  gate.answered();
  gate.ended();
  expect([started.length, gate.late]).toEqual([27, false]);
  for (let n = 0; n < 15; n++) late();
  expect(started).toHaveLength(37);
  gate.follow(receiver({ concurrency: 10, url: 'https://elsewhere.example' }));
  expect([started.length, gate.late]).toEqual([43, false]);
});

test('no more than so many a second', () => {
  vi.useFakeTimers();
  try {
    const { gate, started, pass } = open(receiver({ concurrency: 100, rate: 2 }));
    gate.answered();
    for (const id of [1, 2, 3, 4, 5]) gate.push(delivery(id));
    expect(started).toHaveLength(2);
    pass(500);
    vi.advanceTimersByTime(500);
    expect(started).toHaveLength(3);
    pass(10_000);
    vi.advanceTimersByTime(10_000);
    expect(started).toHaveLength(5);
  } finally {
    vi.useRealTimers();
  }
});

test('who asks us to slow down gets one at a time for a minute', () => {
  const { gate, started, pass } = open(receiver({ concurrency: 3 }));
  gate.throttle();
  for (const id of [1, 2, 3]) gate.push(delivery(id));
  expect(started).toEqual(['1']);
  pass(60_000);
  gate.ended();
  expect(started).toEqual(['1', '2', '3']);
});

test('a long line of what ends as soon as it starts goes no deeper than a short one', () => {
  const { gate, started, onStart } = open(receiver({ concurrency: 1 }), 100_000);
  for (let id = 0; id < 100_000; id++) gate.push(delivery(id));
  onStart(gate.ended);
  gate.ended();
  expect(started).toHaveLength(100_000);
  expect(gate.idle).toBe(true);
});

test('it tells how its line moves, and how long to stay away', () => {
  const { gate, firsts, pass } = open(receiver({ concurrency: 1 }), 1000);
  for (let id = 0; id < 1001; id++) gate.push(delivery(id));
  expect([gate.moved(), firsts()]).toEqual([0, 0]);
  for (let n = 0; n < 500; n++) {
    pass(20);
    gate.ended();
  }
  expect([gate.waiting, gate.moved(), gate.moved(), firsts()]).toEqual([500, 500, 0, 1]);
  expect(gate.patience).toBeGreaterThan(4_500);
  expect(gate.patience).toBeLessThanOrEqual(5_000);
  pass(86_400_000);
  expect(gate.patience).toBe(30_000);
});
