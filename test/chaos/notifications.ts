/**
 * `npm run chaos notifications`: on SQLite with one hub and on PostgreSQL with two, rounds of kill -9 of a hub at random instants while rules tell of events in Slack.
 * Afterwards every acknowledged event must have its notification, and one only; its message must have arrived once, or the notification must say that nobody knows;
 * and what was gathered in groups must add up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ConnectorCases, fileOf, type Vendor } from '@patchbay/connectors/testing';
import { findPostgres, startPostgres } from '../doubles/postgres.ts';
import { type Figure, proof } from '../proof.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 8);
const PATIENCE_MS = 180_000;
const LANES = 4;
/** Of one lane: the double is one process with the publisher. */
const BETWEEN_MS = 20;

interface Hub { readonly url: string; readonly key: string; readonly child: ChildProcess }
interface Notification { readonly event: string; readonly rule: string; readonly status: string; readonly reason?: string; readonly events: number }

const program = fileURLToPath(new URL('./notifications/hub.ts', import.meta.url));
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
  proof('chaos notifications', figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function torment(store: string, count: number, databaseUrl: string): Promise<Figure[]> {
  const { cases } = (await import(fileOf('slack', 'cases.ts'))) as { cases: ConnectorCases };
  const slack = await cases.start();
  const start = (): Promise<Hub> => startHub(join(folder, store), databaseUrl);
  const hubs: (Hub | undefined)[] = [await start()];
  const { key, url } = hubs[0]!;
  const call = caller(() => hubs.find((hub) => hub !== undefined)!.url, key);
  const { each, grouped } = await declare(call, slack);
  for (let place = 1; place < count; place++) hubs.push(await start());
  await sleep(1500); // other hubs hear of them
  const publisher = publish(() => hubs.filter((hub) => hub !== undefined), key);
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      await sleep(500 + Math.random() * 1000);
      const place = Math.floor(Math.random() * count);
      const victim = hubs[place]!;
      hubs[place] = undefined;
      await kill(victim.child);
      hubs[place] = await start();
      console.log(`${store} round ${round}: ${publisher.accepted.size} acknowledged, ${arrived(slack).length} messages`);
    }
    await publisher.stop();
    const began = performance.now();
    while (performance.now() - began < PATIENCE_MS && (await open(call, publisher.accepted, { each, grouped })) > 0) await sleep(1000);
    console.log(`${store}: all there, or given up, ${((performance.now() - began) / 1000).toFixed(1)} s after the last event, at ${url}`);
    return figuresOf(store, publisher.accepted, arrived(slack), { each: await all(call, each), grouped: await all(call, grouped) });
  } finally {
    await publisher.stop();
    for (const hub of hubs) if (hub !== undefined) await kill(hub.child, 'SIGTERM');
    await slack.close();
  }
}

type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

function caller(url: () => string, key: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${url()}/v1/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
}

async function declare(call: Call, { config, secrets }: Vendor): Promise<{ each: string; grouped: string }> {
  const { missing_permissions: permissions } = await call('POST', 'plugins/slack/install', { config, secrets });
  await call('POST', 'plugins/slack/enable', { permissions });
  const { id: template } = await call('POST', 'templates', { name: 'chaos', title: '{{ rule.name }} {{ event.id }}' });
  const rule = async (fields: object): Promise<string> => String((await call('POST', 'rules', { event_types: ['build.*'], kind: 'notify', template, notify: [{ channel: 'slack', recipients: ['C000000000'] }], ...fields }))['id']);
  return { each: await rule({ name: 'each' }), grouped: await rule({ name: 'grouped', group_by: ['data.lane'], grouping: { wait: 1, interval: 1, quiet: 5 } }) };
}

function publish(hubs: () => readonly Hub[], key: string): { readonly accepted: Set<string>; stop(): Promise<void> } {
  const accepted = new Set<string>();
  let stopped = false;
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    while (!stopped) {
      const up = hubs();
      const hub = up[Math.floor(Math.random() * up.length)];
      if (hub !== undefined) await caller(() => hub.url, key)('POST', 'tools/event_publish', { type: 'build.finished', subject: 'shop', data: { lane } }).then(({ id }) => accepted.add(String(id)), () => undefined); // a hub that was killed under us is no acknowledgement
      await sleep(BETWEEN_MS);
    }
  });
  return { accepted, async stop() { stopped = true; await Promise.all(lanes); } };
}

async function startHub(dataDir: string, databaseUrl: string): Promise<Hub> {
  const child = spawn(process.execPath, [program, dataDir, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  for await (const line of createInterface({ input: child.stdout! })) if (line.startsWith('{')) return { ...(JSON.parse(line) as { url: string; key: string }), child };
  throw new Error('the hub ended before it was ready');
}

async function kill(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** Events that Slack was told of by the first rule, as often as it was told. */
function arrived({ asked }: Vendor): string[] {
  return asked.filter(({ path }) => path.endsWith('/chat.postMessage')).flatMap(({ body }) => /^each (evt_\w+)/.exec(String((body as { text?: string }).text))?.[1] ?? []);
}

async function all(call: Call, rule: string): Promise<Notification[]> {
  const found: Notification[] = [];
  for (let cursor = ''; ;) {
    const { items, next_cursor: next } = await call('GET', `notifications?rule=${rule}&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...(items as Notification[]));
    if (typeof next !== 'string') return found;
    cursor = next;
  }
}

/** What is still on its way. */
async function open(call: Call, accepted: ReadonlySet<string>, rules: { readonly each: string; readonly grouped: string }): Promise<number> {
  const [each, grouped] = await Promise.all([all(call, rules.each), all(call, rules.grouped)]);
  const told = new Set(each.map(({ event }) => event));
  return [...accepted].filter((id) => !told.has(id)).length + [...each, ...grouped].filter(({ status }) => status === 'waiting').length + Math.max(0, accepted.size - sum(grouped));
}

function sum(notifications: readonly Notification[]): number {
  return notifications.reduce((events, each) => events + each.events, 0);
}

function figuresOf(store: string, accepted: ReadonlySet<string>, messages: readonly string[], { each, grouped }: { readonly each: readonly Notification[]; readonly grouped: readonly Notification[] }): Figure[] {
  const records = Map.groupBy(each, ({ event }) => event);
  const times = Map.groupBy(messages, (id) => id);
  const unknown = new Set(each.filter(({ reason }) => reason === 'unknown').map(({ event }) => event));
  return [
    { name: `rounds on ${store}`, value: ROUNDS, goal: ROUNDS, better: 'higher' },
    { name: `acknowledged on ${store}`, value: accepted.size, goal: ROUNDS, better: 'higher' },
    { name: `events without a notification on ${store}`, value: [...accepted].filter((id) => !records.has(id)).length, goal: 0, better: 'lower' },
    { name: `events with two notifications on ${store}`, value: [...records.values()].filter(({ length }) => length > 1).length, goal: 0, better: 'lower' },
    { name: `messages that came twice on ${store}`, value: [...times.values()].filter(({ length }) => length > 1).length, goal: 0, better: 'lower' },
    { name: `messages that did not come, and nobody says so, on ${store}`, value: [...accepted].filter((id) => !times.has(id) && !unknown.has(id)).length, goal: 0, better: 'lower' },
    { name: `notifications that are neither sent nor said to be unknown on ${store}`, value: [...each, ...grouped].filter(({ status, reason }) => status !== 'sent' && reason !== 'unknown').length, goal: 0, better: 'lower' },
    { name: `events told in a group that are missing or there twice on ${store}`, value: Math.abs(sum(grouped) - new Set([...accepted, ...records.keys()]).size), goal: 0, better: 'lower' },
  ];
}
