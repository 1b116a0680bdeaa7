import { expect, test } from 'vitest';
import { compile, engineOf, type EngineName } from '../builds.ts';
import type { EngineCall, EngineProgram, Guard, Loading } from '../engine.ts';
import { LIMITS } from '../limits.ts';
import { quickJs } from '../quickjs-classic/build.ts';
import { quickJsNg } from '../quickjs-ng/build.ts';
import type { Refused } from '../outcome.ts';
import { belong, renew, takeBase, takeImage } from './image.ts';
import { type Build, NOBODY, type Twins } from './machine.ts';
import { createPlaces } from './places.ts';

const ENGINES: EngineName[] = ['quickjs-ng', 'quickjs'];
const modules = Object.fromEntries(await Promise.all(ENGINES.map(async (name) => [name, await compile(name, LIMITS)] as const)));

/** What loading may do to an engine: it ends well, throws, is stopped in the middle, has too little memory or stack, or leaves jobs behind. */
const LOADS = [
  'export default () => 1; globalThis.left = Array.from({ length: 2000 }, (_, i) => ({ i }))',
  'Object.prototype.toJSON = () => 1; Array.prototype.push = null; delete globalThis.Date; throw new TypeError("no")',
  'for (;;);',
  'export default (',
  '(function f() { return f() + 1 })()',
  'Promise.resolve().then(() => { globalThis.later = 1 }); export default 1',
  'await new Promise(() => {})',
  'console.log("seen"); host.call("a", {}).catch(() => {}); export default () => 1',
  'Symbol.for("kept"); new FinalizationRegistry(() => {}).register({}, 1); export const text = "x".repeat(5000).normalize("NFD")',
];

test.each(ENGINES)('a place of %s is byte for byte as it was before anything was loaded, whatever was loaded and called there', (name) => {
  const { place, base } = newPlace(name);
  const { loader, caller } = place;
  expect(renew(place, base)).toBe(true);
  const before = Buffer.from(caller.views.bytes());
  for (const source of LOADS) {
    let pulses = 0;
    Object.assign(loader.tenancy, { guard: { ...NOBODY, expired: () => ++pulses > 20 }, now: 5 });
    loader.bridge.module(source, 'program.js');
    while (loader.bridge.runJob() !== false);
    expect(before.equals(caller.views.bytes()), source).toBe(false);
    belong(caller, takeImage(caller, base));
    caller.tenancy.guard = NOBODY;
    caller.bridge.script('globalThis.called = [1, 2.5, "text"]; (function f() { return f() + 1 })()', 'call.js');
    expect(caller.marks.blocks.includes(1)).toBe(true);
    expect(renew(place, base)).toBe(true);
    expect(before.equals(caller.views.bytes()), source).toBe(true);
    expect(caller.marks.blocks.includes(1)).toBe(false);
    for (const { stackPointer, tenancy } of [loader, caller]) expect({ stackPointer, ...tenancy }).toEqual({ stackPointer: base.stackPointer, guard: NOBODY, now: 0, failure: null, expired: false, broken: false });
    expect(caller.clean()).toBe(false); // it belongs to no program
  }
});

test.each(ENGINES)('a place of %s whose memory has grown is not used again', (name) => {
  const { place, base } = newPlace(name);
  place.loader.bridge.script('globalThis.large = new Uint8Array(4e6)', 'load.js');
  expect(renew(place, base)).toBe(false);
});

test('a place is used again when its tenant leaves it, and never when it does not', () => {
  const { place: first, base, build } = newPlace('quickjs-ng');
  const places = createPlaces(build, base);
  places.settled({ leave: () => first });
  expect(places.take()).not.toBe(first); // the last one stays for its first calls
  places.settled({ leave: () => null });
  expect(places.prepare()).toBe(true);
  expect(places.prepare()).toBe(false);
  expect(places.take()).toBe(first);
  expect(places.take()).not.toBe(first);
});

test.each(ENGINES)('programs of %s that are loaded one after the other see nothing of each other, and are what they were when they are called later', (name) => {
  const engine = engineOf(name, modules[name]!, LIMITS);
  const programs: EngineProgram[] = [];
  for (let n = 0; n < 8; n++) {
    if (n % 2 === 0) while (engine.prepare());
    for (const source of LOADS) engine.load(source, stopping());
    const program = loaded(engine.load(`const own = ${n}; globalThis.left = (globalThis.left ?? 0) + 1; export default () => [own, left, typeof later, typeof Date, typeof host.call, Math.random()]`, stopping()));
    programs.push(program);
    if (n % 3 === 0) expect(answerOf(program)).toMatch(new RegExp(`^\\[${n},1,"undefined","function","function",`));
  }
  const answers = programs.map((program) => JSON.parse(answerOf(program)) as unknown[]);
  expect(answers.map(([own, left, later]) => [own, left, later])).toEqual(programs.map((_, n) => [n, 1, 'undefined']));
  expect(new Set(answers.map((answer) => answer.at(-1))).size).toBe(1); // the seed is the same
});

test.each(ENGINES)('a call of %s that waits for the host keeps its place, and asks its own host, while others are loaded', (name) => {
  const engine = engineOf(name, modules[name]!, LIMITS);
  const source = (own: string): string => `export default async () => [${JSON.stringify(own)}, await host.call('which', ${JSON.stringify(own)})]`;
  const asked: string[] = [];
  const hostOf = (own: string): Guard => ({ ...NOBODY, request: (_, __, args) => { asked.push(`${own} ${args}`); return null; } });
  const waiting = ['a', 'b', 'c', 'd'].map((own) => {
    const instance = loaded(engine.load(source(own), stopping())).take();
    expect(instance.start(CALL, hostOf(own))).toEqual({ kind: 'waiting' });
    return { own, instance };
  });
  expect(asked).toEqual(['a "a"', 'b "b"', 'c "c"', 'd "d"']);
  for (const { own, instance } of waiting) expect(instance.settle(1, true, JSON.stringify(own.toUpperCase()))).toEqual({ kind: 'done', output: JSON.stringify([own, own.toUpperCase()]) });
  for (const { instance } of waiting) instance.release();
});

const CALL: EngineCall = { name: 'default', input: '1', now: 1, seed: 1, memoryBytes: LIMITS.memoryBytes, outputBytes: 1000, errorChars: 100 };

function stopping(): Loading {
  let pulses = 0;
  return { guard: { ...NOBODY, expired: () => ++pulses > 50 }, now: 1, around: (piece) => piece() };
}

function loaded(program: EngineProgram | Refused): EngineProgram {
  if (program.kind === 'refused') throw new Error(program.message);
  return program;
}

function answerOf(program: EngineProgram): string {
  const instance = program.take();
  const step = instance.start(CALL, NOBODY);
  instance.release();
  return step.kind === 'done' ? step.output ?? '' : step.kind;
}

function newPlace(name: EngineName): { build: Build; base: ReturnType<typeof takeBase>; place: Twins } {
  const build = name === 'quickjs' ? quickJs(modules[name]!, LIMITS.memoryBytes, 2 * LIMITS.memoryBytes) : quickJsNg(modules[name]!, LIMITS.memoryBytes, 2 * LIMITS.memoryBytes);
  const first = build.begin();
  first.reserve(2 ** 21);
  const base = takeBase(first);
  return { build, base, place: build.twins(base) };
}
