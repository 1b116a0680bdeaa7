/**
 * A release of the provider: one zip per platform, their checksums, a signature, and the key to check it with: what a registry serves. Releases of other versions in the folder stay.
 * `node release.ts --out FOLDER [--platforms linux_amd64,darwin_arm64] [--gpg-key ID] [--script]`
 * Each zip holds one executable for its platform. `--script`: a script instead, which needs Node on the computer.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bundle, PROGRAM } from './bundle.ts';
import { PLATFORMS, writeExecutable } from './executable.ts';
import { withSigningKey } from './src/registry/signing-keys.ts';
import { version } from './src/version.ts';

const run = promisify(execFile);
const { values } = parseArgs({ options: { out: { type: 'string' }, platforms: { type: 'string', default: PLATFORMS.join(',') }, 'gpg-key': { type: 'string' }, script: { type: 'boolean', default: false } } });
if (values.out === undefined) throw new Error('Say where: --out FOLDER');
const out = resolve(values.out);
const stem = `${PROGRAM}_${version}`;

const work = await mkdtemp(join(tmpdir(), 'patchbay-release-'));
try {
  await mkdir(out, { recursive: true });
  for (const name of await ours()) await rm(join(out, name));
  const { program } = await bundle(join(work, 'bundle'));
  await Promise.all(values.platforms.split(',').map((platform) => archive(platform, program)));
  await writeFile(join(out, `${stem}_manifest.json`), JSON.stringify({ version: 1, metadata: { protocol_versions: ['6.0'] } }));
  await sum();
  if (values['gpg-key'] !== undefined) await sign(values['gpg-key']);
  console.log(`${(await ours()).length} files of ${version} in ${out}`);
} finally {
  await rm(work, { recursive: true, force: true });
}

/** Files of this version. */
async function ours(): Promise<string[]> {
  return (await readdir(out)).filter((name) => name.startsWith(`${stem}_`)).sort();
}

async function archive(platform: string, program: string): Promise<void> {
  const folder = join(work, platform);
  await mkdir(folder);
  const file = join(folder, `${PROGRAM}_v${version}${platform.startsWith('windows') ? '.exe' : ''}`);
  if (values.script) {
    await writeFile(file, await readFile(program), { mode: 0o755 });
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  } else await writeExecutable(program, platform, file);
  await copyFile(join(import.meta.dirname, '../../LICENSE'), join(folder, 'LICENSE'));
  await run('zip', ['-qjX3', join(out, `${stem}_${platform}.zip`), ...(await readdir(folder)).sort()], { cwd: folder });
}

async function sum(): Promise<void> {
  const lines = await Promise.all((await ours()).map(async (name) => `${createHash('sha256').update(await readFile(join(out, name))).digest('hex')}  ${name}\n`));
  await writeFile(join(out, `${stem}_SHA256SUMS`), lines.join(''));
}

async function sign(key: string): Promise<void> {
  const sums = join(out, `${stem}_SHA256SUMS`);
  await run('gpg', ['--batch', '--yes', '--local-user', key, '--output', `${sums}.sig`, '--detach-sign', sums]);
  const { stdout: armor } = await run('gpg', ['--batch', '--armor', '--export', key]);
  const { stdout: listed } = await run('gpg', ['--batch', '--list-keys', '--with-colons', key]);
  const id = /^pub:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(listed)?.[1];
  if (id === undefined) throw new Error(`gpg does not know the key ${key}`);
  const keys = join(out, 'signing-keys.json');
  await writeFile(keys, withSigningKey(await readFile(keys, 'utf8').catch(() => undefined), { key_id: id, ascii_armor: armor }));
}
