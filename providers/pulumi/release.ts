/**
 * Releases of the provider: for each platform the archive that Pulumi downloads, their checksums, the package schema, and the Node SDK as npm takes it.
 * `node release.ts --out FOLDER [--bun PROGRAM] [--platforms linux-amd64,darwin-arm64]`
 * With bun each archive holds one executable for its platform; without it a script that needs Node on the computer.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bundle, PROGRAM } from './bundle.ts';
import { version } from './src/version.ts';

const run = promisify(execFile);
/** Go's words for this computer. */
const here = `${{ win32: 'windows' }[process.platform as string] ?? process.platform}-${{ x64: 'amd64' }[process.arch as string] ?? process.arch}`;
const { values } = parseArgs({ options: { out: { type: 'string' }, bun: { type: 'string' }, platforms: { type: 'string', default: here } } });
if (values.out === undefined) throw new Error('Say where: --out FOLDER');
const out = resolve(values.out);
const SDK = `patchbay-pulumi-${version}.tgz`;

const work = await mkdtemp(join(tmpdir(), 'patchbay-release-'));
try {
  await mkdir(out, { recursive: true });
  for (const name of await ours()) await rm(join(out, name));
  const { program, schema, sdk } = await bundle(join(work, 'bundle'));
  for (const platform of values.platforms.split(',')) await archive(platform, program);
  await copyFile(schema, join(out, 'schema.json'));
  await tar(join(out, SDK), join(work, 'bundle'), ['--transform=s/^sdk/package/', sdk.slice(sdk.lastIndexOf('/') + 1)]);
  await sum();
  console.log(`${(await ours()).length} files of ${version} in ${out}`);
} finally {
  await rm(work, { recursive: true, force: true });
}

/** Files of this version. What else is in the folder stays. */
async function ours(): Promise<string[]> {
  return (await readdir(out)).filter((name) => name.startsWith(`${PROGRAM}-v${version}-`) || name === SDK || name === 'schema.json').sort();
}

async function archive(platform: string, program: string): Promise<void> {
  const folder = join(work, platform);
  await mkdir(folder);
  const name = `${PROGRAM}${platform.startsWith('windows') ? '.exe' : ''}`;
  if (values.bun === undefined) {
    await writeFile(join(folder, name), await readFile(program), { mode: 0o755 });
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  } else {
    const script = join(work, 'provider.js'); // bun takes a file without an extension for no program
    await copyFile(program, script);
    await run(values.bun, ['build', script, '--compile', '--bytecode', '--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig', `--target=bun-${platform.replace('amd64', 'x64')}`, `--outfile=${join(folder, name)}`]);
  }
  await tar(join(out, `${PROGRAM}-v${version}-${platform}.tar.gz`), folder, (await readdir(folder)).sort());
}

/** The same bytes each time. */
async function tar(file: string, folder: string, what: readonly string[]): Promise<void> {
  await run('tar', ['--sort=name', '--owner=0', '--group=0', '--mtime=@0', '-czf', file, '-C', folder, ...what]);
}

async function sum(): Promise<void> {
  const lines = await Promise.all((await ours()).map(async (name) => `${createHash('sha256').update(await readFile(join(out, name))).digest('hex')}  ${name}\n`));
  await writeFile(join(out, `${PROGRAM}-v${version}-checksums.txt`), lines.join(''));
}
