/**
 * What durable webhooks cost, as ratios to bare signed POSTs of the same run. `npm run bench webhooks`
 * Rounds alternate between the limit and the engine, and medians are compared, because the machine's speed changes while it runs.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';
import { median, quantile } from './load.ts';
import { bare, bareByUndici } from './webhooks/bare.ts';
import { type Bench, flood, openBench } from './webhooks/engine.ts';
import { steady } from './webhooks/latency.ts';
import type { Measured } from './webhooks/measure.ts';
import { withHistory } from './webhooks/history.ts';
import { manyEndpoints } from './webhooks/many.ts';
import { overHttp } from './webhooks/over-http.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const SECONDS = Number(process.env['SECONDS'] ?? 2);

const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const figures: Figure[] = [];
const sink = fork(join(import.meta.dirname, 'webhooks/sink.ts'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, RECORD: '0' } });
const recorder = fork(join(import.meta.dirname, 'webhooks/sink.ts'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env: { ...process.env, RECORD: '1' } });
const server = findPostgres() === undefined ? undefined : await startPostgres();

try {
  const url = await addressOf(sink);
  await race('SQLite', join(folder, 'one.db'), url, { rate: 0.6, cpu: 1.8, ten: 0.75, naive: 15 });
  if (server === undefined) console.error('PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.');
  else await race('PostgreSQL', server.url, url, { rate: 0.45, naive: 7 });
  const { ratio, batched, megabytes } = await overHttp(join(folder, 'hub'), url, ROUNDS, SECONDS);
  const limit = median(await inTurn(ROUNDS, async () => (await bare(url, SECONDS)).perSecond));
  figures.push({ name: 'events in batches of 100 over HTTP, delivered, to bare POSTs', value: batched / limit, goal: 0.5, better: 'higher' }, { name: 'single events over HTTP, to a relay that stores nothing', value: ratio, goal: 0.55, better: 'higher' }, { name: 'memory of the hub after that, MB', value: megabytes, goal: 350, better: 'lower' });
  const recording = await addressOf(recorder);
  await latencies(recording);
  const many = await manyEndpoints(join(folder, 'many.db'), recording, arrivals);
  console.log(`10,000 endpoints: p99 ${many.calm.toFixed(1)} ms, and ${many.hanging.toFixed(1)} ms while one hangs`);
  figures.push({ name: 'p99 of the others while one of 10,000 endpoints hangs, to p99 without', value: many.ratio, goal: 1.1, better: 'lower' });
  const history = await withHistory({ empty: join(folder, 'young.db'), full: join(folder, 'old.db') }, url, ROUNDS, SECONDS);
  figures.push({ name: `throughput with ${history.events.toLocaleString('en-US')} events and ${history.retries.toLocaleString('en-US')} retries behind it, to an empty log`, value: history.ratio, goal: 0.9, better: 'higher' });
  proof('bench webhooks', figures);
} finally {
  sink.kill();
  recorder.kill();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}

interface Goals { readonly rate: number; readonly cpu?: number; readonly ten?: number; readonly naive: number }

async function race(store: string, target: string, url: string, goals: Goals): Promise<void> {
  const one = await openBench({ target, sink: url, fanOut: 1 });
  await bare(url, SECONDS);
  await bareByUndici(url, SECONDS);
  await flood(one, SECONDS, 1); // all are compiled by now
  const rounds: { limit: Measured; common: Measured; engine: Measured }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const limit = await bare(url, SECONDS);
    const engine = await flood(one, SECONDS, 1);
    const common = await bareByUndici(url, SECONDS);
    rounds.push({ limit, common, engine });
    console.log(`${store} round ${round}: bare ${said(limit)}, engine ${said(engine)}, bare by undici ${said(common)}`);
  }
  await one.close();
  const [rate, cpu] = [median(rounds.map(({ common, engine }) => engine.perSecond / common.perSecond)), median(rounds.map(({ common, engine }) => engine.cpu / common.cpu))];
  console.log(`${store}, to bare POSTs by undici, which are no limit here: ${rate.toFixed(3)} of them, at ${cpu.toFixed(2)} × their CPU`);
  const fastest = median(rounds.map(({ engine }) => engine.perSecond));
  figures.push({ name: `engine on ${store}, to bare POSTs`, value: median(rounds.map(({ limit, engine }) => engine.perSecond / limit.perSecond)), goal: goals.rate, better: 'higher' });
  if (goals.cpu !== undefined) figures.push({ name: `CPU per delivery on ${store}, to a bare POST’s`, value: median(rounds.map(({ limit, engine }) => engine.cpu / limit.cpu)), goal: goals.cpu, better: 'lower' });
  if (goals.ten !== undefined) figures.push({ name: `fan-out 10 on ${store}, deliveries to bare POSTs`, value: await fanned(target, url), goal: goals.ten, better: 'higher' });
  const twin = await openBench({ target: target.startsWith('postgres') ? await server!.createDatabase() : join(folder, 'naive.db'), sink: url, fanOut: 1, naive: true });
  const naive = await flood(twin, SECONDS, 1);
  await twin.close();
  console.log(`${store}, a transaction for every row and step: ${Math.round(naive.perSecond)}/s`);
  figures.push({ name: `engine on ${store}, to its naive twin`, value: fastest / naive.perSecond, goal: goals.naive, better: 'higher' });
}

function said({ perSecond, cpu }: Measured): string { return `${Math.round(perSecond)}/s at ${cpu.toFixed(1)} µs of CPU`; }

async function fanned(target: string, url: string): Promise<number> {
  const ten = await openBench({ target, sink: url, fanOut: 10 });
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const limit = await bare(url, SECONDS);
    const engine = await flood(ten, SECONDS, 10);
    ratios.push(engine.perSecond / limit.perSecond);
    console.log(`fan-out 10: bare ${said(limit)}, engine ${said(engine)}`);
  }
  await ten.close();
  return median(ratios);
}

/** Half of what it can do, and then one at a time. */
async function latencies(url: string): Promise<void> {
  const bench: Bench = await openBench({ target: join(folder, 'steady.db'), sink: url, fanOut: 1 });
  const full = await flood(bench, SECONDS, 1);
  const { ack, delivery } = await steady(bench, full.perSecond / 2, 2 * SECONDS, arrivals);
  const idle = await steady(bench, 5, 4, arrivals);
  await bench.close();
  figures.push(
    { name: 'acknowledgement at half load, p99, ms', value: quantile(ack, 0.99), goal: 30, better: 'lower' },
    { name: 'acknowledgement to delivery at half load, p50, ms', value: quantile(delivery, 0.5), goal: 2, better: 'lower' },
    { name: 'acknowledgement to delivery at half load, p99, ms', value: quantile(delivery, 0.99), goal: 60, better: 'lower' },
    { name: 'acknowledgement to delivery when idle, p50, ms', value: quantile(idle.delivery, 0.5), goal: 5, better: 'lower' },
  );
}

async function arrivals(): Promise<[string, number][]> {
  recorder.send('tell');
  const [told] = (await once(recorder, 'message')) as [[string, number][]];
  return told;
}

async function inTurn<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let at = 0; at < times; at++) found.push(await work());
  return found;
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) if (line.startsWith('{')) return (JSON.parse(line) as { url: string }).url;
  throw new Error('the receiver ended before it was ready');
}
