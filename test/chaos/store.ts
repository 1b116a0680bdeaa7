/**
 * `npm run chaos store`: on each store, 20 rounds of kill -9 during acknowledged writes. On PostgreSQL every other round
 * kills the server and all its backends as well. Afterwards every acknowledged unit must be there, none by half, and the
 * chain of the log must be whole.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CHAIN_START, chainHash, type Store } from '@patchbay/storage';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';
import { open, T } from './store-place.ts';

const ROUNDS = 20;
const writer = fileURLToPath(new URL('./store-writer.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'pb-chaos-'));

interface Damage {
  rounds: number;
  acknowledged: number;
  lost: number;
  half: number;
  broken: number;
}

try {
  const figures = figuresOf('sqlite', await torment('sqlite', join(folder, 'hub.db')));
  if (findPostgres() === undefined) {
    console.error('PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.');
    figures.push({ name: 'rounds on postgres', value: 0, goal: ROUNDS, better: 'higher' });
  } else {
    const server = await startPostgres();
    try {
      figures.push(...figuresOf('postgres', await torment('postgres', server.url, async (round) => {
        if (round % 2 === 0) return;
        await server.kill9();
        await server.restart();
      })));
    } finally {
      await server.stop();
    }
  }
  proof('chaos store', figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function torment(name: string, target: string, server: (round: number) => Promise<void> = async () => undefined): Promise<Damage> {
  const log = join(folder, `${name}.log`);
  const damage: Damage = { rounds: 0, acknowledged: 0, lost: 0, half: 0, broken: 0 };
  for (let round = 1; round <= ROUNDS; round++) {
    const child = spawn(process.execPath, [writer, target, log, String(round)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    try {
      await ready(child, log, round);
      await sleep(150 + Math.random() * 450);
      await server(round);
    } finally {
      await kill(child);
    }
    const store = await open(target);
    await inspect(store, acknowledgedIn(log), damage);
    await store.close();
    damage.rounds++;
    console.log(`${name} round ${round}: ${damage.acknowledged} acknowledged, ${damage.lost} lost, ${damage.half} by half, ${damage.broken} chains broken`);
  }
  return damage;
}

async function ready(child: ChildProcess, log: string, round: number): Promise<void> {
  while (linesOf(log).filter((line) => line === '#ready').length < round) {
    if (child.exitCode !== null) throw new Error(`the writer ended with ${child.exitCode} before it wrote`);
    await sleep(20);
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** The last line may be cut. */
function linesOf(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
}

function acknowledgedIn(log: string): string[] {
  return linesOf(log).filter((line) => line !== '#ready');
}

async function inspect(store: Store, acknowledged: readonly string[], damage: Damage): Promise<void> {
  const [left, right, trail] = [await idsOf(store, 'left'), await idsOf(store, 'right'), new Set<string>()];
  let before = CHAIN_START;
  let place = 0;
  let whole = true;
  for await (const entries of store.scanText('trail', { tenant: T })) {
    for (const { id, created_at, seq, hash, text } of entries) {
      whole &&= seq === ++place && hash === chainHash(before, { id, at: created_at, text });
      before = hash ?? '';
      trail.add(id);
    }
  }
  damage.acknowledged = acknowledged.length;
  damage.lost += acknowledged.filter((id) => !left.has(id) || !right.has(id) || !trail.has(id)).length;
  damage.half += [...new Set([...left, ...right, ...trail])].filter((id) => !(left.has(id) && right.has(id) && trail.has(id))).length;
  if (!whole) damage.broken++;
}

async function idsOf(store: Store, collection: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const rows of store.scan(collection, { tenant: T, batch: 2000 })) for (const { id } of rows) ids.add(id);
  return ids;
}

function figuresOf(store: string, { rounds, acknowledged, lost, half, broken }: Damage): Figure[] {
  return [
    { name: `rounds on ${store}`, value: rounds, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged units on ${store}`, value: acknowledged, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged and lost on ${store}`, value: lost, goal: 0, better: 'lower' },
    { name: `half-applied on ${store}`, value: half, goal: 0, better: 'lower' },
    { name: `chains broken on ${store}`, value: broken, goal: 0, better: 'lower' },
  ];
}
