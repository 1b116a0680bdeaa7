/**
 * Builds the programs that play Kubernetes in tests, from Debian's packages, without being root and without installing anything.
 * `node test/doubles/kubernetes/build.ts`: minutes of processor time the first time, nothing when the programs are there.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { libraries, suite, tools } from './packages.ts';
import { place, programs, sources } from './place.ts';

const unpacked = join(place, 'debian');
const workshop = join(place, 'workshop');

if (Object.values(programs).some((each) => !existsSync(each))) {
  await mkdir(join(place, 'bin'), { recursive: true });
  if (!existsSync(unpacked)) await unpack();
  for (const tool of [programs.etcd, programs.kubectl]) await put(tool, (at) => copyFile(join(unpacked, 'usr/bin', basename(tool)), at));
  await compile(join(sources, 'chart'), programs.chart);
  await compile(sources, programs.apiserver);
  await removeOlder();
}
console.log(`The API server, etcd, kubectl and the renderer of charts are in ${join(place, 'bin')}`);

/** Where this system has its packages from. */
async function mirror(): Promise<string> {
  const named = process.env['DEBIAN_MIRROR'] ?? (await promisify(execFile)('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Label: Debian', 'Created-By: Packages'])).stdout.split('\n')[0] ?? '';
  if (named === '') throw new Error('apt knows no mirror of Debian. Name one: DEBIAN_MIRROR=…');
  return named;
}

/** A list of packages of its own beside the system's: unstable is looked at here and nowhere else. */
async function unpack(): Promise<void> {
  const [apt, debs, whole] = [join(workshop, 'apt'), join(workshop, 'debs'), join(workshop, 'debian')];
  for (const folder of [join(apt, 'lists', 'partial'), join(apt, 'cache', 'archives', 'partial'), debs, whole]) await mkdir(folder, { recursive: true });
  await writeFile(join(apt, 'sources.list'), `deb ${await mirror()} ${suite} main\n`);
  await writeFile(join(apt, 'status'), '');
  const options = Object.entries({
    'Dir::Etc::sourcelist': join(apt, 'sources.list'), 'Dir::Etc::sourceparts': '/dev/null', 'Dir::State::lists': join(apt, 'lists'), 'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'), 'Acquire::Languages': 'none', 'Acquire::Check-Valid-Until': 'false', 'APT::Sandbox::User': '',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await run('apt-get', [...options, '-qq', 'update'], debs);
  await run('apt-get', [...options, '-qq', 'download', ...tools, ...libraries], debs);
  for (const deb of await readdir(debs)) await run('dpkg-deb', ['-x', join(debs, deb), whole], debs);
  await rename(whole, unpacked);
  await rm(workshop, { recursive: true });
}

/** Debian's libraries are a GOPATH. What only a debugger reads is not even compiled. */
async function compile(folder: string, program: string): Promise<void> {
  if (existsSync(program)) return;
  const root = join(unpacked, 'usr/lib/go-1.27');
  await put(program, (at) => run(join(root, 'bin/go'), ['build', '-ldflags', '-s -w', '-gcflags', 'all=-dwarf=false', '-o', at, '.'], folder, {
    GOROOT: root, GOPATH: join(unpacked, 'usr/share/gocode'), GOCACHE: join(place, 'go-cache'), GO111MODULE: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0',
  }));
}

/** Whoever looks sees a whole program or none. */
async function put(program: string, make: (at: string) => Promise<void>): Promise<void> {
  const made = `${program}.${process.pid}`;
  await make(made);
  await rename(made, program);
}

async function removeOlder(): Promise<void> {
  const current = new Set(Object.values(programs).map((each) => basename(each)));
  for (const name of await readdir(join(place, 'bin'))) if (!current.has(name)) await rm(join(place, 'bin', name));
}

async function run(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit') as [number | null]; // an error is thrown by `once`
  if (code !== 0) throw new Error(`${basename(command)} ended with ${code}; it says above why`);
}
