/**
 * Releases of the provider: one zip per platform, their checksums, a signature, and the key to check it with: what a registry serves.
 * `node release.ts --out FOLDER [--bun PROGRAM] [--platforms linux_amd64,darwin_arm64] [--gpg-key ID]`
 * With bun each zip holds one executable for its platform; without it a script that needs Node on the computer.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { bundle, PROGRAM, target } from './bundle.ts';
import { version } from './src/version.ts';

const run = promisify(execFile);
const { values } = parseArgs({ options: { out: { type: 'string' }, bun: { type: 'string' }, platforms: { type: 'string', default: target() }, 'gpg-key': { type: 'string' } } });
if (values.out === undefined) throw new Error('Say where: --out FOLDER');
const out = resolve(values.out);
const stem = `${PROGRAM}_${version}`;

const work = await mkdtemp(join(tmpdir(), 'patchbay-release-'));
try {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const { program } = await bundle(join(work, 'bundle'));
  for (const platform of values.platforms.split(',')) await archive(platform, program);
  await writeFile(join(out, `${stem}_manifest.json`), JSON.stringify({ version: 1, metadata: { protocol_versions: ['6.0'] } }));
  await sum();
  if (values['gpg-key'] !== undefined) await sign(values['gpg-key']);
  console.log(`${(await readdir(out)).length} files in ${out}`);
} finally {
  await rm(work, { recursive: true, force: true });
}

async function archive(platform: string, program: string): Promise<void> {
  const folder = join(work, platform);
  await mkdir(folder);
  const name = `${PROGRAM}_v${version}${platform.startsWith('windows') ? '.exe' : ''}`;
  if (values.bun === undefined) {
    await writeFile(join(folder, name), await readFile(program), { mode: 0o755 });
    await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  } else {
    const script = join(work, 'provider.js'); // bun takes a file without an extension for no program
    await copyFile(program, script);
    await run(values.bun, ['build', script, '--compile', '--bytecode', `--target=${bunTarget(platform)}`, `--outfile=${join(folder, name)}`]);
  }
  await run('zip', ['-qjX', join(out, `${stem}_${platform}.zip`), ...(await readdir(folder)).sort()], { cwd: folder });
}

/** Bun's words for a platform that Go calls linux_amd64. */
function bunTarget(platform: string): string {
  const [os, arch] = platform.split('_');
  return `bun-${os}-${arch === 'amd64' ? 'x64' : arch}`;
}

async function sum(): Promise<void> {
  const lines = await Promise.all((await readdir(out)).sort().map(async (name) => `${createHash('sha256').update(await readFile(join(out, name))).digest('hex')}  ${name}\n`));
  await writeFile(join(out, `${stem}_SHA256SUMS`), lines.join(''));
}

async function sign(key: string): Promise<void> {
  const sums = join(out, `${stem}_SHA256SUMS`);
  await run('gpg', ['--batch', '--yes', '--local-user', key, '--output', `${sums}.sig`, '--detach-sign', sums]);
  const { stdout: armor } = await run('gpg', ['--batch', '--armor', '--export', key]);
  const { stdout: listed } = await run('gpg', ['--batch', '--list-keys', '--with-colons', key]);
  const id = /^pub:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(listed)?.[1];
  if (id === undefined) throw new Error(`gpg does not know the key ${key}`);
  await writeFile(join(out, 'signing-keys.json'), JSON.stringify({ gpg_public_keys: [{ key_id: id, ascii_armor: armor }] }));
}
