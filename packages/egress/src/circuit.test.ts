import { expect, test } from 'vitest';
import { createCircuit } from './circuit.ts';
import { createCircuits } from './circuits.ts';

function clocked(options = { threshold: 3, openMs: 1_000, longestMs: 4_000 }) {
  let time = 0;
  const circuit = createCircuit({ now: () => time }, options);
  return { circuit, pass: (ms: number) => { time += ms; }, failTimes: (n: number) => { for (let at = 0; at < n; at++) circuit.failed(); } };
}

test('opens after so many failures in a row, and says until when', () => {
  const { circuit, failTimes } = clocked();
  failTimes(2);
  expect(circuit.refusedUntil()).toBeUndefined();
  failTimes(1);
  expect(circuit.refusedUntil()).toBe(1_000);
});

test('a success between failures starts the count anew', () => {
  const { circuit, failTimes } = clocked();
  failTimes(2);
  circuit.succeeded();
  failTimes(2);
  expect(circuit.refusedUntil()).toBeUndefined();
});

test('when the time is over one probe goes and the others wait for it', () => {
  const { circuit, failTimes, pass } = clocked();
  failTimes(3);
  pass(1_000);
  expect(circuit.refusedUntil()).toBeUndefined();
  expect(circuit.refusedUntil()).toBe(2_000);
  circuit.succeeded();
  expect(circuit.refusedUntil()).toBeUndefined();
});

test('each probe that fails keeps it open for twice as long, up to the longest', () => {
  const { circuit, failTimes, pass } = clocked();
  failTimes(3);
  let at = 0;
  for (const lasting of [1_000, 2_000, 4_000, 4_000]) {
    at += lasting;
    expect(circuit.refusedUntil()).toBe(at);
    pass(lasting);
    expect(circuit.refusedUntil()).toBeUndefined();
    circuit.failed();
  }
});

test('what was under way when it opened neither opens it further nor counts', () => {
  const { circuit, failTimes } = clocked();
  failTimes(10);
  expect(circuit.refusedUntil()).toBe(1_000);
});

test('a probe whose caller went away lets the next one try', () => {
  const { circuit, failTimes, pass } = clocked();
  failTimes(3);
  pass(1_000);
  circuit.refusedUntil();
  circuit.abandoned();
  expect(circuit.refusedUntil()).toBeUndefined();
});

test('only origins that fail are remembered, and so many of them', () => {
  const circuits = createCircuits({ now: () => 0 }, { threshold: 1 }, 2);
  circuits.succeeded('fine');
  expect(circuits.size).toBe(0);
  for (const key of ['a', 'b', 'c']) circuits.failed(key);
  expect([circuits.size, circuits.refusedUntil('a'), circuits.refusedUntil('c')]).toEqual([2, undefined, 10_000]);
  circuits.succeeded('c');
  expect([circuits.size, circuits.refusedUntil('c')]).toEqual([1, undefined]);
});
