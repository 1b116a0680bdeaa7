/**
 * What connectors cost: to load all of them, and what an action adds to a bare `fetch` to the same server. `npm run bench connectors`
 * Rounds alternate between the limit and the action, and medians are compared.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startVendor } from '@patchbay/connectors/testing';
import { openPlugin, type PluginRuntime } from '../doubles/plugin-host.ts';
import { type Figure, proof } from '../proof.ts';
import { plugin } from './connectors/plugin.ts';
import { median, quantile } from './load.ts';

const CALLS = Number(process.env['CALLS'] ?? 600);
const ROUNDS = 5;
const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const figures: Figure[] = [];

/** As it is installed: bundled. In a process of its own, against one that loads nothing. */
const { build } = await import('esbuild');
const bundle = join(folder, 'connectors.mjs');
await build({ stdin: { contents: `export { connectors } from '@patchbay/connectors';`, resolveDir: import.meta.dirname }, bundle: true, format: 'esm', platform: 'node', target: 'node24', minify: true, outfile: bundle, external: ['nodemailer'], logLevel: 'error' });
const loads = await Promise.all([1, 2, 3, 4, 5].map(() => load(bundle)));
figures.push(
  { name: 'connectors', value: loads[0]!.count, goal: 1, better: 'higher' },
  { name: 'loading all of them, ms of CPU', value: Math.round(median(loads.map(({ cpu }) => cpu))), goal: 150, better: 'lower' },
  { name: 'loading all of them, MB', value: Math.round(median(loads.map(({ megabytes }) => megabytes))), goal: 40, better: 'lower' },
);
for (const runtime of ['trusted', 'sandboxed'] as const) figures.push(...(await overhead(runtime)));
await rm(folder, { recursive: true, force: true });
proof('bench connectors', figures);

async function load(file: string): Promise<{ readonly count: number; readonly cpu: number; readonly megabytes: number }> {
  const program = `const c = process.cpuUsage(), m = process.memoryUsage().rss; const { connectors } = await import(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(c); console.log(JSON.stringify({ count: connectors.length, cpu: (user + system) / 1000, megabytes: (process.memoryUsage().rss - m) / 1e6 }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(stdout) as { count: number; cpu: number; megabytes: number };
}

async function overhead(runtime: PluginRuntime): Promise<Figure[]> {
  const vendor = await startVendor({ routes: { 'POST /items': ({ body }) => ({ json: { id: '1', echo: body } }) }, authorize: () => undefined, limited: {}, expired: {}, config: (url) => ({ base_url: url }), secrets: { token: 'bench-token' } });
  const host = await openPlugin({ plugin, file: import.meta.resolve('./connectors/plugin.ts'), runtime, config: vendor.config, secrets: vendor.secrets as Record<string, string> });
  const bare = async (): Promise<void> => { await (await fetch(`${vendor.url}/items`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer bench-token' }, body: '{"name":"x"}' })).json(); };
  const act = async (): Promise<void> => { await host.action('create_item', { name: 'x' }); };
  try {
    for (const each of [bare, act]) await timed(each, CALLS);
    const rounds: { readonly limit: Timing; readonly own: Timing }[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push({ limit: await timed(bare, CALLS), own: await timed(act, CALLS) });
    const more = (of: 'p50' | 'cpu'): number => Number(median(rounds.map(({ limit, own }) => own[of] - limit[of])).toFixed(3));
    return [
      { name: `an action over a bare fetch, ${runtime}, p50 ms`, value: more('p50'), goal: runtime === 'trusted' ? 1 : 1.5, better: 'lower' },
      ...(runtime === 'trusted' ? [{ name: 'an action over a bare fetch, trusted, ms of CPU', value: more('cpu'), goal: 0.4, better: 'lower' as const }] : []),
    ];
  } finally {
    await host.close();
    await vendor.close();
  }
}

interface Timing { readonly p50: number; readonly cpu: number }

async function timed(work: () => Promise<void>, times: number): Promise<Timing> {
  const took = new Float64Array(times);
  const before = process.cpuUsage();
  for (let at = 0; at < times; at++) {
    const began = performance.now();
    await work();
    took[at] = performance.now() - began;
  }
  const { user, system } = process.cpuUsage(before);
  return { p50: quantile(took.sort(), 0.5), cpu: (user + system) / 1000 / times };
}
