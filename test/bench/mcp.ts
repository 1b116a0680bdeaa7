/**
 * What a tool call costs, beside the SDK's bare server of the same run; a page of many tools; thousands of silent listeners. `npm run bench mcp`
 * CPU of the server process is measured: it is what a call costs, whatever else the machine does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mcpClient } from '../doubles/mcp-client.ts';
import { proof } from '../proof.ts';
import { median } from './load.ts';
import { type Calls, cost } from './mcp/calls.ts';
import { openListeners } from './mcp/listeners.ts';
import { residentMegabytes, start } from './process.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const CALLS = Number(process.env['CALLS'] ?? 3000);
const LISTENERS = 5000;

const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
const hub = await start([process.execPath, join(import.meta.dirname, 'mcp/hub.ts'), folder]);
const sdk = await start([process.execPath, join(import.meta.dirname, 'mcp/sdk.ts')]);
const key = hub.said['key']!;
const echo = { method: 'tools/call', params: (n: number) => ({ name: 'bench_echo', arguments: { text: `number ${n}` } }), count: CALLS };
const ours: Calls = { ...echo, url: hub.said['url']!, path: '/mcp', key, pid: hub.pid };
const bare: Calls = { ...echo, url: sdk.said['url']!, path: '/mcp', pid: sdk.pid };

let errors = 0;
const ratios: number[] = [];
for (const each of [ours, bare, ours, bare]) await cost(each);
for (let round = 0; round < ROUNDS; round++) {
  const [limit, call] = [await cost(bare), await cost(ours)];
  errors += limit.errors + call.errors;
  ratios.push(call.cpuMs / limit.cpuMs);
  console.log(`tools/call: ${limit.cpuMs.toFixed(3)} ms CPU bare SDK, ${call.cpuMs.toFixed(3)} ms hub; p50 ${limit.p50.toFixed(2)} and ${call.p50.toFixed(2)} ms`);
}

const pages: Calls = { ...ours, path: '/mcp/toolset/listed', method: 'tools/list', params: () => ({}), count: 300 };
await cost(pages);
const page = await cost(pages);
errors += page.errors;
const listed = (JSON.parse(page.last) as { result: { tools: unknown[] } }).result.tools.length;
console.log(`tools/list: ${page.cpuMs.toFixed(2)} ms CPU per page of ${listed}`);

const forwarded = await forwarding();
await hub.stop();

const quiet = await start([process.execPath, join(import.meta.dirname, 'mcp/hub.ts'), join(folder, 'quiet')]);
const before = residentMegabytes(quiet.pid);
const listeners = await openListeners(quiet.said['url']!, quiet.said['key']!, LISTENERS);
const after = residentMegabytes(quiet.pid);
console.log(`${listeners.open} listeners: ${after.toFixed(0)} MB, ${before.toFixed(0)} MB before`);
listeners.close();
await quiet.stop();
await rm(folder, { recursive: true, force: true });

/** The same tool at the bare SDK, asked directly and through a hub that has attached it. */
async function forwarding(): Promise<{ readonly cpuMs: number; readonly overMs: number; readonly share: number }> {
  const { call } = mcpClient(hub.said['url']!, key);
  const made = await call('mcp_server_create', { slug: 'sdk', name: 'SDK', transport: 'http', http: { url: `${sdk.said['url']}/mcp` }, allowed_tools: ['bench_echo', 'bench_large'], safety: { bench_echo: 'safe', bench_large: 'safe' } });
  await call('mcp_server_check', { id: made['structuredContent']['id'] });
  const through: Calls = { ...ours, params: (n) => ({ name: 'sdk_bench_echo', arguments: { text: `number ${n}` } }) };
  const one: Calls = { ...bare, atOnce: 1, count: 1000 };
  for (const each of [through, bare]) await cost(each);
  const rounds: { cpuMs: number; overMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const loaded = await cost(through);
    const [direct, alone] = [await cost(one), await cost({ ...through, atOnce: 1, count: 1000 })];
    errors += loaded.errors + alone.errors + direct.errors;
    rounds.push({ cpuMs: loaded.cpuMs, overMs: alone.p50 - direct.p50 });
    console.log(`forwarded: ${loaded.cpuMs.toFixed(3)} ms CPU of the hub; p50 of one caller ${direct.p50.toFixed(2)} ms direct, ${alone.p50.toFixed(2)} ms through the hub`);
  }
  const large = (read: boolean): Calls => ({ ...ours, params: () => ({ name: 'sdk_bench_large', arguments: { read } }), count: 300 });
  const shares: number[] = [];
  for (const each of [large(false), large(true)]) await cost(each);
  for (let round = 0; round < ROUNDS; round++) {
    const [passed, read] = [await cost(large(false)), await cost(large(true))];
    errors += passed.errors + read.errors;
    shares.push(passed.cpuMs / read.cpuMs);
    console.log(`forwarded, ${Math.round(passed.last.length / 1024)} KB: ${passed.cpuMs.toFixed(2)} ms CPU of the hub as bytes, ${read.cpuMs.toFixed(2)} ms where it has to be read`);
  }
  await sdk.stop();
  return { cpuMs: median(rounds.map((each) => each.cpuMs)), overMs: median(rounds.map((each) => each.overMs)), share: median(shares) };
}

proof('bench mcp', [
  { name: 'CPU of a forwarded call, ms', value: Number(forwarded.cpuMs.toFixed(3)), goal: 0.35, better: 'lower' },
  { name: 'p50 of a forwarded call over a direct one, ms', value: Number(forwarded.overMs.toFixed(3)), goal: 0.6, better: 'lower' },
  { name: 'CPU of a large answer passed on as bytes, of one that is read', value: Number(forwarded.share.toFixed(3)), goal: 1.1, better: 'lower' },
  { name: 'CPU of a tools/call, of the bare SDK', value: Number(median(ratios).toFixed(3)), goal: 1.3, better: 'lower' },
  { name: 'CPU of a page of 100 of 1,000 tools, ms', value: Number(page.cpuMs.toFixed(2)), goal: 10, better: 'lower' },
  { name: 'tools on that page', value: listed, goal: 100, better: 'higher' },
  { name: 'open listen streams', value: listeners.open, goal: LISTENERS, better: 'higher' },
  { name: 'memory of the hub with them, MB', value: Math.round(after), goal: 400, better: 'lower' },
  { name: 'errors under load', value: errors, goal: 0, better: 'lower' },
]);
