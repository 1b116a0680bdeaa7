import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const lock = { packages: { '': {}, 'node_modules/zod': { version: '4.0.0' }, 'node_modules/node-sunos-x64': { version: '24.0.0', optional: true } } };
let clone: string;

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'patchbay-clone-'));
  await cp(join(root, 'scripts/bootstrap.mjs'), join(clone, 'scripts/bootstrap.mjs'));
  await writeFile(join(clone, 'package-lock.json'), JSON.stringify(lock));
});
afterEach(() => rm(clone, { recursive: true, force: true }));

test.each([
  ['ENOTFOUND', /registry cannot be reached: this computer is offline/],
  ['EAI_AGAIN', /registry cannot be reached: this computer is offline/],
  ['ECONNREFUSED', /registry cannot be reached: this computer is offline/],
  ['ETIMEDOUT', /registry cannot be reached: this computer is offline/],
  ['ENOSPC', /disk is full/],
  ['EROFS', /folder cannot be written to/],
  ['EACCES', /folder cannot be written to/],
  ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
  ['E401', /npm login/],
  ['EINTEGRITY', /npm cache clean/],
  ['EUSAGE', /package-lock.json does not fit package.json/],
  ['EWHATEVER', /npm could not install the packages/],
])('an install that ends with %s says in a sentence what to do', async (code, sentence) => {
  await fakeNpm(`echo "npm error code ${code}" >&2; exit 1`);
  const { exit, said } = await bootstrap('test');
  expect(said).toMatch(sentence);
  expect(said).toContain(`(npm: ${code})`);
  expect(said).not.toMatch(/^\s+at /m);
  expect(exit).toBe(1);
});

test('what npm says is passed on without the passwords in it', async () => {
  await fakeNpm('echo "npm error code E401" >&2; echo "npm error GET https://me:hunter2@registry.example/zod //registry.example/:_authToken=s3cret" >&2; exit 1');
  const { said } = await bootstrap('test');
  expect(said).toContain('npm error GET https://•••@registry.example/zod');
  expect(said).not.toMatch(/hunter2|s3cret/);
});

test('without npm it says where npm comes from', async () => {
  expect((await bootstrap('test', { PATH: join(clone, 'empty') })).said).toMatch(/npm was not found. It comes with Node/);
});

test('a Node that is too old is named, with the one that is needed', async () => {
  await fakeNpm('exit 1');
  const { exit, said } = await bootstrap('test', {}, ['--import', `data:text/javascript,Object.defineProperty(process,'version',{value:'v18.20.4'})`]);
  expect(said).toMatch(/needs Node 20 or later, and this is v18\.20\.4/);
  expect(exit).toBe(1);
});

test('where npm brings no Node 24 and the computer has an older one, it says how to get one', async () => {
  await install({ brought: false });
  const { said } = await bootstrap('test', {}, ['--import', `data:text/javascript,Object.defineProperty(process,'version',{value:'v22.1.0'})`]);
  expect(said).toMatch(/runs on Node 24, which npm does not offer for .*, and this is v22\.1\.0\. Install Node 24/);
});

test('a command that does not exist is answered with those that do', async () => {
  const { exit, said } = await bootstrap('tset');
  expect(said).toMatch(/no command `tset`. Choose one of: start, dev,.* test,/);
  expect(exit).toBe(1);
});

test('installs what is missing, with progress, and then runs the command with its arguments', async () => {
  await fakeNpm(`mkdir -p node_modules/zod; cp package-lock.json node_modules/.package-lock.json; ${plantNode('echo "ran: $*"')}`);
  const { exit, said } = await bootstrap('test', {}, [], ['some.test.ts']);
  expect(said).toMatch(/Installing 1 packages\. This needs the network once/);
  expect(said).toMatch(/ran: node_modules\/vitest\/vitest\.mjs run some\.test\.ts/);
  expect(exit).toBe(0);
});

test('installs nothing when everything is there, also without the packages of other platforms', async () => {
  await install({ brought: true, script: 'echo ran' });
  await fakeNpm('echo "npm was called" >&2; exit 1');
  const { said } = await bootstrap('test');
  expect(said).toContain('ran');
  expect(said).not.toContain('npm was called');
});

test('installs again when the lock file moved on', async () => {
  await install({ brought: true, script: 'echo ran' });
  await fakeNpm('echo "npm error code ENOTFOUND" >&2; exit 1');
  await writeFile(join(clone, 'package-lock.json'), (await readFile(join(clone, 'package-lock.json'), 'utf8')).replace('4.0.0', '4.0.1'));
  expect((await bootstrap('test')).said).toMatch(/Installing 1 packages/);
});

test('what Node made of a source is kept beside the packages and found again; a bench goes without, and whoever keeps it elsewhere does', async () => {
  await install({ brought: true, script: 'echo "kept in: $NODE_COMPILE_CACHE."' });
  const keptIn = async (command: string, env = ''): Promise<string | undefined> => /kept in: (.*)\./.exec((await bootstrap(command, { NODE_COMPILE_CACHE: env })).said)?.[1];
  expect([await keptIn('start'), await keptIn('bench'), await keptIn('start', '/elsewhere')]).toEqual([join(clone, 'node_modules/.cache/node'), '', '/elsewhere']);
});

test('ends with the exit code of the command', async () => {
  await install({ brought: true, script: 'exit 7' });
  expect((await bootstrap('test')).exit).toBe(7);
});

test('passes a stop on to the command and ends by the same signal', async () => {
  await install({ brought: true, script: 'trap "echo stopping; trap - TERM; kill -TERM $$" TERM; echo started; while :; do sleep 0.05; done' });
  const { signal, said } = await bootstrap('start', {}, [], [], (child, text) => { if (text.includes('started')) child.kill('SIGTERM'); });
  expect(said).toContain('stopping');
  expect(signal).toBe('SIGTERM');
});

test('stops the command when npm’s shell was stopped, which tells nobody', async () => {
  await install({ brought: true, script: 'trap "touch stopped; exit 0" TERM; echo started; while :; do sleep 0.05; done' });
  const shell = spawn('sh', ['-c', `${process.execPath} scripts/bootstrap.mjs start; true`], { cwd: clone, env: { ...process.env, npm_lifecycle_event: 'start' }, stdio: ['ignore', 'pipe', 'ignore'] });
  const over = new Promise((resolve) => shell.stdout.on('close', resolve)); // the command holds it open as long as it lives
  shell.stdout.once('data', () => shell.kill('SIGKILL'));
  await over;
  expect(await readdir(clone)).toContain('stopped');
});

async function fakeNpm(script: string): Promise<void> {
  await mkdir(join(clone, 'bin'), { recursive: true });
  await writeFile(join(clone, 'bin/npm'), `#!/bin/sh\n${script}\n`);
  await chmod(join(clone, 'bin/npm'), 0o755);
}

/** A finished install; `script` is what its Node 24 does instead of running JavaScript. */
async function install({ brought, script = '' }: { brought: boolean; script?: string }): Promise<void> {
  await mkdir(join(clone, 'node_modules/zod'), { recursive: true });
  await cp(join(clone, 'package-lock.json'), join(clone, 'node_modules/.package-lock.json'));
  if (!brought) return;
  const node = join(clone, nodePlace);
  await mkdir(dirname(node), { recursive: true });
  await writeFile(node, `#!/bin/sh\n${script}\n`);
  await chmod(node, 0o755);
}

const nodePlace = `node_modules/node-${process.platform}-${process.arch}/bin/node`;

const plantNode = (script: string): string => `mkdir -p ${dirname(nodePlace)}; printf '#!/bin/sh\\n%s\\n' '${script}' > ${nodePlace}; chmod +x ${nodePlace}`;

interface End { exit: number | null; signal: NodeJS.Signals | null; said: string }

function bootstrap(command: string, env: Record<string, string> = {}, nodeArgs: string[] = [], args: string[] = [], watch?: (child: ReturnType<typeof spawn>, said: string) => void): Promise<End> {
  return new Promise((resolve, reject) => {
    const path = [join(clone, 'bin'), process.env['PATH']].join(delimiter);
    const child = spawn(process.execPath, [...nodeArgs, join(clone, 'scripts/bootstrap.mjs'), command, ...args], { env: { ...process.env, PATH: path, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); watch?.(child, said); });
    child.once('error', reject).once('close', (exit, signal) => resolve({ exit, signal, said }));
  });
}
