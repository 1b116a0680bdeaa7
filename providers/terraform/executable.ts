/** The provider as one executable that needs nothing else on the computer, for any platform from any platform. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { target } from './bundle.ts';

const run = promisify(execFile);

/** Bun, which starts sooner than a Node executable and builds for others. Its runtimes are npm packages of 50 MB: fetched when somebody makes a release, and checked against what is written here. */
const BUN = '1.4.5';
const RUNTIMES: Readonly<Record<string, { readonly name: string; readonly target: string; readonly integrity: string }>> = {
  linux_amd64: { name: 'linux-x64', target: 'bun-linux-x64', integrity: 'sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==' },
  linux_arm64: { name: 'linux-aarch64', target: 'bun-linux-arm64', integrity: 'sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==' },
  darwin_amd64: { name: 'darwin-x64', target: 'bun-darwin-x64', integrity: 'sha512-qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==' },
  darwin_arm64: { name: 'darwin-aarch64', target: 'bun-darwin-arm64', integrity: 'sha512-4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==' },
  windows_amd64: { name: 'windows-x64', target: 'bun-windows-x64', integrity: 'sha512-FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==' },
  windows_arm64: { name: 'windows-aarch64', target: 'bun-windows-arm64', integrity: 'sha512-MiPFZnBNDnBXgr1oONc5pizC4fOLjnIOfNkYdFEnWzLmoFTg86naZIG3SvS7d/GglpQSAnCKMAzSjI/TAckiRw==' },
};
/** Bun would take a `.env` and a `bunfig.toml`, which can name code to run, from wherever somebody works. */
const ALONE = ['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'];
const KEPT = join(import.meta.dirname, `../../node_modules/.cache/patchbay/bun-${BUN}`);

/** In Go's words. */
export const PLATFORMS: readonly string[] = Object.keys(RUNTIMES);

/** `script`: the bundle. */
export async function writeExecutable(script: string, platform: string, file: string): Promise<void> {
  const { target: wanted } = runtimeOf(platform);
  const [bun, embedded] = [await runtime(target()), await runtime(platform)];
  const work = await mkdtemp(join(tmpdir(), 'patchbay-executable-'));
  try {
    const source = join(work, 'provider.js'); // bun takes a file without an extension for no program
    await copyFile(script, source);
    await run(bun, ['build', source, '--compile', '--minify', '--bytecode', ...ALONE, `--target=${wanted}`, `--compile-executable-path=${embedded}`, `--outfile=${file}`], { cwd: work });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function runtimeOf(platform: string): { readonly name: string; readonly target: string; readonly integrity: string } {
  const found = RUNTIMES[platform];
  if (found === undefined) throw new Error(`Expected one of ${PLATFORMS.join(', ')}, but got ${platform}.`);
  return found;
}

/** Fetched once for this folder of packages. */
async function runtime(platform: string): Promise<string> {
  const { name, integrity } = runtimeOf(platform);
  const home = join(KEPT, name);
  const program = join(home, 'package/bin', platform.startsWith('windows') ? 'bun.exe' : 'bun');
  if (await readdir(home).then(() => true, () => false)) return program;
  await mkdir(KEPT, { recursive: true });
  const work = await mkdtemp(join(KEPT, 'fetching-'));
  try {
    await run('npm', ['pack', `@oven/bun-${name}@${BUN}`, '--ignore-scripts', '--pack-destination', work], { cwd: work });
    const [tarball = ''] = await readdir(work);
    const found = `sha512-${createHash('sha512').update(await readFile(join(work, tarball))).digest('base64')}`;
    if (found !== integrity) throw new Error(`@oven/bun-${name}@${BUN} is not what it was: expected ${integrity}, but got ${found}. Nothing was built with it.`);
    await run('tar', ['-xzf', tarball], { cwd: work });
    await rm(join(work, tarball));
    await rename(work, home).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; }); // somebody else was as fast
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}
