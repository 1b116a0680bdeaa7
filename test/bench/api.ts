/**
 * What the whole path costs, as ratios to a bare Fastify server of the same run. `npm run bench api`
 * Rounds alternate between limit and hub, and medians are compared, because the machine's speed changes while it runs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, proof } from '../proof.ts';
import { audit } from './api/audit.ts';
import { startUp } from './api/start-up.ts';
import { type Load, median, quantile, run } from './load.ts';
import { start } from './process.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const SECONDS = Number(process.env['SECONDS'] ?? 2);
/** Enough that writes share their syncs, as they do for many callers; the limits get the same. */
const CONNECTIONS = 256;
const WARM_SECONDS = 3;
const RESOURCES = 100;

const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const figures: Figure[] = [];
let errors = 0;

const hub = await start([process.execPath, join(import.meta.dirname, 'api/hub.ts'), join(folder, 'api')]);
const key = hub.said['key']!;
const authorized = { authorization: `Bearer ${key}` };
const json = { ...authorized, 'content-type': 'application/json' };
const texts = await Promise.all(Array.from({ length: RESOURCES }, async (_, n) => {
  const repository = { provider: 'github', owner: 'acme', name: `shop-${n}` };
  return (await fetch(`${hub.said['url']}/v1/projects`, { method: 'POST', headers: json, body: JSON.stringify({ slug: `shop-${n}`, name: 'Web shop', repository }) })).text();
}));
const bytes = texts[0]!;
const ids = texts.map((text) => (JSON.parse(text) as { id: string }).id);
const bare = await start([process.execPath, join(import.meta.dirname, 'api/bare.ts'), bytes]);

const document = 'query One($id: ID!) { project(id: $id) { id version created_at updated_at slug name default_branch repository { provider owner name } } }';
const queries = ids.map((id) => JSON.stringify({ query: document, variables: { id } }));
const unique = `b${Date.now().toString(36)}`;
const limitGet: Omit<Load, 'seconds' | 'connections'> = { origin: bare.said['url']!, status: 200, request: () => ({ method: 'GET', path: '/same', headers: authorized }) };
const project = (n: number): string => JSON.stringify({ slug: `${unique}-${n}-${Math.random().toString(36).slice(2)}`, name: 'Web shop' });

await compare('GET of a resource, of a bare route', 0.6, limitGet, { origin: hub.said['url']!, status: 200, request: (n) => ({ method: 'GET', path: `/v1/projects/${ids[n % RESOURCES]}`, headers: authorized }) });
await compare('POST of a resource on SQLite, synced, of a bare validating route', 0.35,
  { origin: bare.said['url']!, status: 201, request: (n) => ({ method: 'POST', path: '/same', headers: json, body: project(n) }) },
  { origin: hub.said['url']!, status: 201, request: (n) => ({ method: 'POST', path: '/v1/projects', headers: json, body: project(n) }) });
await compare('GraphQL query of one resource, of a bare route', 0.4, limitGet, { origin: hub.said['url']!, status: 200, request: (n) => ({ method: 'POST', path: '/graphql', headers: json, body: queries[n % RESOURCES]! }) });
await bare.stop();
await hub.stop();
figures.push({ name: 'errors under load', value: errors, goal: 0, better: 'lower' });

figures.push(...(await startUp(join(folder, 'start'))));
figures.push(...(await audit(join(folder, 'audit'))));
await rm(folder, { recursive: true, force: true });
proof('bench api', figures);

async function compare(name: string, goal: number, limit: Omit<Load, 'seconds' | 'connections'>, ours: Omit<Load, 'seconds' | 'connections'>): Promise<void> {
  const ratios: number[] = [];
  for (const each of [limit, ours]) await run({ ...each, connections: CONNECTIONS, seconds: WARM_SECONDS });
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = [await run({ ...limit, connections: CONNECTIONS, seconds: SECONDS }), await run({ ...ours, connections: CONNECTIONS, seconds: SECONDS })];
    errors += first.errors + second.errors;
    ratios.push(second.perSecond / first.perSecond);
    console.log(`${name}: ${Math.round(first.perSecond)}/s bare, ${Math.round(second.perSecond)}/s hub, p99 ${quantile(second.latencies, 0.99).toFixed(1)} ms, ratio ${(second.perSecond / first.perSecond).toFixed(3)}`);
  }
  figures.push({ name, value: Number(median(ratios).toFixed(3)), goal, better: 'higher' });
}
