import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Gate } from './gate.ts';
import { createTurns } from './turns.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function open() {
  let use = 1;
  const turns = createTurns({ now: Date.now, busy: () => use });
  const went: string[] = [];
  /** An endpoint with so many that wait, of which so many have gone since the last look. */
  const line = (waiting: number, moved: number): void => {
    const gate = { waiting, moved: () => moved } as Gate; // turns look at nothing else
    for (let n = 0; n < moved; n++) turns.moves(gate, n === 0);
  };
  const ask = (name: string, events = 1): void => {
    const waits = turns.turn(events);
    if (waits === undefined) went.push(name);
    else void waits.then(() => { went.push(name); });
  };
  return { turns, went, line, ask, use: (now: number) => { use = now; }, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

test('nobody waits while there are hands free, however much waits at endpoints', async () => {
  const { went, line, ask, use, pass } = open();
  use(0.5);
  for (let n = 0; n < 20; n++) {
    line(5000, 300);
    ask('a', 100);
    await pass(20);
  }
  expect(went).toHaveLength(20);
});

test('where as much is ready to go as a busy hub can have in hand, who publishes waits, goes in order, and never waits for long', async () => {
  const { went, line, ask, pass } = open();
  ask('first');
  line(2000, 300);
  await pass(20);
  ask('second');
  ask('third', 100);
  expect(went).toEqual(['first']);
  line(500, 300);
  await pass(20);
  expect(went).toEqual(['first', 'second', 'third']);
  for (let n = 0; n < 14; n++) {
    line(2000, 300);
    if (n < 2) ask(n === 0 ? 'fourth' : 'late');
    await pass(20);
    expect(went.includes('late')).toBe(n >= 13);
  }
});

test('who waits goes as soon as enough has gone out, together with others', async () => {
  const { went, line, ask, pass } = open();
  ask('first');
  line(900, 300);
  await pass(20);
  for (let n = 0; n < 300; n++) ask('more');
  line(900, 300);
  expect(went).toHaveLength(1);
  line(900, 88);
  expect(went).toHaveLength(1);
  await pass(0);
  expect(went).toHaveLength(1 + 256);
});

test('endpoints that are slow or hang make nobody wait', async () => {
  const { went, line, ask, pass } = open();
  for (let n = 0; n < 5; n++) {
    for (let endpoint = 0; endpoint < 40; endpoint++) line(20_000, 1);
    ask('a');
    await pass(20);
  }
  expect(went).toHaveLength(5);
});

test('an event with many deliveries takes the room of many', async () => {
  const { turns, went, line, ask, pass } = open();
  for (let n = 0; n < 1000; n++) turns.planned(20);
  ask('first');
  line(700, 300);
  await pass(20);
  for (const name of ['b', 'c', 'd', 'e', 'f']) ask(name);
  expect(went).toEqual(['first', 'b', 'c', 'd', 'e']);
});

test('when the hub stops nobody waits any longer, and what is quiet keeps no timer', async () => {
  const { turns, went, line, ask, pass } = open();
  ask('first');
  line(2000, 300);
  await pass(20);
  ask('second');
  turns.stop();
  await pass(0);
  expect(went).toEqual(['first', 'second']);
  await pass(100);
  expect(vi.getTimerCount()).toBe(0);
});
