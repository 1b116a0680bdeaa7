/** What a sandboxed call costs, beside a bare thread and a bare function in the same run. `npm run bench sandbox` */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Call, createSandbox, type Program } from '@patchbay/sandbox';
import { type Figure, proof } from '../proof.ts';
import { median } from './load.ts';
import { startEcho } from './sandbox/echo.ts';
import { alerts, bundle, GUEST, summary } from './sandbox/samples.ts';

const ROUNDS = 7;
const CPU_MS = 50;
const GRACE_MS = 50;
const figures: Figure[] = [];
const lower = (name: string, value: number, goal: number): void => { figures.push({ name, value: Number(value.toPrecision(4)), goal, better: 'lower' }); };
const higher = (name: string, value: number, goal: number): void => { figures.push({ name, value: Number(value.toPrecision(4)), goal, better: 'higher' }); };

const sandbox = createSandbox({ now: Date.now, random: Math.random }, { threads: 1, graceMs: GRACE_MS });
const echo = startEcho();
const began = performance.now();
const program = await load(GUEST);
lower('first program: threads, engine and program, ms', performance.now() - began, 1000);
const event = alerts(10_000);
const json = JSON.stringify(event);

await calls();
await many();
await loading();
await stopping();
await sandbox.close();
await echo.stop();
proof('bench sandbox', figures);

/** One call at a time, in rounds that alternate with what it is compared to. */
async function calls(): Promise<void> {
  const trivial: Call = { input: '{"id":1}' };
  const rounds: { echo: number; call: number; inside: number; direct: number; summary: number; summaryInside: number }[] = [];
  for (let round = 0; round < ROUNDS + 1; round++) {
    const bare = await times(1000, () => echo.call(trivial.input));
    const inside: number[] = [];
    const call = await times(1000, async () => { inside.push(await cpuMs(trivial)); });
    const direct = await times(300, async () => JSON.stringify(summary(JSON.parse(json) as typeof event)));
    const insideSummary: number[] = [];
    const sandboxed = await times(300, async () => { insideSummary.push(await cpuMs({ input: json, name: 'summary' })); });
    if (round > 0) rounds.push({ echo: median(bare), call: median(call), inside: median(inside), direct: median(direct), summary: median(sandboxed), summaryInside: median(insideSummary) });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  console.log(`bare thread ${micro(of((r) => r.echo))}, trivial call ${micro(of((r) => r.call))}; 10 kB summary ${micro(of((r) => r.summary))}, of the host itself ${micro(of((r) => r.direct))}`);
  lower('trivial call from a clean slate through a thread, p50, of a bare thread’s echo', of((r) => r.call / r.echo), 2);
  lower('trivial call, time in the guest, p50, µs', of((r) => r.inside) * 1000, 30);
  lower('summary of 10 kB through a thread, p50, ms', of((r) => r.summary), 1.2);
  lower('summary of 10 kB in the guest, of the host’s own', of((r) => r.summaryInside / r.direct), 15);
}

/** A hundred programs in one thread, a hundred callers. */
async function many(): Promise<void> {
  const before = process.memoryUsage().rss;
  const programs = await Promise.all(Array.from({ length: 100 }, (_, n) => load(`export default (event) => ({ ok: true, id: event.id + ${n} });`, `tenant ${n}`)));
  lower('memory of an idle program, MB', (process.memoryUsage().rss - before) / 100 / 2 ** 20, 2);
  const rates: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    await Promise.all(programs.map(async (each) => { for (let n = 0; n < 100; n++) await done(each, { input: '{"id":1}' }); }));
    rates.push(10_000 / ((performance.now() - start) / 1000));
  }
  higher('calls per second over 100 programs in one thread, each from a clean slate', median(rates), 15_000);
}

async function loading(): Promise<void> {
  const taken = await times(30, async (n) => { await load(bundle(50_000, n)); });
  lower('loading a bundle of 50 kB, p50, ms', median(taken), 5);
}

/** Guests that do not end, with the hub's own loop watched. */
async function stopping(): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const limits = { cpuMs: CPU_MS };
  const beyond: number[] = [];
  for (let n = 0; n < 20; n++) beyond.push((await sandbox.run(program, { input: '{}', name: 'loop', limits })).cpuMs - CPU_MS);
  const killed = await times(20, async () => {
    await sandbox.run(program, { input: '{}', name: 'native', limits });
    await done(program, { input: '{"id":1}' });
  });
  delay.disable();
  lower(`CPU time of an endless loop beyond its ${CPU_MS} ms, p50, ms`, median(beyond), 10);
  lower(`native loop stopped and the next call answered after its ${CPU_MS + GRACE_MS} ms, p50, ms`, median(killed) - CPU_MS - GRACE_MS, 100);
  lower('event-loop lag meanwhile, p99, ms', delay.percentile(99) / 1e6, 50);
}

async function load(source: string, partition?: string): Promise<Program> {
  const outcome = await sandbox.load(source, partition);
  if (outcome.kind === 'refused') throw new Error(outcome.message);
  return outcome.program;
}

async function done(of: Program, call: Call): Promise<number> {
  const outcome = await sandbox.run(of, call);
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.cpuMs;
}

function cpuMs(call: Call): Promise<number> { return done(program, call); }

async function times(count: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await run(n);
    taken.push(performance.now() - start);
  }
  return taken;
}

function micro(ms: number): string { return `${(ms * 1000).toFixed(0)} µs`; }
