/**
 * What the provider costs: its start beside a bare node, and 500 resources beside terraform's own terraform_data in the same run. `npm run bench iac`
 * Both sides of a ratio are measured in turn, so that whatever else the computer does hits both.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundled } from '../conformance/iac/terraform/bundled.ts';
import { workspace, type Workspace } from '../conformance/iac/terraform/workspace.ts';
import { proof } from '../proof.ts';
import { median } from './load.ts';
import { start } from './process.ts';

const STARTS = Number(process.env['STARTS'] ?? 21);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const COUNT = Number(process.env['COUNT'] ?? 500);
const scratch = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
/** The host's side of mutual TLS: what it shows does not matter here, only that both sides make ready for it. */
const certificate = join(scratch, 'host.crt');
await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-keyout', join(scratch, 'host.key'), '-out', certificate, '-subj', '/CN=localhost']);
const COOKIE = { PLUGIN_CLIENT_CERT: await readFile(certificate, 'utf8'), TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2', PLUGIN_PROTOCOL_VERSIONS: '5,6' };

const { program, rc } = await bundled(scratch);

const bare: number[] = [];
const handshake: number[] = [];
for (let i = 0; i < STARTS; i++) {
  bare.push(await untilSaid(['-e', 'console.log(0)']));
  handshake.push(await untilSaid([program]));
}
console.log(`start: ${median(bare).toFixed(0)} ms bare node, ${median(handshake).toFixed(0)} ms until the handshake`);

const hub = await start([process.execPath, join(import.meta.dirname, 'iac/hub.ts')]);
const env = { PATCHBAY_URL: hub.said['url']!, PATCHBAY_KEY: hub.said['key']!, TF_CLI_CONFIG_FILE: rc };
const ours = `terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\nresource "patchbay_project" "it" {\n  count = ${COUNT}\n  slug = "bulk-\${count.index}"\n  name = "Bulk \${count.index}"\n  metadata = { a = "1", b = "2" }\n}\n`;
const control = `resource "terraform_data" "it" {\n  count = ${COUNT}\n  input = { slug = "bulk-\${count.index}", name = "Bulk \${count.index}", metadata = { a = "1", b = "2" } }\n}\n`;

const applies: number[] = [];
const refreshes: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const [limit, own] = [await measured('control', control), await measured('ours', ours)];
  applies.push(own.apply / limit.apply);
  refreshes.push(own.refresh / limit.refresh);
  console.log(`${COUNT} resources: apply ${limit.apply.toFixed(1)} s terraform_data, ${own.apply.toFixed(1)} s ours; refresh ${limit.refresh.toFixed(1)} and ${own.refresh.toFixed(1)} s`);
}
await hub.stop();
await rm(scratch, { recursive: true, force: true });

proof('bench iac', [
  { name: 'start until the handshake, of a bare node', value: Number((median(handshake) / median(bare)).toFixed(3)), goal: 2.5, better: 'lower' },
  { name: `apply of ${COUNT}, of terraform_data`, value: Number(median(applies).toFixed(3)), goal: 1.2, better: 'lower' },
  { name: `refresh of ${COUNT} unchanged, of terraform_data`, value: Number(median(refreshes).toFixed(3)), goal: 1.2, better: 'lower' },
]);

async function measured(name: string, text: string): Promise<{ apply: number; refresh: number }> {
  const tf = await workspace(scratch, name, env);
  await tf.write('main.tf', text);
  await tf.ok(['init', '-no-color']);
  const apply = await timed(tf, ['apply', '-auto-approve', '-no-color']);
  const refresh = await timed(tf, ['plan', '-no-color', '-detailed-exitcode']);
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
  return { apply, refresh };
}

async function timed(tf: Workspace, args: readonly string[]): Promise<number> {
  const since = performance.now();
  await tf.ok(args);
  return (performance.now() - since) / 1000;
}

/** Milliseconds from the start of a process to its first word. */
async function untilSaid(args: readonly string[]): Promise<number> {
  const since = performance.now();
  const child = spawn(process.execPath, args, { env: { ...process.env, ...COOKIE }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const took = performance.now() - since;
  child.kill('SIGTERM');
  await ended;
  return took;
}
