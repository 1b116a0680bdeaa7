/** deploy/terraform/loopback, really applied: PostgreSQL, two hubs and a load balancer. People work while one hub is killed and both are replaced. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Client, createClient } from '@patchbay/client';
import { freePort } from '../../../doubles/program.ts';
import { changes, workspace } from '../terraform/workspace.ts';
import type { Tally } from '../tally.ts';

const PROGRAM = `${process.execPath} ${join(import.meta.dirname, '../../../../packages/cli/src/bin.ts')}`;

export async function loopbackLives(deploy: string, scratch: string, tally: Tally): Promise<void> {
  await preparesAgain(deploy, scratch, tally);
  const terraform = await workspace(scratch, 'loopback', {});
  await cp(join(deploy, 'terraform/loopback'), terraform.folder, { recursive: true });
  await chmod(scratch, 0o711); // the database server runs as another user
  const folder = join(scratch, 'run');
  const [port, a, b, database] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const secrets = { database_password: `${randomBytes(12).toString('hex')} /ä`, master_key: randomBytes(32).toString('base64') };
  await terraform.write('terraform.tfvars.json', { folder, program: PROGRAM, hubs: { a, b }, port, database_port: database, ...secrets });
  await terraform.ok(['init', '-no-color', '-input=false']);
  try {
    await terraform.apply();
    tally.check('a second plan of the loopback set-up is empty', Object.keys(changes(await terraform.plan())).length === 0);
    const keyFile = join(folder, 'first.key');
    const key = (await readFile(keyFile, 'utf8')).trim();
    tally.check('the first key is where only its owner reads it', ((await stat(keyFile)).mode & 0o777) === 0o600);
    const written = await terraform.read('terraform.tfstate') + await readFile(join(folder, 'a.log'), 'utf8') + await readFile(join(folder, 'b.log'), 'utf8');
    tally.check('no secret is in the state or in a log', [key, ...Object.values(secrets)].every((secret) => !written.includes(secret)));

    const people = work(createClient({ url: `http://127.0.0.1:${port}`, key }));
    await people.more(20);
    process.kill(Number(await readFile(join(folder, 'a.pid'), 'utf8')), 'SIGKILL');
    await people.more(40);
    tally.check('a hub is killed and nobody notices', people.refusals.length === 0 && !(await isUp(a)), people.refusals.join('; '));
    for (const name of ['a', 'b']) {
      await terraform.apply([`-replace=terraform_data.hub["${name}"]`]);
      await people.more(10);
    }
    tally.check('each hub is replaced while people work', people.refusals.length === 0 && await isUp(a) && await isUp(b), people.refusals.join('; '));
    const { made } = await people.end();
    const kept = await slugs(createClient({ url: `http://127.0.0.1:${b}`, key }));
    tally.check(`all ${made.length} acknowledged writes are there, each once`, made.length >= 80 && kept.length === made.length && made.every((slug) => kept.includes(slug)), `${kept.length} are there; ${people.refusals.join('; ')}`);
  } finally {
    await terraform.ok(['destroy', '-auto-approve', '-no-color', '-input=false']);
  }
  tally.check('destroyed, nothing runs any more', !(await isUp(a)) && !(await isUp(b)) && !(await isUp(port)));
}

/** What was broken off is made good by the next apply. */
export async function preparesAgain(deploy: string, scratch: string, tally: Tally): Promise<void> {
  const [folder, program] = [join(scratch, 'prepared'), join(scratch, 'program.sh')];
  await mkdir(folder);
  await writeFile(program, '[ "$1" != keys ] || { [ -e "$FOLDER/up" ] && echo pb_first; }\n');
  const prepare = (): Promise<boolean> => promisify(execFile)('sh', [join(deploy, 'terraform/loopback/hub.sh'), 'prepare'], { env: { ...process.env, FOLDER: folder, PROGRAM: `sh ${program}` } }).then(() => true, () => false);
  const first = await prepare();
  await writeFile(join(folder, 'up'), '');
  const second = await prepare();
  tally.check('a first key that could not be made is made by the next apply', !first && second && (await readFile(join(folder, 'first.key'), 'utf8')) === 'pb_first\n', `${first} ${second}`);
}

/** Somebody who makes one project after the other through the load balancer. */
function work(hub: Client) {
  const [made, refusals, stop] = [[] as string[], [] as string[], new AbortController()];
  const running = (async () => {
    for (let number = 0; !stop.signal.aborted; number++) {
      const slug = `p${number}`;
      await hub.projects.create({ slug, name: slug }).then(() => made.push(slug), (error: unknown) => refusals.push(String(error)));
      await sleep(10);
    }
  })();
  return {
    made, refusals,
    /** Until so many more are made. */
    async more(count: number): Promise<void> {
      for (const [goal, end] = [made.length + count, Date.now() + 60_000]; made.length < goal && Date.now() < end;) await sleep(20);
    },
    async end() {
      stop.abort();
      await running;
      return { made };
    },
  };
}

async function slugs(hub: Client): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { slug } of hub.projects.each()) all.push(slug);
  return all;
}

const isUp = (port: number): Promise<boolean> => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false);
