/** Runs a playbook with the real ansible-playbook, against the collection as it lies in the repository, and answers what came of each task. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Task {
  readonly name: string;
  readonly module: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly check?: boolean;
  readonly register?: string;
}

export interface Result {
  readonly changed?: boolean;
  readonly failed?: boolean;
  readonly msg?: string;
  readonly module_stderr?: string;
  readonly code?: string;
  readonly because?: readonly string[];
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly unknown[];
  readonly diff?: { readonly before?: unknown; readonly after?: unknown };
}

export interface Played {
  /** By the name of the task. */
  readonly results: ReadonlyMap<string, Result>;
  readonly stats: Stats;
  /** All that ansible said. */
  readonly text: string;
}

/** Of localhost: how many tasks did what. */
export interface Stats { readonly changed: number; readonly failures: number; readonly ok: number; readonly rescued: number }

const COLLECTION = fileURLToPath(new URL('../../../../providers/ansible/collection', import.meta.url));

export const ansibleIsHere = (): boolean => spawnSync('ansible-playbook', ['--version']).status === 0;

export async function openPlays(scratch: string, env: Readonly<Record<string, string>>) {
  const home = join(scratch, 'ansible');
  await mkdir(join(home, 'ansible_collections', 'patchbay'), { recursive: true });
  await symlink(COLLECTION, join(home, 'ansible_collections', 'patchbay', 'hub'));
  const all = {
    ...process.env, ...env, HOME: home, ANSIBLE_COLLECTIONS_PATH: home, ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_LOCALHOST_WARNING: 'False', ANSIBLE_INVENTORY_UNPARSED_WARNING: 'False',
    ANSIBLE_NOCOLOR: '1', ANSIBLE_PIPELINING: 'True', PYTHONDONTWRITEBYTECODE: '1', ANSIBLE_CALLBACK_RESULT_FORMAT: 'json', ANSIBLE_DEPRECATION_WARNINGS: 'False',
  };

  async function play(tasks: readonly Task[]): Promise<Played> {
    const written = tasks.map(({ name, module, with: options, check, register }) => ({ name, [`patchbay.hub.${module}`]: options, ignore_errors: true, ...(check === true ? { check_mode: true } : {}), diff: true, ...(register === undefined ? {} : { register }) }));
    return run(JSON.stringify([{ hosts: 'localhost', connection: 'local', gather_facts: false, tasks: written }]));
  }

  /** A playbook as somebody wrote it. */
  async function run(playbook: string): Promise<Played> {
    const file = join(home, 'play.yml');
    await writeFile(file, playbook);
    return runFile(file, ['-i', 'localhost,']);
  }

  /** A playbook of the repository. `more`: variables besides ours. */
  async function runFile(file: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Played> {
    const text = await said('ansible-playbook', [...args, file], { ...all, ...more });
    const found = JSON.parse(text.slice(text.indexOf('{'))) as { plays: { tasks: { task: { name: string }; hosts: Record<string, Result> }[] }[]; stats: Record<string, Stats> };
    return {
      text, stats: found.stats['localhost'] ?? { changed: 0, failures: 0, ok: 0, rescued: 0 },
      results: new Map(found.plays.flatMap((each) => each.tasks.map(({ task, hosts }) => [task.name, hosts['localhost'] ?? {}] as const))),
    };
  }

  return { play, run, runFile };
}

/** Braces of ours are no expression of Ansible's. */
export const literal = (value: unknown): unknown => {
  if (typeof value === 'string') return value.includes('{{') || value.includes('{%') ? { __ansible_unsafe: value } : value;
  if (Array.isArray(value)) return value.map(literal);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)])) : value;
};

function said(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let wrong = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { wrong += chunk.toString(); });
    child.on('error', reject);
    child.on('exit', () => (out.includes('"plays"') ? resolve(out) : reject(new Error(`ansible-playbook said nothing of plays: ${out}${wrong}`))));
  });
}
