/**
 * What the whole path costs, as ratios to a bare Fastify server of the same run. `npm run bench api`
 * Rounds alternate between limit and hub, and medians are compared, because the machine's speed changes while it runs. Each round starts
 * both anew: a bare server settles at one of two speeds by the chance of its start, and one start would decide the whole run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, proof } from '../proof.ts';
import { audit } from './api/audit.ts';
import { startUp } from './api/start-up.ts';
import { type Load, median, quantile, run } from './load.ts';
import { type Child, start } from './process.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const SECONDS = Number(process.env['SECONDS'] ?? 2);
/** Enough that writes share their syncs, as they do for many callers; the limits get the same. */
const CONNECTIONS = 256;
const WARM_SECONDS = 3;
const RESOURCES = 100;

const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const figures: Figure[] = [];
let errors = 0;

type Asked = Omit<Load, 'seconds' | 'connections'>;
interface Comparison { readonly name: string; readonly goal: number; readonly limit: Asked; readonly ours: Asked }

const startHub = (): Promise<Child> => start([process.execPath, join(import.meta.dirname, 'api/hub.ts'), join(folder, 'api')]);
const first = await startHub();
const authorized = { authorization: `Bearer ${first.said['key']!}` };
const json = { ...authorized, 'content-type': 'application/json' };
const texts = await Promise.all(Array.from({ length: RESOURCES }, async (_, n) => {
  const repository = { provider: 'github', owner: 'acme', name: `shop-${n}` };
  return (await fetch(`${first.said['url']}/v1/projects`, { method: 'POST', headers: json, body: JSON.stringify({ slug: `shop-${n}`, name: 'Web shop', repository }) })).text();
}));
await first.stop();
const bytes = texts[0]!;
const ids = texts.map((text) => (JSON.parse(text) as { id: string }).id);

const document = 'query One($id: ID!) { project(id: $id) { id version created_at updated_at slug name default_branch repository { provider owner name } } }';
const queries = ids.map((id) => JSON.stringify({ query: document, variables: { id } }));
const unique = `b${Date.now().toString(36)}`;
const project = (n: number): string => JSON.stringify({ slug: `${unique}-${n}-${Math.random().toString(36).slice(2)}`, name: 'Web shop' });

const ratios = new Map<string, { readonly goal: number; readonly values: number[] }>();
for (let round = 0; round < ROUNDS; round++) {
  const [bare, hub] = [await start([process.execPath, join(import.meta.dirname, 'api/bare.ts'), bytes]), await startHub()];
  for (const each of comparisons(bare.said['url']!, hub.said['url']!)) await compare(each);
  await bare.stop();
  await hub.stop();
}
for (const [name, { goal, values }] of ratios) figures.push({ name, value: Number(median(values).toFixed(3)), goal, better: 'higher' });
figures.push({ name: 'errors under load', value: errors, goal: 0, better: 'lower' });

figures.push(...(await startUp(join(folder, 'start'))));
figures.push(...(await audit(join(folder, 'audit'))));
await rm(folder, { recursive: true, force: true });
proof('bench api', figures);

function comparisons(bare: string, hub: string): readonly Comparison[] {
  const limitGet: Asked = { origin: bare, status: 200, request: () => ({ method: 'GET', path: '/same', headers: authorized }) };
  return [
    { name: 'GET of a resource, of a bare route', goal: 0.6, limit: limitGet, ours: { origin: hub, status: 200, request: (n) => ({ method: 'GET', path: `/v1/projects/${ids[n % RESOURCES]}`, headers: authorized }) } },
    {
      name: 'POST of a resource on SQLite, synced, of a bare validating route', goal: 0.35,
      limit: { origin: bare, status: 201, request: (n) => ({ method: 'POST', path: '/same', headers: json, body: project(n) }) },
      ours: { origin: hub, status: 201, request: (n) => ({ method: 'POST', path: '/v1/projects', headers: json, body: project(n) }) },
    },
    { name: 'GraphQL query of one resource, of a bare route', goal: 0.4, limit: limitGet, ours: { origin: hub, status: 200, request: (n) => ({ method: 'POST', path: '/graphql', headers: json, body: queries[n % RESOURCES]! }) } },
  ];
}

async function compare({ name, goal, limit, ours }: Comparison): Promise<void> {
  for (const each of [limit, ours]) await run({ ...each, connections: CONNECTIONS, seconds: WARM_SECONDS });
  const [bare, hub] = [await run({ ...limit, connections: CONNECTIONS, seconds: SECONDS }), await run({ ...ours, connections: CONNECTIONS, seconds: SECONDS })];
  errors += bare.errors + hub.errors;
  const ratio = hub.perSecond / bare.perSecond;
  console.log(`${name}: ${Math.round(bare.perSecond)}/s bare, ${Math.round(hub.perSecond)}/s hub, p99 ${quantile(hub.latencies, 0.99).toFixed(1)} ms, ratio ${ratio.toFixed(3)}`);
  const { values } = ratios.get(name) ?? ratios.set(name, { goal, values: [] }).get(name)!;
  values.push(ratio);
}
