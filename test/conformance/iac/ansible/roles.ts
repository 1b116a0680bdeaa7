/** The roles, as the examples use them: hubs are installed, upgraded, taken back when an upgrade fails, and a tenant is declared, each of it twice. */
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@patchbay/client';
import { startTestHub } from '../../../doubles/hub.ts';
import type { Tally } from '../tally.ts';
import { markers } from '../terraform/specimens.ts';
import type { World } from '../terraform/world.ts';
import { openPlays, type Played } from './play.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const examples = join(root, 'examples/iac/ansible');

export async function ansibleRoles(world: World, tally: Tally): Promise<void> {
  // Not in the folder that is searched for secrets: the settings of a hub hold some.
  const scratch = await mkdtemp(join(tmpdir(), 'patchbay-roles-'));
  try {
    await installs(scratch, tally);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  await declares(world.scratch, tally);
}

async function installs(scratch: string, tally: Tally): Promise<void> {
  const { places, url, token, install, isReady, present, stop } = await openMachine(scratch);
  const said: string[] = [];
  const expect = (what: string, { stats, results, text }: Played, held: boolean): void => {
    said.push(text);
    tally.check(`ansible roles: ${what}`, held, `${JSON.stringify(stats)} ${JSON.stringify([...results].filter(([, each]) => each.failed === true || each.changed === true).map(([name, { msg, changed, failed }]) => ({ name, msg, changed, failed })))}`);
  };

  try {
    const looked = await install('0.1.0', {}, ['--check', '--diff']);
    expect('check mode on an empty machine tells what would be, and does nothing', looked, looked.stats.failures === 0 && looked.stats.changed > 3 && !(await exists(places.config)) && (await present()) === 'nothing');
    const first = await install('0.1.0', {}, ['--diff']);
    expect('a hub is installed, and is ready', first, first.stats.failures === 0 && (await isReady()) && (await present()) === '0.1.0');
    tally.check('ansible roles: only its owner reads its settings', ((await stat(join(places.config, 'hub.env'))).mode & 0o777) === 0o600);
    tally.check('ansible roles: a secret with quotes reaches the hub', (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status === 200 && (await fetch(`${url}/metrics`)).status === 401);
    await verifyUnit(join(places.units, 'patchbay.service'), tally);
    const again = await install('0.1.0');
    expect('installed twice, nothing changes', again, again.stats.failures === 0 && again.stats.changed === 0);
    const newer = await install('0.2.0');
    expect('another release takes over', newer, newer.stats.failures === 0 && (await present()) === '0.2.0' && (await isReady()));
    const broken = await install('0.3.0', { patchbay_hub_ready_wait: 4, patchbay_hub_settings: { PATCHBAY_LOG_LEVEL: 'silent' } });
    const settings = await readFile(join(places.config, 'hub.env'), 'utf8');
    expect('a release that never becomes ready is taken back, with its settings', broken, broken.stats.failures === 1 && (await present()) === '0.2.0' && (await isReady()) && settings.includes('"warn"') && broken.text.includes('The release before it runs again.'));
    const wrong = await install('0.2.0', { patchbay_hub_settings: { LOG_LEVEL: 'error' } });
    expect('a name that the hub does not know is refused before anything is touched', wrong, wrong.stats.failures === 1 && wrong.stats.changed === 0);
    const after = await install('0.2.0', { patchbay_hub_keep_releases: 1 });
    expect('after all that nothing is left to do but to take the oldest release away', after, after.stats.failures === 0 && after.stats.changed === 1 && !(await exists(`${places.home}-releases/0.1.0`)) && (await isReady()));
    await rm(places.home);
    await mkdir(places.home);
    const byHand = await install('0.2.0');
    expect('a folder that somebody else made there is told, and the hub that runs goes on', byHand, byHand.stats.failures === 1 && byHand.text.includes('to be a link of this role') && (await isReady()));
  } finally {
    stop();
  }
  tally.check('ansible roles: no secret in anything that it says', !said.some((text) => text.includes('metrics0secret0of0the0roles')));
}

interface Machine {
  readonly places: { readonly units: string; readonly config: string; readonly home: string };
  readonly url: string;
  /** What its settings hold and nobody may see. */
  readonly token: string;
  install(version: string, more?: object, flags?: readonly string[]): Promise<Played>;
  isReady(): Promise<boolean>;
  /** The release that runs. */
  present(): Promise<string>;
  stop(): void;
}

/** A machine of its own in a folder: a stand-in for systemctl, releases, and places that are nobody else's. */
async function openMachine(scratch: string): Promise<Machine> {
  const machine = join(scratch, 'machine');
  const places = { units: join(machine, 'units'), state: join(machine, 'state'), config: join(machine, 'etc'), home: join(machine, 'opt/patchbay') };
  for (const folder of [places.units, join(machine, 'bin'), join(machine, 'opt')]) await mkdir(folder, { recursive: true });
  await writeFile(join(machine, 'bin/systemctl'), `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'systemctl.ts')}' "$@"\n`);
  await chmod(join(machine, 'bin/systemctl'), 0o755);
  await releases(scratch);
  const token = 'metrics0secret0of0the0roles"\\';
  const env = { PATH: `${join(machine, 'bin')}:${process.env['PATH'] ?? ''}`, STANDIN_UNITS: places.units, STANDIN_STATE: places.state, HUB_METRICS_TOKEN: token, HUB_DATABASE_URL: '' };
  const port = await freePort();
  const given = {
    ansible_connection: 'local', ansible_become: false, ansible_python_interpreter: '/usr/bin/python3', patchbay_hub_manage_user: false, patchbay_hub_owner: process.getuid?.() === 0 ? 'root' : String(process.getuid?.()),
    patchbay_hub_home: places.home, patchbay_hub_config_dir: places.config, patchbay_hub_unit_dir: places.units, patchbay_hub_node: process.execPath, patchbay_hub_ready_wait: 20, patchbay_hub_host: '127.0.0.1', patchbay_hub_port: port,
  };
  const plays = await openPlays(scratch, {});
  await writeFile(join(scratch, 'hosts.json'), JSON.stringify({ hubs: { hosts: { localhost: null } } }));
  const install = async (version: string, more: object = {}, flags: readonly string[] = []): Promise<Played> =>
    plays.runFile(join(examples, 'install.yml'), ['-i', join(scratch, 'hosts.json'), '-e', JSON.stringify({ ...given, version, patchbay_hub_archive: join(scratch, `patchbay-${version}.tar.gz`), ...more }), ...flags], env);
  // The first may come over a connection to the hub that was stopped.
  const isReady = async (tries = 3): Promise<boolean> => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => tries > 1 && isReady(tries - 1));
  const present = async (): Promise<string> => readlink(places.home).then((target) => target.split('/').at(-1) ?? '', () => 'nothing');
  const stop = (): void => void spawnSync(join(machine, 'bin/systemctl'), ['stop', 'patchbay'], { env: { ...process.env, ...env } });
  return { places, url: `http://127.0.0.1:${port}`, token, install, isReady, present, stop };
}

/** Two that work, and one that starts and never gets ready. */
async function releases(scratch: string): Promise<void> {
  const dist = join(scratch, 'dist');
  await run(process.execPath, [join(root, 'packages/cli/build.ts'), dist]);
  const pack = (version: string, folder: string) => run('tar', ['-C', folder, '-czf', join(scratch, `patchbay-${version}.tar.gz`), '.']);
  for (const version of ['0.1.0', '0.2.0']) await pack(version, dist);
  const broken = join(scratch, 'broken');
  await mkdir(broken);
  await writeFile(join(broken, 'patchbay.mjs'), "if (process.argv[2] === 'start') setInterval(() => {}, 1000);");
  await pack('0.3.0', broken);
}

/** What the stand-in does not do is read by systemd's own checker. */
async function verifyUnit(unit: string, tally: Tally): Promise<void> {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) return console.error('THE UNIT WAS NOT VERIFIED: systemd-analyze is not here. Install the Debian package systemd.');
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
  tally.check('ansible roles: systemd finds nothing wrong with the unit', status === 0 && !stderr.includes('patchbay.service'), stderr);
}

/** On a hub of its own, where nothing is yet. */
async function declares(scratch: string, tally: Tally): Promise<void> {
  const hub = await startTestHub({ store: 'sqlite' });
  const owner = createClient({ url: hub.url, key: hub.key });
  const { runFile } = await openPlays(join(scratch, 'roles'), { PATCHBAY_URL: hub.url, PATCHBAY_KEY: hub.key });
  const secrets = { SHOP_DATABASE_URL: 'database0secret0of0the0roles', BILLING_SIGNING_SECRET: `whsec_${randomBytes(24).toString('base64')}` };
  markers.push(...Object.values(secrets));
  const said: string[] = [];
  const play = async (what: string, held: (stats: Played['stats']) => boolean, flags: readonly string[] = []): Promise<void> => {
    const { stats, text, results } = await runFile(join(examples, 'tenant.yml'), ['-i', 'localhost,', ...flags], secrets);
    said.push(text);
    tally.check(`ansible roles: ${what}`, held(stats), `${JSON.stringify(stats)} ${JSON.stringify([...results].filter(([, { failed }]) => failed === true))}`);
  };
  await play('a tenant on an empty hub is looked at in check mode', ({ failures, changed }) => failures === 0 && changed === 9, ['--check', '--diff']);
  tally.check('ansible roles: and nothing was made', (await owner.projects.find('shop')) === undefined);
  await play('a tenant is declared', ({ failures, changed }) => failures === 0 && changed === 9);
  await play('declared twice, nothing changes', ({ failures, changed }) => failures === 0 && changed === 0);
  const production = (await owner.resource('environments').list({ slug: 'production' })).items[0];
  tally.check('ansible roles: its environments are there', production?.['tier'] === 'production');
  tally.check('ansible roles: no secret of the tenant in anything that it says', !Object.values(secrets).some((secret) => said.some((text) => text.includes(secret))));
  await hub.stop();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const exists = async (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
