/** Runs a pipeline that includes the committed components, from a real git checkout, with gitlab-ci-local. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PipelineRun {
  readonly yml: string;
  readonly jobs?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Files that the jobs left in the checkout, to be read. */
  readonly read?: readonly string[];
}

export interface PipelineResult { readonly code: number | null; readonly log: string; readonly files: Readonly<Record<string, string>> }

const templates = join(import.meta.dirname, '../../../../actions/gitlab/templates');
const program = (() => {
  const { resolve } = createRequire(import.meta.url);
  try { return resolve('gitlab-ci-local'); } catch { return undefined; }
})();

/** It copies the checkout with rsync. */
export const canRunPipelines = program !== undefined && spawnSync('rsync', ['--version']).status === 0;

export async function runPipeline({ yml, jobs = [], variables = {}, read = [] }: PipelineRun): Promise<PipelineResult> {
  const checkout = await mkdtemp(join(tmpdir(), 'gitlab-'));
  try {
    await cp(templates, join(checkout, 'templates'), { recursive: true });
    await writeFile(join(checkout, '.gitlab-ci.yml'), yml);
    await commit(checkout);
    const { code, log } = await play(checkout, [...jobs, ...Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`])]);
    const files = await Promise.all(read.map(async (file) => [file, await readFile(join(checkout, file), 'utf8').catch(() => '')] as const));
    return { code, log, files: Object.fromEntries(files) };
  } finally {
    await rm(checkout, { recursive: true, force: true });
  }
}

/** A component of the project itself is found by its commit, in a project with an origin. */
async function commit(checkout: string): Promise<void> {
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', checkout, '-c', 'user.name=proof', '-c', 'user.email=proof@example.com', '-c', 'commit.gpgsign=false', ...args]);
  await git('init', '-q', '-b', 'main');
  await git('remote', 'add', 'origin', 'git@gitlab.example.com:acme/shop.git');
  await git('add', '.');
  await git('commit', '-qm', 'pipeline');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
}

async function play(checkout: string, args: readonly string[]): Promise<{ code: number | null; log: string }> {
  const child = spawn(process.execPath, [program ?? '', '--force-shell-executor', ...args], { cwd: checkout, env: { ...process.env, NO_COLOR: '1', PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}` } });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => { log += part; });
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, log };
}
