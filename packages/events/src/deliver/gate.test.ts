import { expect, test, vi } from 'vitest';
import type { Receiver } from '../match/receiver.ts';
import type { Delivery } from './delivery.ts';
import { createGate } from './gate.ts';

const receiver = (over: Partial<Receiver> = {}): Receiver => ({ concurrency: 2, rate: undefined, ...over }) as Receiver; // a gate looks at nothing else
const delivery = (id: number): Delivery => ({ id: String(id) }) as Delivery;

function open(of: Receiver, mostWaiting = 10) {
  const started: string[] = [];
  let clock = 0;
  const gate = createGate({ now: () => clock, start: ({ id }) => { started.push(id); } }, of, mostWaiting);
  return { gate, started, pass: (ms: number) => { clock += ms; } };
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
  expect(gate.clear().map(({ id }) => id)).toEqual(['2', '3']);
  gate.ended();
  expect(gate.idle).toBe(true);
});

test('no more than so many a second', () => {
  vi.useFakeTimers();
  try {
    const { gate, started, pass } = open(receiver({ concurrency: 100, rate: 2 }));
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
