import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, createSandbox, type Outcome, type Program, type Sandbox } from './index.ts';

const NOON = Date.UTC(2030, 0, 1, 12);

/** What holds must hold under each engine, in a thread and in a process. */
describe.each([
  { engine: 'quickjs-ng', placement: 'thread' },
  { engine: 'quickjs', placement: 'thread' },
  { engine: 'quickjs-ng', placement: 'process' },
  { engine: 'quickjs', placement: 'process' },
] as const)('$engine in a $placement:', (setting) => {
  let sandbox: Sandbox;
  beforeAll(() => { sandbox = createSandbox({ now: () => NOON, random: () => 0.5 }, setting); });
  afterAll(() => sandbox.close());

  async function load(source: string, partition?: string): Promise<Program> {
    const outcome = await sandbox.load(source, partition);
    if (outcome.kind === 'refused') throw new Error(outcome.message);
    return outcome.program;
  }

  async function run(source: string, call: Partial<Call> = {}): Promise<Outcome> {
    return sandbox.run(await load(source), { input: '{}', ...call });
  }

  describe('a program', () => {
    test('turns an event into what is sent instead', async () => {
      expect(await run('export default (event) => ({ text: event.type })', { input: '{"type":"deployment.finished"}' })).toMatchObject({ kind: 'done', output: '{"text":"deployment.finished"}', logs: [] });
    });

    test('may be asynchronous, and may have several functions', async () => {
      const program = await load('export const later = async (event) => (await event.n) + 1; export default () => null; export const fact = 7');
      expect(program.functions).toEqual(['default', 'later']);
      expect(await sandbox.run(program, { input: '{"n":41}', name: 'later' })).toMatchObject({ output: '42' });
      expect(await sandbox.run(program, { input: '{}' })).toMatchObject({ output: 'null' });
    });

    test('that returns nothing is told apart from one that returns null', async () => {
      expect(await run('export default (event) => { event.type }')).toMatchObject({ kind: 'done', output: null });
    });

    test('gets text of any language unharmed', async () => {
      const input = JSON.stringify({ text: 'Grüße, 世界 🎉 \u0000 \ud800' });
      expect(await run('export default (event) => event', { input })).toMatchObject({ output: input });
    });

    test('writes to its console, and the lines come back with the outcome', async () => {
      const outcome = await run('export default (event) => { console.log("got", event, 1n); console.error(new TypeError("odd")); throw new Error("no") }', { input: '{"a":1}' });
      expect(outcome).toMatchObject({ kind: 'threw', logs: [{ level: 'info', text: 'got {"a":1} 1' }, { level: 'error', text: 'TypeError: odd' }] });
    });

    test('that throws shows name, message and its own frames', async () => {
      const outcome = await run('const inner = (event) => event.a.b;\nexport default function transform(event) { return inner(event); }');
      expect(outcome).toMatchObject({ kind: 'threw', name: 'TypeError', message: expect.stringContaining('undefined') as string });
      expect((outcome as { stack: string }).stack.split('\n').map((line) => line.trim())).toEqual([expect.stringMatching(/^at inner \(program\.js:1:\d+\)$/), expect.stringMatching(/^at transform \(program\.js:2:\d+\)$/)]); // engines count columns differently
    });

    test('that is asked for a function it does not have says so', async () => {
      expect(await run('export default () => 1', { name: 'transfrom' })).toMatchObject({ kind: 'threw', name: 'TypeError', message: 'The program exports no function "transfrom"' });
    });

    test('sees the clock of its call, and chance only as its call decides', async () => {
      const source = 'export default () => [Date.now(), new Date().toISOString(), new Date().getTimezoneOffset(), Math.random(), Math.random()]';
      const first = await run(source, { seed: 7 });
      expect(first).toEqual({ ...(await run(source, { seed: 7 })), cpuMs: expect.any(Number) as number });
      const [now, iso, offset, one, two] = JSON.parse((first as { output: string }).output) as [number, string, number, number, number];
      expect([now, iso, offset]).toEqual([NOON, '2030-01-01T12:00:00.000Z', 0]);
      expect(one).not.toBe(two);
      expect(await run(source, { seed: 8, now: NOON + 1 })).not.toMatchObject({ output: (first as { output: string }).output });
    });
  });

  describe('a source that is no program', () => {
    test.each([
      ['does not parse', 'export default (event) => {\n  return event..type;\n}', { why: 'syntax', name: 'SyntaxError', line: 2, column: 16 }],
      ['imports something', 'import fs from "node:fs"; export default () => 1', { why: 'import', message: expect.stringContaining('node:fs') as string }],
      ['throws while it loads', 'export default () => 1;\nnull.x', { why: 'threw', name: 'TypeError', line: 2 }],
      ['exports no function', 'export const answer = 42', { why: 'no_function' }],
      ['loops while it loads', 'for (;;);', { why: 'limit', limit: 'cpu' }],
      ['takes all memory while it loads', 'const a = []; for (;;) a.push(new Array(1000).fill(1))', { why: 'limit', limit: 'memory' }],
      ['waits for nothing', 'await new Promise(() => {}); export default () => 1', { why: 'limit', limit: 'unsettled' }],
      ['is too large', `export default () => 1; // ${'x'.repeat(2 ** 21)}`, { why: 'limit', limit: 'input' }],
    ])('%s', async (_, source, refused) => {
      expect(await sandbox.load(source)).toMatchObject({ kind: 'refused', ...refused });
    });

    test('is loaded once for one owner, however often it is asked for', async () => {
      const source = 'export default () => "same"';
      expect(await load(source, 'acme')).toBe(await load(source, 'acme'));
      expect(await load(source, 'acme')).not.toBe(await load(source, 'globex'));
    });
  });

  describe('every call starts from the state right after loading', () => {
    test('what one call leaves behind, the next does not find', async () => {
      const source = 'globalThis.seen = []; export default (event) => { const before = [...seen]; seen.push(event.secret); Object.prototype.toJSON = null; Date.now = () => 0; JSON.parse = () => "forged"; return before; }';
      const program = await load(source);
      for (const secret of ['a', 'b', 'c']) expect(await sandbox.run(program, { input: JSON.stringify({ secret }) })).toMatchObject({ kind: 'done', output: '[]' });
    });

    test('also after a call that took much memory, and in every further instance', async () => {
      const source = 'let n = 0; export const grow = (event) => { console.log("growing"); n++; return "x".repeat(event.size).length + n }; export const ask = async () => { console.log(await host.call("x")); return ++n }';
      const program = await load(source);
      for (const size of [10, 3e6, 10, 3e6, 6e6, 10]) expect(await sandbox.run(program, { input: `{"size":${size}}`, name: 'grow', limits: { cpuMs: 2000 } })).toMatchObject({ output: String(size + 1), logs: [{ text: 'growing' }] });
      const host = async (): Promise<string> => '"y"';
      for (let round = 0; round < 3; round++) {
        const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => sandbox.run(program, { input: '{}', name: 'ask', host })));
        expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ output: '1', logs: [{ level: 'info', text: 'y' }] }) as Outcome));
      }
    });

    test('work that is left over after the answer is dropped', async () => {
      expect(await run('export default () => { (async () => { for (;;) await 1 })(); return "early" }')).toMatchObject({ kind: 'done', output: '"early"' });
    });
  });

  describe('a limit', () => {
    test.each([
      ['CPU time, in a loop', 'export default () => { for (;;); }', 'cpu'],
      ['CPU time, in promise jobs', 'export default async () => { for (;;) await 1 }', 'cpu'],
      ['CPU time, inside native code', 'export default () => { const a = new Array(1e6).fill("ab"); let n = 0; for (;;) n += a.join("").length }', 'cpu'],
      ['memory', 'export default () => { const a = []; for (;;) a.push(new Array(1000).fill(1.5)) }', 'memory'],
      ['the stack', 'export default () => { const f = () => f() + 1; return f() }', 'stack'],
      ['the size of the output', 'export default () => "x".repeat(2e6)', 'output'],
      ['a promise that nothing settles', 'export default () => new Promise(() => {})', 'unsettled'],
    ])('of %s stops the call, is named, and the next call is fine', async (_, source, limit) => {
      const program = await load(`${source}; export const fine = () => "fine"`);
      expect(await sandbox.run(program, { input: '{}', limits: { cpuMs: limit === 'cpu' ? 30 : 2000 } })).toMatchObject({ kind: 'stopped', limit });
      expect(await sandbox.run(program, { input: '{}', name: 'fine' })).toMatchObject({ kind: 'done', output: '"fine"' });
    });

    test('of the input refuses before anything runs', async () => {
      expect(await run('export default () => 1', { input: '"12345678"', limits: { inputBytes: 8 } })).toMatchObject({ kind: 'stopped', limit: 'input', allowed: 8, used: 10 });
    });

    test('of the log keeps the first lines and says that there were more', async () => {
      const outcome = await run('export default () => { for (let i = 0; i < 1000; i++) console.log("line " + i) }', { limits: { logBytes: 100 } });
      expect(outcome.logs.at(0)).toEqual({ level: 'info', text: 'line 0' });
      expect(outcome.logs.at(-1)).toEqual({ level: 'warn', text: 'The log is full: 100 bytes' });
      expect(outcome.logs.length).toBeLessThan(10);
    });

    test('of an error keeps its message short', async () => {
      const outcome = await run('export default () => { throw new Error("x".repeat(1e6)) }', { limits: { errorChars: 100 } });
      expect((outcome as { message: string }).message).toHaveLength(100);
    });

    test('of the queue is his who fills it: somebody else finds room', async () => {
      const narrow = createSandbox({ now: () => NOON, random: () => 0.5 }, { ...setting, queue: 20 });
      try {
        const [greedy, modest] = await Promise.all(['greedy', 'modest'].map((owner) => narrow.load('export default (x) => x', owner)));
        if (greedy?.kind !== 'loaded' || modest?.kind !== 'loaded') throw new Error('not loaded');
        const flood = Promise.all(Array.from({ length: 60 }, () => narrow.run(greedy.program, { input: '1' })));
        expect(await Promise.all(Array.from({ length: 5 }, () => narrow.run(modest.program, { input: '2' })))).toMatchObject(Array.from({ length: 5 }, () => ({ kind: 'done', output: '2' })));
        expect((await flood).filter((outcome) => outcome.kind === 'stopped' && outcome.limit === 'queue').length).toBeGreaterThan(20);
      } finally {
        await narrow.close();
      }
    });

    test('of the queue refuses the call at once', async () => {
      const narrow = createSandbox({ now: () => NOON, random: () => 0.5 }, { ...setting, queue: 3 });
      try {
        const loaded = await narrow.load('export default (n) => n');
        if (loaded.kind === 'refused') throw new Error(loaded.message);
        const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => narrow.run(loaded.program, { input: `${n}` })));
        expect(outcomes.filter(({ kind }) => kind === 'done').length).toBeGreaterThanOrEqual(3);
        expect(outcomes.filter((outcome) => outcome.kind === 'stopped' && outcome.limit === 'queue').length).toBeGreaterThan(5);
      } finally {
        await narrow.close();
      }
    });
  });

  describe('the caller', () => {
    test('may give up before the call runs, or while it runs or waits for the host', async () => {
      const program = await load('export default async () => { await host.call("begun"); for (;;); }; export const wait = () => host.call("begun")');
      for (const [name, answer] of [['default', Promise.resolve('1')], ['wait', new Promise<string>(() => { /* never */ })]] as const) {
        const controller = new AbortController();
        const begun = Promise.withResolvers<void>();
        const host = (): Promise<string> => {
          begun.resolve();
          return answer;
        };
        const running = sandbox.run(program, { input: '{}', name, host, limits: { cpuMs: 10_000 } }, controller.signal);
        await begun.promise;
        controller.abort();
        expect(await running).toMatchObject({ kind: 'stopped', limit: 'aborted' });
      }
      expect(await sandbox.run(program, { input: '{}' }, AbortSignal.abort())).toMatchObject({ kind: 'stopped', limit: 'aborted' });
    });

    test('loses no call to a neighbour that hangs its thread', async () => {
      const hang = await load('export default () => "a".repeat(4e6).indexOf("a".repeat(1e6) + "b")', 'mallory');
      const honest = await load('export default (n) => n + 1', 'alice');
      const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 10 === 3 ? sandbox.run(hang, { input: '{}', limits: { cpuMs: 20 } }) : sandbox.run(honest, { input: String(n) }))));
      for (const [n, outcome] of outcomes.entries()) expect(outcome).toMatchObject(n % 10 === 3 ? { kind: 'stopped', limit: 'cpu' } : { kind: 'done', output: String(n + 1) });
    });

    test('gets an outcome for every call when the sandbox closes, and a refusal afterwards', async () => {
      const closing = createSandbox({ now: () => NOON, random: () => 0.5 }, setting);
      const loaded = await closing.load('export default () => { for (;;); }');
      if (loaded.kind === 'refused') throw new Error(loaded.message);
      const calls = Promise.all([1, 2, 3].map(() => closing.run(loaded.program, { input: '{}', limits: { cpuMs: 5000 } })));
      await new Promise((resolve) => { setImmediate(resolve); });
      await closing.close();
      for (const outcome of await calls) expect(outcome).toMatchObject({ kind: 'stopped', limit: 'aborted' });
      await expect(closing.run(loaded.program, { input: '{}' })).rejects.toMatchObject({ code: 'hub.stopping' });
    });
  });

  describe('the host', () => {
    const asking = 'export default async (event) => { try { return await host.call("double", event) } catch (error) { return "refused: " + error.message } }';
    const double = async (name: string, args: string): Promise<string> => JSON.stringify({ name, twice: Number(args) * 2 });

    test('answers what the guest asks', async () => {
      expect(await run(asking, { input: '21', host: double })).toMatchObject({ output: '{"name":"double","twice":42}' });
    });

    test('is not there unless the call brings it', async () => {
      expect(await run(asking)).toMatchObject({ output: '"refused: there is no host to call here"' });
    });

    test('refuses, and the guest gets an Error with its words and nothing of its stack', async () => {
      const outcome = await run('export default () => host.call("x").catch((error) => [error.message, error.stack.includes("node:"), error.constructor === Error])', { host: () => Promise.reject(new Error('not yours')) });
      expect(outcome).toMatchObject({ output: '["not yours",false,true]' });
    });

    test('is asked so many times and no more', async () => {
      const source = 'export default async (n) => { const all = await Promise.allSettled(Array.from({ length: n }, () => host.call("double", 1))); return [all.filter((a) => a.status === "fulfilled").length, all.at(-1).reason?.message] }';
      expect(await run(source, { input: '5', host: double, limits: { hostCalls: 3 } })).toMatchObject({ output: '[3,"more than 3 host calls in one run"]' });
      expect(await run(source, { input: '5', host: double, limits: { hostCallsInFlight: 2 } })).toMatchObject({ output: '[2,"more than 2 host calls at the same time"]' });
    });

    test('may not answer more than a call may take', async () => {
      const host = async (): Promise<string> => JSON.stringify('x'.repeat(1000));
      expect(await run(asking, { input: '1', host, limits: { hostBytes: 100 } })).toMatchObject({ output: '"refused: the host\'s answer has 1002 bytes, more than the 100 it may have"' });
    });

    test('that does not answer ends the call at the wall limit, and hears of it', async () => {
      const heard = Promise.withResolvers<void>();
      const outcome = await run(asking, { limits: { wallMs: 50 }, host: (_name, _args, signal) => new Promise(() => { signal.addEventListener('abort', () => heard.resolve()); }) });
      expect(outcome).toMatchObject({ kind: 'stopped', limit: 'wall', allowed: 50 });
      await heard.promise;
    });

    test('does not give new time with its answer', async () => {
      expect(await run('export default () => host.call("double", 1).then(() => { for (;;); })', { host: double, limits: { cpuMs: 30 } })).toMatchObject({ kind: 'stopped', limit: 'cpu', allowed: 30 });
    });
  });
});
