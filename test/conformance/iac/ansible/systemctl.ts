/**
 * Stands in for systemctl where no systemd runs: starts what a unit says, with the environment that it says, and refuses what systemctl refuses.
 * What a unit asks of the kernel is not done; `systemd-analyze verify` reads that. A unit that changed counts after daemon-reload, as it does there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const units = process.env['STANDIN_UNITS'] ?? '';
const state = process.env['STANDIN_STATE'] ?? '';
const [verb = '', name = ''] = process.argv.slice(2);
const unit = name.replace(/\.service$/, '');
const file = join(units, `${unit}.service`);
const loaded = join(state, `${unit}.loaded`);
const pidFile = join(state, `${unit}.pid`);
const enabled = join(state, `${unit}.enabled`);
mkdirSync(state, { recursive: true });

process.exit(await run());

async function run(): Promise<number> {
  if (verb === 'daemon-reload') return reload();
  if (verb === 'show') return say(`LoadState=${isLoaded() ? 'loaded' : 'not-found'}\nActiveState=${pid() === undefined ? 'inactive' : 'active'}\n`);
  if (!isLoaded()) return refuse(`Failed to ${verb} ${unit}.service: Unit ${unit}.service not found.`, 5);
  switch (verb) {
    case 'is-enabled': return existsSync(enabled) ? say('enabled\n') : say('disabled\n', 1);
    case 'is-active': return pid() === undefined ? say('inactive\n', 3) : say('active\n');
    case 'enable': writeFileSync(enabled, ''); return 0;
    case 'start': return pid() === undefined ? start() : 0;
    case 'restart': await stop(); return start();
    case 'stop': await stop(); return 0;
    default: return refuse(`Unknown command verb ${verb}.`, 1);
  }
}

function reload(): number {
  for (const known of [unit, 'patchbay'].filter((each) => each !== '')) if (existsSync(join(units, `${known}.service`))) writeFileSync(join(state, `${known}.loaded`), readFileSync(join(units, `${known}.service`)));
  return 0;
}

function isLoaded(): boolean {
  if (!existsSync(loaded) && existsSync(file)) writeFileSync(loaded, readFileSync(file));
  return existsSync(loaded);
}

function start(): number {
  const service = serviceOf(readFileSync(loaded, 'utf8'));
  const env = { PATH: process.env['PATH'], ...environmentOf(service) };
  for (const line of service.get('ExecStartPre') ?? []) {
    const [program = '', ...args] = line.split(' ');
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
    if (status !== 0) return refuse(`Job for ${unit}.service failed because the control process exited with error code.\n${stdout}${stderr}`, 1);
  }
  const [program = '', ...args] = (service.get('ExecStart')?.[0] ?? '').split(' ');
  const log = openSync(join(state, `${unit}.log`), 'a');
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  if (child.pid === undefined) return refuse(`Job for ${unit}.service failed.`, 1);
  writeFileSync(pidFile, String(child.pid));
  child.unref();
  return 0;
}

async function stop(): Promise<void> {
  const running = pid();
  if (running !== undefined) process.kill(running, 'SIGTERM');
  for (let waited = 0; pid() !== undefined && waited < 30_000; waited += 50) await new Promise((resolve) => { setTimeout(resolve, 50); });
  rmSync(pidFile, { force: true });
}

/** Of what still runs. */
function pid(): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const known = Number(readFileSync(pidFile, 'utf8'));
  try {
    process.kill(known, 0);
    return readFileSync(`/proc/${known}/stat`, 'utf8').includes(') Z ') ? undefined : known;
  } catch {
    return undefined;
  }
}

function serviceOf(text: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  const [, section = ''] = /^\[Service\]\n([^]*?)(?=^\[|$(?![^]))/m.exec(text) ?? [];
  for (const line of section.split('\n')) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (key !== '') settings.set(key, [...(settings.get(key) ?? []), value.replaceAll('%S', join(state, 'lib'))]);
  }
  return settings;
}

function environmentOf(service: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  const pairs = (service.get('Environment') ?? []).flatMap((line) => line.split(' ')).map((pair) => pair.split(/=(.*)/s, 2) as [string, string]);
  const read = (service.get('EnvironmentFile') ?? []).flatMap((path) => readFileSync(path.replace(/^-/, ''), 'utf8').split('\n'));
  const written = read.flatMap((line) => { const [, key, value] = /^(\w+)="(.*)"$/.exec(line) ?? []; return key === undefined || value === undefined ? [] : [[key, value.replaceAll(/\\(["\\`$])/g, '$1')] as [string, string]]; });
  return Object.fromEntries([...pairs, ...written]);
}

function say(text: string, code = 0): number {
  process.stdout.write(text);
  return code;
}

function refuse(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
