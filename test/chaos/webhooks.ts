/**
 * `npm run chaos webhooks`: on SQLite with one hub and on PostgreSQL with two, rounds of kill -9 of a hub at random instants
 * under load. Now and then the receiver is down for a while, and PostgreSQL is killed with all its backends. Last, a disk runs full.
 * Afterwards every acknowledged event must have arrived at both endpoints, in order where an order was asked for.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findPostgres, type Postgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';
import { fullDisk } from './webhooks/full-disk.ts';
import { type Publisher, startPublisher } from './webhooks/publisher.ts';
import { type Arrival, type Receiver, startReceiver } from './webhooks/receiver.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 30);
/** What arrived so shortly before a kill may not be on record yet, and comes again. */
const IN_FLIGHT_MS = 250;
const PATIENCE_MS = 120_000;

interface Hub { readonly url: string; readonly key: string; readonly child: ChildProcess }

const program = fileURLToPath(new URL('./webhooks/hub.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'pb-chaos-'));
const figures: Figure[] = [];

try {
  figures.push(...(await torment('sqlite', 1)));
  if (findPostgres() === undefined) {
    console.error('PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.');
    figures.push({ name: 'rounds on postgres', value: 0, goal: ROUNDS, better: 'higher' });
  } else {
    const server = await startPostgres();
    try {
      figures.push(...(await torment('postgres', 2, server)));
    } finally {
      await server.stop();
    }
  }
  figures.push(...(await fullDisk(folder, { program, start: ready, declare, arrivedAll, lost: ({ accepted }, { arrivals }) => missing(accepted, arrivals.any) + missing(accepted, arrivals.ordered) })));
  proof('chaos webhooks', figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function torment(store: string, count: number, server?: Postgres): Promise<Figure[]> {
  const receiver = await startReceiver();
  const start = (place: number): Promise<Hub> => startHub(join(folder, `${store}${count > 1 ? '' : place}`), server?.url ?? '');
  const hubs: (Hub | undefined)[] = [await start(0)];
  const { key, url } = hubs[0]!;
  for (let place = 1; place < count; place++) hubs.push(await start(place));
  for (const fields of [{ name: 'any', concurrency: 100 }, { name: 'ordered', ordering_key: 'data.lane', concurrency: 100 }]) await declare(url, key, { ...fields, url: `${receiver.url}/${fields.name}` });
  await sleep(2500); // other hubs hear of the endpoints
  const publisher = startPublisher(() => hubs.filter((hub) => hub !== undefined), key);
  const kills: number[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      await sleep(200 + Math.random() * 600);
      receiver.down(round % 7 === 0);
      if (server !== undefined && round % 10 === 0) await server.kill9();
      const place = Math.floor(Math.random() * count);
      const victim = hubs[place]!;
      hubs[place] = undefined;
      kills.push(performance.now());
      await kill(victim.child);
      if (server !== undefined && round % 10 === 0) await server.restart();
      hubs[place] = await start(place);
      console.log(`${store} round ${round}: ${publisher.accepted.size} acknowledged, ${receiver.arrivals.any.length} and ${receiver.arrivals.ordered.length} arrived`);
    }
    receiver.down(false);
    await publisher.stop();
    const waited = await arrivedAll(publisher, receiver);
    console.log(`${store}: all there, or given up, ${(waited / 1000).toFixed(1)} s after the last event`);
    await sleep(500);
    return figuresOf(store, publisher, receiver, kills);
  } finally {
    await publisher.stop();
    for (const hub of hubs) if (hub !== undefined) await kill(hub.child, 'SIGTERM');
    receiver.close();
  }
}

async function startHub(dataDir: string, databaseUrl: string): Promise<Hub> {
  const child = spawn(process.execPath, [program, dataDir, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  return { ...(await ready(child)), child };
}

async function ready(child: ChildProcess): Promise<{ readonly url: string; readonly key: string }> {
  for await (const line of createInterface({ input: child.stdout! })) if (line.startsWith('{')) return JSON.parse(line) as { url: string; key: string };
  throw new Error('the hub ended before it was ready');
}

async function declare(url: string, key: string, fields: object): Promise<void> {
  const body = JSON.stringify({ event_types: ['build.*'], retry: { delays: Array.from({ length: 24 }, () => 1), jitter: 0.5 }, timeout: 1, ...fields });
  const answer = await fetch(`${url}/v1/endpoints`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body });
  if (answer.status !== 201) throw new Error(await answer.text());
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function missing(accepted: ReadonlySet<string>, arrivals: readonly Arrival[]): number {
  const there = arrived(arrivals);
  return [...accepted].filter((id) => !there.has(id)).length;
}

function arrived(arrivals: readonly Arrival[]): ReadonlySet<string> {
  return new Set(arrivals.map(({ id }) => id));
}

/** Patient as long as anything still comes: a long line of events in order takes its time. */
async function arrivedAll({ accepted }: Publisher, { arrivals }: Receiver): Promise<number> {
  const began = performance.now();
  let came = 0;
  for (let last = began; performance.now() - last < PATIENCE_MS && missing(accepted, arrivals.any) + missing(accepted, arrivals.ordered) > 0;) {
    await sleep(100);
    const now = arrivals.any.length + arrivals.ordered.length;
    if (now > came) last = performance.now();
    came = now;
  }
  return performance.now() - began;
}

function figuresOf(store: string, { accepted }: Publisher, { arrivals }: Receiver, kills: readonly number[]): Figure[] {
  const twice = (all: readonly Arrival[]): number => all.length - arrived(all).size;
  const inFlight = [...arrivals.any, ...arrivals.ordered].filter(({ at }) => kills.some((killed) => at > killed - IN_FLIGHT_MS && at <= killed)).length;
  return [
    { name: `rounds on ${store}`, value: kills.length, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged on ${store}`, value: accepted.size, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged and lost on ${store}`, value: missing(accepted, arrivals.any) + missing(accepted, arrivals.ordered), goal: 0, better: 'lower' },
    { name: `out of order on ${store}`, value: disorder(arrivals.ordered), goal: 0, better: 'lower' },
    { name: `delivered twice on ${store}, at most those in flight at a kill`, value: twice(arrivals.any) + twice(arrivals.ordered), goal: inFlight, better: 'lower' },
  ];
}

/** What came for the first time after a later one of its lane. */
function disorder(arrivals: readonly Arrival[]): number {
  const seen = new Set<string>();
  const last = new Map<number, number>();
  let wrong = 0;
  for (const { id, lane, number } of arrivals) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (number < (last.get(lane) ?? 0)) wrong++;
    last.set(lane, Math.max(number, last.get(lane) ?? 0));
  }
  return wrong;
}
