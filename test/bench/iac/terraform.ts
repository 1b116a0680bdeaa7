/**
 * What the provider costs: its start beside a bare node, and 500 resources beside terraform's own terraform_data, which is in no process of its own.
 * As the script and as the executable of a release. What is compared is measured in turn, so that whatever else the computer does hits both; the median of all rounds counts.
 */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PROGRAM, SOURCE, target } from '@patchbay/terraform/bundle';
import { writeExecutable } from '@patchbay/terraform/executable';
import { version } from '@patchbay/terraform';
import { bundled } from '../../conformance/iac/terraform/bundled.ts';
import { workspace, type Workspace } from '../../conformance/iac/terraform/workspace.ts';
import type { Figure } from '../../proof.ts';
import { median } from '../load.ts';
import { type Child, cpuSeconds, start } from '../process.ts';

const STARTS = Number(process.env['STARTS'] ?? 21);
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const COUNT = Number(process.env['COUNT'] ?? 500);

/** How terraform gets a provider: its own, ours as a script, ours as an executable. */
interface Form { readonly name: string; readonly program?: string; /** A configuration of terraform's own that finds it. */ readonly rc?: string }
/** Seconds: of the clock, and of all processors for terraform, its providers and the hub. */
interface Took { readonly wall: number; readonly cpu: number }
interface Round { readonly apply: Took; readonly refresh: Took }

export async function terraformFigures(): Promise<Figure[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const script: Form = { name: 'script', ...await bundled(scratch) };
  const executable = await compiled(scratch, script.program!);
  const forms = [script, ...(executable === undefined ? [] : [executable])];
  try {
    return [...await starts(scratch, script, executable), ...await bulk(scratch, forms), ...(executable === undefined ? [{ name: 'executables that could not be built', value: 1, goal: 0, better: 'lower' } as const] : [])];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Its runtime is a package of its own, which may not be at hand. */
async function compiled(scratch: string, program: string): Promise<Form | undefined> {
  const mirror = join(scratch, 'compiled');
  const [file, rc] = [join(mirror, SOURCE, version, target(), `${PROGRAM}_v${version}`), join(scratch, 'compiled.tfrc')];
  await mkdir(dirname(file), { recursive: true });
  await writeFile(rc, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  try {
    await writeExecutable(program, target(), file);
    await chmod(file, 0o755);
    return { name: 'executable', program: file, rc };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.error(`THE EXECUTABLE WAS NOT MEASURED: ${String(error)}`);
    return undefined;
  }
}

async function starts(scratch: string, script: Form, executable: Form | undefined): Promise<Figure[]> {
  const env = await hostSide(scratch);
  const took: Record<'bare' | 'script' | 'executable', number[]> = { bare: [], script: [], executable: [] };
  for (let i = 0; i < STARTS; i++) {
    took.bare.push(await untilSaid([process.execPath, '-e', 'console.log(0)'], env));
    took.script.push(await untilSaid([process.execPath, script.program!], env));
    if (executable !== undefined) took.executable.push(await untilSaid([executable.program!], env));
  }
  const [bare, own] = [median(took.bare), median(took.script)];
  console.log(`start: ${bare.toFixed(0)} ms bare node; until the handshake ${own.toFixed(0)} ms as a script, ${median(took.executable).toFixed(0)} ms as an executable`);
  return [
    { name: 'start until the handshake, of a bare node', value: Number((own / bare).toFixed(3)), goal: 2.5, better: 'lower' },
    ...(executable === undefined ? [] : [{ name: 'start of the executable until the handshake, ms', value: Number(median(took.executable).toFixed(1)), goal: 30, better: 'lower' } as const]),
  ];
}

/** The host's side of mutual TLS: what it shows does not matter here, only that both sides make ready for it. */
async function hostSide(scratch: string): Promise<Record<string, string>> {
  const certificate = join(scratch, 'host.crt');
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1', '-keyout', join(scratch, 'host.key'), '-out', certificate, '-subj', '/CN=localhost']);
  return { PLUGIN_CLIENT_CERT: await readFile(certificate, 'utf8'), TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2', PLUGIN_PROTOCOL_VERSIONS: '5,6' };
}

/** Milliseconds from the start of a process to its first word. */
async function untilSaid([program = '', ...args]: readonly string[], env: Record<string, string>): Promise<number> {
  const since = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const took = performance.now() - since;
  child.kill('SIGTERM');
  await ended;
  return took;
}

async function bulk(scratch: string, forms: readonly Form[]): Promise<Figure[]> {
  const hub = await start([process.execPath, join(import.meta.dirname, 'hub.ts')]);
  const all: readonly Form[] = [{ name: 'terraform_data' }, ...forms];
  const rounds = new Map<Form, Round[]>(all.map((form) => [form, []]));
  for (let round = 0; round < ROUNDS; round++) for (const form of all) rounds.get(form)!.push(await measured(scratch, hub, form));
  await hub.stop();
  for (const form of all) console.log(`${COUNT} resources, ${form.name}: apply ${told(rounds.get(form)!, 'apply')}; refresh ${told(rounds.get(form)!, 'refresh')}`);
  const ofLimit = (form: Form, what: keyof Round): number => Number(median(rounds.get(form)!.map((each, round) => each[what].wall / rounds.get(all[0]!)![round]![what].wall)).toFixed(3));
  return forms.flatMap((form): Figure[] => [
    { name: `apply of ${COUNT} as ${form.name}, of terraform_data`, value: ofLimit(form, 'apply'), goal: 1.2, better: 'lower' },
    { name: `refresh of ${COUNT} unchanged as ${form.name}, of terraform_data`, value: ofLimit(form, 'refresh'), goal: 1.2, better: 'lower' },
  ]);
}

const told = (rounds: readonly Round[], what: keyof Round): string => `${median(rounds.map((each) => each[what].wall)).toFixed(2)} s, ${median(rounds.map((each) => each[what].cpu)).toFixed(2)} s of processors`;

const ours = `terraform {\n  required_providers {\n    patchbay = { source = "patchbay/patchbay" }\n  }\n}\nresource "patchbay_project" "it" {\n  count = ${COUNT}\n  slug = "bulk-\${count.index}"\n  name = "Bulk \${count.index}"\n  metadata = { a = "1", b = "2" }\n}\n`;
const control = `resource "terraform_data" "it" {\n  count = ${COUNT}\n  input = { slug = "bulk-\${count.index}", name = "Bulk \${count.index}", metadata = { a = "1", b = "2" } }\n}\n`;

async function measured(scratch: string, hub: Child, { name, rc }: Form): Promise<Round> {
  const tf = await workspace(scratch, name, { PATCHBAY_URL: hub.said['url']!, PATCHBAY_KEY: hub.said['key']!, ...(rc === undefined ? {} : { TF_CLI_CONFIG_FILE: rc }) });
  await tf.write('main.tf', rc === undefined ? control : ours);
  await tf.ok(['init', '-no-color']);
  const apply = await timed(tf, hub, ['apply', '-auto-approve', '-no-color']);
  const refresh = await timed(tf, hub, ['plan', '-no-color', '-detailed-exitcode']);
  await tf.ok(['destroy', '-auto-approve', '-no-color']);
  return { apply, refresh };
}

async function timed(tf: Workspace, hub: Child, args: readonly string[]): Promise<Took> {
  const [since, before] = [performance.now(), processors(hub)];
  await tf.ok(args);
  return { wall: (performance.now() - since) / 1000, cpu: processors(hub) - before };
}

/** So far: of the hub, and of all processes that ended under this one. */
const processors = ({ pid }: Child): number => cpuSeconds(pid) + endedSeconds();

function endedSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
