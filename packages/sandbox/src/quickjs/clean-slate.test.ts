import { expect, test } from 'vitest';
import { type EngineName, compile, engineOf } from '../builds.ts';
import type { EngineCall, Guard, Loading } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import { quickJs } from '../quickjs-classic/build.ts';
import { quickJsNg } from '../quickjs-ng/build.ts';
import { takeBase, takeImage } from './image.ts';
import { type Build, hostSide, type Machine } from './machine.ts';

const ENGINES: EngineName[] = ['quickjs-ng', 'quickjs'];
const modules = Object.fromEntries(await Promise.all(ENGINES.map(async (name) => [name, await compile(name, LIMITS)] as const)));

/** What a call may do to an engine’s memory: small and large writes, copies, failures, jobs, and an end in the middle. */
const CALLS = [
  'JSON.stringify({ a: [1, 2.5, "text", null], b: "x".repeat(100) })',
  'globalThis.left = Array.from({ length: 2000 }, (_, i) => ({ i }))',
  'new Uint8Array(50000).fill(7).copyWithin(1, 5).reverse()',
  'new Float64Array(3000).map((_, i) => i / 3).sort()',
  'const m = new Map(); for (let i = 0; i < 500; i++) m.set(i, new Date(i).toISOString()); m.size',
  'Object.prototype.toJSON = () => 1; Array.prototype.push = null; delete globalThis.Date',
  '(function f() { return f() + 1 })()',
  'throw new TypeError("no")',
  'Promise.resolve(1).then(() => { globalThis.later = 1 })',
  '"a".repeat(3000).replace(/a+/g, (all) => all + all).normalize("NFD")',
  'BigInt("9".repeat(500)) ** 7n',
  'Symbol.for("kept"); new WeakRef({}); [3, 1, 2].toSorted?.()',
];

test.each(ENGINES)('what a call has written in %s is found by its marks: afterwards the memory is byte for byte as it was', (name) => {
  const build = buildOf(name);
  const first = build.begin();
  first.reserve(2 ** 20);
  const image = takeBase(first);
  const machine = build.restore(image);
  const before = Buffer.from(Buffer.from(machine.memory.buffer));
  for (const code of CALLS) {
    machine.bridge.script(code, 'call.js');
    while (machine.bridge.runJob() !== false);
    hostSide(machine.tenancy, machine.bridge).log([machine.bridge.string('info'), machine.bridge.string('text')]);
    expect(before.equals(Buffer.from(machine.memory.buffer))).toBe(false);
    expect(machine.clean()).toBe(true);
    expect(before.equals(Buffer.from(machine.memory.buffer)), code).toBe(true);
  }
});

test.each(ENGINES)('a new instance of a program of %s is byte for byte what the first one was after loading, and is so again after every call', (name) => {
  const build = buildOf(name);
  const base = takeBase(build.begin());
  const { loader, caller } = build.twins(base);
  for (const code of CALLS) loader.bridge.script(code, 'load.js');
  loader.reserve(2 ** 20);
  const image = takeImage(caller, base);
  const loaded = withoutStack(caller);
  const machine = build.restore(image);
  expect(withoutStack(machine).equals(loaded)).toBe(true);
  for (const code of CALLS) {
    machine.bridge.script(code, 'call.js');
    expect(withoutStack(machine).equals(loaded)).toBe(false);
    expect(machine.clean()).toBe(true);
    expect(withoutStack(machine).equals(loaded), code).toBe(true);
  }
  machine.bridge.script('globalThis.more = "x".repeat(5000)', 'more.js');
  expect(withoutStack(build.restore(takeImage(machine, base))).equals(withoutStack(machine))).toBe(true);
});

test.each(ENGINES)('an instance of %s whose memory has grown is not used again', (name) => {
  const build = buildOf(name);
  const image = takeBase(build.begin());
  const machine = build.restore(image);
  machine.bridge.script('globalThis.large = new Uint8Array(4e6)', 'call.js');
  expect(machine.clean()).toBe(false);
});

test.each(ENGINES)('a program of %s has the same answer in every instance, new or cleaned', (name) => {
  const program = engineOf(name, modules[name]!, LIMITS).load('const seen = []; let n = 0; export default (event) => { seen.push(event); return [++n, seen.length, typeof later] }', loading);
  if (program.kind === 'refused') throw new Error(program.message);
  for (let round = 0; round < 5; round++) {
    const instances = [program.take(), program.take(), program.take()];
    for (const instance of instances) expect(instance.start(call, guard)).toEqual({ kind: 'done', output: '[1,1,"undefined"]' });
    for (const instance of instances) instance.release();
  }
});

const guard: Guard = { expired: () => false, log: () => { /* not asked here */ }, request: () => 'no host' };
const loading: Loading = { guard, now: 1, around: (piece) => piece() };
const call: EngineCall = { name: 'default', input: '{"a":1}', now: 1, seed: 1, memoryBytes: LIMITS.memoryBytes, outputBytes: 1000, errorChars: 100 };

function withoutStack({ views, stackPointer, stackBytes }: Machine): Buffer {
  return Buffer.from(views.bytes()).fill(0, stackPointer - stackBytes, stackPointer);
}

function buildOf(name: EngineName): Build {
  return name === 'quickjs' ? quickJs(modules[name]!, LIMITS.memoryBytes, 2 * LIMITS.memoryBytes) : quickJsNg(modules[name]!, LIMITS.memoryBytes, 2 * LIMITS.memoryBytes);
}
