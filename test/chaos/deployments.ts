/**
 * `npm run chaos deployments`: on SQLite with one hub and on PostgreSQL with two, kill -9 of a hub at random instants during two hundred deployments
 * with approvals, jobs of a CI that die, and previews, and sixty runs of a pipeline. Afterwards every one of them must have ended rightly, nothing may
 * have been begun twice or unapproved, no two things at one place at once, and no preview may be left.
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
import { type Client, createClient, type Deployment, type Preview } from './deployments/client.ts';
import { type Ci, startCiWorld } from './deployments/ci.ts';
import { type Load, startLoad } from './deployments/load.ts';
import { startWorld, type World } from './deployments/world.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 10);
const COUNTS = { guarded: 70, ci: 50, previews: 60, runs: 60 };
const DEPLOYMENTS = 200;
const PATIENCE_MS = 60_000;
/** Later than a hub that died is taken for dead, and than what its jobs and previews were given. */
const LATER_MS = 120_000;
const MUCH_LATER_MS = 500_000;

interface Hub { readonly url: string; readonly key: string; readonly child: ChildProcess }

const program = fileURLToPath(new URL('./deployments/hub.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'pb-chaos-'));

try {
  const postgres = findPostgres() === undefined ? undefined : await startPostgres();
  if (postgres === undefined) console.error('PostgreSQL WAS NOT TESTED: initdb is neither in PATH nor in PGBIN.');
  try {
    const [one, other] = await Promise.all([torment('sqlite', 1), postgres === undefined ? [{ name: 'kills on postgres', value: 0, goal: ROUNDS, better: 'higher' as const }] : torment('postgres', 2, postgres)]);
    proof('chaos deployments', [...one, ...other]);
  } finally {
    await postgres?.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function torment(store: string, count: number, server?: Postgres): Promise<Figure[]> {
  const began = performance.now();
  const world = await startWorld();
  const ci = await startCiWorld();
  let ahead = 0;
  const start = (place: number): Promise<Hub> => startHub(join(folder, `${store}${count > 1 ? '' : place}`), server?.url ?? '', world.url, ahead);
  const hubs: (Hub | undefined)[] = [await start(0)];
  const { key } = hubs[0]!;
  for (let place = 1; place < count; place++) hubs.push(await start(place));
  const up = (): readonly Hub[] => hubs.filter((hub) => hub !== undefined);
  const approver = createClient(up, key);
  try {
    const prepared = await prepare(approver, ci);
    const requester = createClient(up, prepared.key);
    const load = startLoad(requester, approver, prepared.pipeline, COUNTS);
    const unapproved = watchApprovals(world, load);
    load.done.catch((error: unknown) => { console.error(error); process.exitCode = 1; });
    let kills = 0;
    for (; kills < ROUNDS; kills++) {
      await sleep(300 + Math.random() * 900);
      const place = Math.floor(Math.random() * count);
      const victim = hubs[place]!;
      hubs[place] = undefined;
      await kill(victim.child);
      if (server !== undefined && kills % 5 === 4) {
        await server.kill9();
        await server.restart();
      }
      hubs[place] = await start(place);
    }
    console.log(`${store}: ${kills} kills, ${load.asked.size} acknowledged, ${world.begun.size} begun`);
    const later = (ms: number): void => { ahead += ms; for (const { child } of up()) child.send(ahead); };
    const soon = sleep(4_000).then(() => { later(LATER_MS); });
    await Promise.race([load.done, soon.then(() => sleep(PATIENCE_MS))]);
    await soon;
    console.log(`${store}: all asked for ${seconds(began)} s after the beginning`);
    await settled(requester, 'left', () => later(LATER_MS));
    await runsEnded(requester, () => later(10_000));
    later(MUCH_LATER_MS); // the time of abandoned previews is over
    await settled(requester, 'gone', () => later(LATER_MS));
    console.log(`${store}: all ended ${seconds(began)} s after the beginning`);
    return await figuresOf(store, { kills, requester, world, ci, load, unapproved: unapproved() });
  } finally {
    for (const hub of up()) await kill(hub.child, 'SIGTERM');
    world.close();
    await ci.stop();
  }
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}

async function startHub(dataDir: string, databaseUrl: string, world: string, ahead: number): Promise<Hub> {
  const child = spawn(process.execPath, [program, dataDir, databaseUrl, world, String(ahead)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  for await (const line of createInterface({ input: child.stdout! })) if (line.startsWith('{')) return { ...(JSON.parse(line) as { url: string; key: string }), child };
  throw new Error('the hub ended before it was ready');
}

/** Answers the key of who asks for deployments. The first key approves: what a key issued can’t approve for it. */
async function prepare(client: Client, { vendor }: Ci): Promise<{ readonly key: string; readonly pipeline: string }> {
  const { body: { id: project } } = await client.post<{ id: string }>('projects', { slug: 'shop', name: 'Shop' });
  const by = (verb: string) => ({ action: `thing_${verb}`, input: { place: '{{environment.slug}}', deployment: '{{deployment.id}}' } });
  const declare = async (fields: object): Promise<void> => {
    const { status, body } = await client.post('environments', { project, name: 'X', ...fields });
    if (status !== 201 && status !== 200) throw new Error(JSON.stringify(body));
  };
  for (let number = 0; number < 6; number++) {
    await declare({ slug: `hub-${number}`, tier: 'staging', bring_up: by('up'), protection: { approvals: 1 }, when_busy: number === 5 ? 'replace' : 'wait' });
    await declare({ slug: `ci-${number}`, tier: 'staging' });
  }
  await declare({ slug: 'preview', tier: 'preview', bring_up: by('up'), tear_down: by('down'), max_instances: 100, when_busy: 'wait' });
  const installed = await client.post<{ missing_permissions: string[] }>('tools/plugin_install', { name: 'patchbay/gitlab', config: vendor.config, secrets: vendor.secrets });
  await client.post('tools/plugin_enable', { name: 'patchbay/gitlab', permissions: installed.body.missing_permissions });
  const pipeline = await client.post<{ id: string }>('pipelines', { project, name: 'deploy', provider: 'gitlab', gitlab: { url: vendor.url, project: 'acme/web/shop' } });
  if (pipeline.status !== 201) throw new Error(JSON.stringify([installed.body, pipeline.body]));
  const { body: { key } } = await client.post<{ key: string }>('api_keys', { name: 'requester', scopes: ['deployment:write', 'preview:write', 'run:write', '*:read'] });
  return { key, pipeline: pipeline.body.id };
}

function watchApprovals(world: World, { guarded, approved }: Load): () => number {
  let count = 0;
  world.onBegin((id) => { if (guarded.has(id) && !approved.has(id)) count++; });
  return () => count;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function all<T>(client: Client, path: string): Promise<T[]> {
  return (await client.get<{ items: T[] }>(`${path}${path.includes('?') ? '&' : '?'}limit=500`)).body.items;
}

/** Until nothing is under way; what waits for the end of a time gets it. */
async function settled(client: Client, previews: 'left' | 'gone', later: () => void): Promise<void> {
  for (let began = performance.now(), shifts = 0; performance.now() - began < PATIENCE_MS; await sleep(250)) {
    const open = await all<Deployment>(client, 'deployments?ended=false');
    if (open.length === 0 && (await all<Preview>(client, 'previews?open=true')).every(({ status }) => previews === 'left' && (status === 'up' || status === 'failed'))) return;
    if (performance.now() - began > (shifts + 1) * 6_000) { shifts++; later(); }
  }
}

interface Run { readonly id: string; readonly state: string; readonly ended: boolean; readonly outcome?: string }

/** One that the CI took while its hub died is looked for; that takes its time. */
async function runsEnded(client: Client, later: () => void): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(2_000)) {
    if ((await all<Run>(client, 'runs?ended=false')).length === 0) return;
    later();
  }
}

interface Outcome { readonly kills: number; readonly requester: Client; readonly world: World; readonly ci: Ci; readonly load: Load; readonly unapproved: number }

async function figuresOf(store: string, { kills, requester, world, ci, load, unapproved }: Outcome): Promise<Figure[]> {
  const deployments = await all<Deployment>(requester, 'deployments');
  const previews = await all<Preview>(requester, 'previews');
  const known = new Map(deployments.map((each) => [each.id, each]));
  const lost = [...load.asked].filter((id) => !known.has(id));
  const wrong = deployments.filter((each) => !isRight(each, world));
  const left = [...previews.filter(({ open }) => open).map(({ slug }) => slug), ...[...world.standing].filter((place) => place.startsWith('preview-'))];
  const runs = await all<Run>(requester, 'runs');
  const started = ci.started();
  const lostRuns = [...load.runs].filter((id) => !runs.some((each) => each.id === id));
  const wrongRuns = runs.filter((each) => !each.ended || each.state !== (started.has(each.id) ? 'succeeded' : 'lost'));
  for (const each of wrongRuns.slice(0, 5)) console.log('WRONG', JSON.stringify(each), started.get(each.id));
  console.log(`${store}: runs ${JSON.stringify(Object.entries(Object.groupBy(runs, ({ state, outcome = '' }) => `${state} ${outcome}`)).map(([name, group]) => `${name.trim()}: ${group!.length}`))}`);
  for (const each of wrong.slice(0, 5)) console.log('WRONG', JSON.stringify(each), world.begun.get(each.id), world.done.has(each.id));
  for (const each of left.slice(0, 5)) console.log('LEFT', each);
  console.log(`${store}: ${JSON.stringify(Object.entries(Object.groupBy(deployments, ({ kind, status, outcome = '' }) => `${kind} ${status} ${outcome}`)).map(([name, group]) => `${name.trim()}: ${group!.length}`))}`);
  return [
    { name: `kills on ${store}`, value: kills, goal: ROUNDS, better: 'higher' },
    { name: `deployments on ${store}`, value: load.asked.size, goal: DEPLOYMENTS, better: 'higher' },
    { name: `acknowledged and lost on ${store}`, value: lost.length, goal: 0, better: 'lower' },
    { name: `not ended, or not as it went, on ${store}`, value: wrong.length, goal: 0, better: 'lower' },
    { name: `begun twice on ${store}`, value: [...world.begun.values()].filter((times) => times > 1).length, goal: 0, better: 'lower' },
    { name: `begun without approval on ${store}`, value: unapproved, goal: 0, better: 'lower' },
    { name: `at one place at once on ${store}`, value: world.collisions(), goal: 0, better: 'lower' },
    { name: `runs of a pipeline on ${store}`, value: load.runs.size, goal: COUNTS.runs, better: 'higher' },
    { name: `runs lost, or not as they went, on ${store}`, value: lostRuns.length + wrongRuns.length, goal: 0, better: 'lower' },
    { name: `runs started twice on ${store}`, value: [...started.values()].filter((times) => times > 1).length, goal: 0, better: 'lower' },
    { name: `previews left on ${store}`, value: left.length, goal: 0, better: 'lower' },
  ];
}

/** What the hub says is what the world knows; where a hub died in the middle, it says that nobody knows. */
function isRight({ id, ended, status, outcome, runner, kind, cancel_requested_at }: Deployment, { begun, done }: World): boolean {
  if (!ended) return false;
  if (kind === 'tear_down') return status === 'succeeded';
  if (runner === 'ci') return true;
  if (status === 'succeeded') return done.has(id);
  if (cancel_requested_at !== undefined && (status === 'cancelled' || status === 'superseded')) return true; // told to stop, and then a hub died
  if (outcome === 'idempotency.outcome_unknown' || outcome === 'action.timeout') return begun.has(id) || !done.has(id); // the hub does not claim to know
  return !done.has(id);
}
