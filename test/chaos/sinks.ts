/**
 * `npm run chaos sinks`: on SQLite with one hub and on PostgreSQL with two, rounds of kill -9 of a hub at random instants under load. The receiver
 * refuses some batches and swallows others. Afterwards every acknowledged event must have come through the sink, in the order of the log; the audit
 * trail must have come without a gap; and a rule must have acted once on each event.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';
import { type Line, type SinkReceiver, startSinkReceiver } from './sinks/receiver.ts';
import { startPublisher } from './webhooks/publisher.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const PATIENCE_MS = 180_000;

interface Hub { readonly url: string; readonly key: string; readonly child: ChildProcess }

const program = fileURLToPath(new URL('./sinks/hub.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'pb-chaos-'));
const figures: Figure[] = [];

try {
  figures.push(...(await torment('sqlite', 1, '')));
  if (findPostgres() === undefined) {
    console.error('PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.');
    figures.push({ name: 'rounds on postgres', value: 0, goal: ROUNDS, better: 'higher' });
  } else {
    const server = await startPostgres();
    figures.push(...(await torment('postgres', 2, server.url).finally(() => server.stop())));
  }
  proof('chaos sinks', figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function torment(store: string, count: number, databaseUrl: string): Promise<Figure[]> {
  const receiver = await startSinkReceiver(['/events', '/trail', '/echo']);
  const start = (): Promise<Hub> => startHub(join(folder, store), databaseUrl);
  const hubs: (Hub | undefined)[] = [await start()];
  const { key, url } = hubs[0]!;
  for (let place = 1; place < count; place++) hubs.push(await start());
  const sink = { kind: 'http', stream: 'events', batch_wait: 0 };
  await declare(url, key, 'sinks', { ...sink, name: 'events', event_types: ['build.*'], http: { url: `${receiver.url}/events` } });
  await declare(url, key, 'sinks', { ...sink, name: 'trail', stream: 'audit_entries', http: { url: `${receiver.url}/trail` } });
  await declare(url, key, 'sinks', { ...sink, name: 'echo', event_types: ['echo.*'], http: { url: `${receiver.url}/echo` } });
  await declare(url, key, 'rules', { name: 'echo', event_types: ['build.*'], kind: 'action', action: { action: 'event_publish', input: { type: 'echo.made', subject: '{{event.subject}}', data: { of: '{{event.id}}' } } } });
  await sleep(2500); // other hubs hear of them
  const publisher = startPublisher(() => hubs.filter((hub) => hub !== undefined), key);
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      await sleep(300 + Math.random() * 900);
      const place = Math.floor(Math.random() * count);
      const victim = hubs[place]!;
      hubs[place] = undefined;
      await kill(victim.child);
      hubs[place] = await start();
      console.log(`${store} round ${round}: ${publisher.accepted.size} acknowledged, ${[...receiver.lines].map(([path, lines]) => `${lines.length} ${path}`).join(', ')}`);
    }
    await publisher.stop();
    const began = performance.now();
    while (performance.now() - began < PATIENCE_MS && missing(publisher.accepted, receiver) > 0) await sleep(200);
    console.log(`${store}: all there, or given up, ${((performance.now() - began) / 1000).toFixed(1)} s after the last event`);
    await sleep(1000);
    return figuresOf(store, publisher.accepted, receiver);
  } finally {
    await publisher.stop();
    for (const hub of hubs) if (hub !== undefined) await kill(hub.child, 'SIGTERM');
    receiver.close();
  }
}

async function startHub(dataDir: string, databaseUrl: string): Promise<Hub> {
  const child = spawn(process.execPath, [program, dataDir, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  for await (const line of createInterface({ input: child.stdout! })) if (line.startsWith('{')) return { ...(JSON.parse(line) as { url: string; key: string }), child };
  throw new Error('the hub ended before it was ready');
}

async function declare(url: string, key: string, path: string, fields: object): Promise<void> {
  const answer = await fetch(`${url}/v1/${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(fields) });
  if (answer.status !== 201) throw new Error(await answer.text());
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function of(receiver: SinkReceiver, path: string): readonly Line[] {
  return receiver.lines.get(path)!;
}

function missing(accepted: ReadonlySet<string>, receiver: SinkReceiver): number {
  const [there, echoed] = [new Set(of(receiver, '/events').map(({ id }) => id)), new Set(of(receiver, '/echo').map(({ data }) => data?.of))];
  return [...accepted].filter((id) => !there.has(id)).length + [...accepted].filter((id) => !echoed.has(id)).length;
}

function figuresOf(store: string, accepted: ReadonlySet<string>, receiver: SinkReceiver): Figure[] {
  const there = new Set(of(receiver, '/events').map(({ id }) => id));
  const echoes = new Map<string, Set<string>>();
  for (const { id, data } of of(receiver, '/echo')) echoes.set(data!.of!, (echoes.get(data!.of!) ?? new Set()).add(id));
  return [
    { name: `rounds on ${store}`, value: ROUNDS, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged on ${store}`, value: accepted.size, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged and not in the sink on ${store}`, value: [...accepted].filter((id) => !there.has(id)).length, goal: 0, better: 'lower' },
    { name: `out of order in a sink on ${store}`, value: disorder(of(receiver, '/events')) + disorder(of(receiver, '/echo')) + disorder(of(receiver, '/trail')), goal: 0, better: 'lower' },
    { name: `gaps in the audit trail on ${store}`, value: gaps(of(receiver, '/trail')), goal: 0, better: 'lower' },
    { name: `events that the rule did not act on, on ${store}`, value: [...accepted].filter((id) => !echoes.has(id)).length, goal: 0, better: 'lower' },
    { name: `events that the rule acted on twice, on ${store}`, value: [...echoes.values()].filter(({ size }) => size > 1).length, goal: 0, better: 'lower' },
  ];
}

/** What came for the first time after a later one. */
function disorder(lines: readonly Line[]): number {
  const seen = new Set<string>();
  let last = 0;
  let wrong = 0;
  for (const { id, seq } of lines) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (seq < last) wrong++;
    last = Math.max(last, seq);
  }
  return wrong;
}

/** The seq of a trail counts by one. */
function gaps(lines: readonly Line[]): number {
  const seqs = [...new Set(lines.map(({ seq }) => seq))].toSorted((a, b) => a - b);
  return seqs.length === 0 ? 1 : seqs.at(-1)! - seqs[0]! + 1 - seqs.length;
}
