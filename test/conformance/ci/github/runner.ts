/** Runs a JavaScript action as GitHub's runner does: its environment, command files, commands on both streams, masks, post, and the signals of a cancelled job. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Annotation, createReader } from './commands.ts';
import { readCommandFile } from './command-files.ts';

export interface StepRun {
  /** Folder of the action. */
  readonly action: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the main part kept, for the post part. */
  readonly state?: Readonly<Record<string, string>>;
  readonly stage?: 'main' | 'post';
  /** Cancels the job at the first line that fits. */
  readonly cancelAt?: RegExp;
  /** Kills at that line without any signal that can be heard. */
  readonly killAt?: RegExp;
  readonly onLine?: (line: string) => void;
}

export interface StepResult {
  readonly code: number | null;
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly masks: ReadonlySet<string>;
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  /** When its process ended, in milliseconds since 1970. */
  readonly endedAt: number;
  /** Milliseconds from the signal to the end. */
  readonly stoppedAfter: number | undefined;
}

interface ActionYml { readonly inputs?: Readonly<Record<string, { readonly default?: unknown; readonly required?: boolean }>>; readonly runs: { readonly using: string; readonly main: string; readonly post?: string } }

const SUMMARY_BYTES = 1_048_576;
const FILES = { OUTPUT: 'set_output', STATE: 'save_state', ENV: 'set_env', PATH: 'add_path', STEP_SUMMARY: 'step_summary' } as const;
/** What the runner waits between the signals. */
const UNTIL_TERM_MS = 7_500;
const UNTIL_KILL_MS = 2_500;

export async function runStep({ action, with: given = {}, env = {}, state = {}, stage = 'main', cancelAt, killAt, onLine }: StepRun): Promise<StepResult> {
  const yml = parse(await readFile(join(action, 'action.yml'), 'utf8')) as ActionYml;
  if (yml.runs.using !== 'node24') throw new Error(`Expected an action for node24, not ${yml.runs.using}`);
  const file = stage === 'main' ? yml.runs.main : yml.runs.post;
  if (file === undefined) throw new Error(`The action has no ${stage}`);
  const temp = await mkdtemp(join(tmpdir(), 'runner-'));
  try {
    const { stepEnv, files } = await surroundings(temp, yml, given, state, env);
    const reader = createReader();
    const faults: string[] = [];
    const { code, stoppedAfter } = await play(join(action, file), stepEnv, join(temp, 'work'), { cancelAt, killAt, onLine, line: (text) => reader.line(text) });
    const endedAt = Date.now();
    const read = async (name: keyof typeof FILES): Promise<Record<string, string>> => readFile(files[name], 'utf8').then(readCommandFile).catch((error: unknown) => { faults.push(String(error)); return {}; });
    const [outputs, kept, exported] = await Promise.all([read('OUTPUT'), read('STATE'), read('ENV')]);
    const summary = await readFile(files.STEP_SUMMARY, 'utf8');
    if (Buffer.byteLength(summary) > SUMMARY_BYTES) faults.push('The summary is larger than 1 MiB');
    if ('NODE_OPTIONS' in exported) faults.push('NODE_OPTIONS may not be set');
    const declared = Object.keys(yml.inputs ?? {});
    return {
      code, endedAt, stoppedAfter, outputs, state: kept, env: exported, summary, log: reader.log, annotations: reader.annotations, masks: reader.masks,
      path: (await readFile(files.PATH, 'utf8')).split('\n').filter((line) => line !== ''),
      faults: [...faults, ...reader.faults], succeeded: code === 0 && faults.length === 0,
      warnings: Object.keys(given).filter((name) => !declared.includes(name)).map((name) => `Unexpected input(s) '${name}', valid inputs are [${declared.map((each) => `'${each}'`).join(', ')}]`),
    };
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function surroundings(temp: string, yml: ActionYml, given: Readonly<Record<string, string>>, state: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Promise<{ stepEnv: Record<string, string>; files: Record<keyof typeof FILES, string> }> {
  const folder = join(temp, '_runner_file_commands');
  await mkdir(folder);
  await mkdir(join(temp, 'work'));
  const files = Object.fromEntries(Object.entries(FILES).map(([name, stem]) => [name, join(folder, `${stem}_${crypto.randomUUID()}`)])) as Record<keyof typeof FILES, string>; // the same keys
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
  const defaults = Object.fromEntries(Object.entries(yml.inputs ?? {}).map(([name, { default: value }]) => [name, value === undefined ? '' : String(value)]));
  return {
    files,
    stepEnv: {
      PATH: process.env['PATH'] ?? '', HOME: temp, CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'acme/shop', GITHUB_REPOSITORY_ID: '7', GITHUB_REPOSITORY_OWNER_ID: '3', GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_SHA: '3f0c1d9e5b7a2468ace013579bdf02468ace1357', GITHUB_REF: 'refs/heads/main', GITHUB_RUN_ID: String(Math.floor(Math.random() * 1e10)), GITHUB_RUN_ATTEMPT: '1', GITHUB_JOB: 'deploy', GITHUB_ACTION: '__patchbay', GITHUB_WORKSPACE: join(temp, 'work'),
      RUNNER_NAME: 'Hosted Agent', RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64', RUNNER_TEMP: temp, ...env,
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...Object.fromEntries(Object.entries({ ...defaults, ...given }).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value])),
      ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`GITHUB_${name}`, file])),
    },
  };
}

interface Watching { readonly cancelAt: RegExp | undefined; readonly killAt: RegExp | undefined; readonly onLine: ((line: string) => void) | undefined; readonly line: (text: string) => void }

async function play(file: string, env: Record<string, string>, cwd: string, { cancelAt, killAt, onLine, line }: Watching): Promise<{ code: number | null; stoppedAfter: number | undefined }> {
  const child = spawn(process.execPath, [file], { env, cwd });
  let since: number | undefined;
  const timers: NodeJS.Timeout[] = [];
  const cancel = (): void => {
    since = performance.now();
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGTERM'), UNTIL_TERM_MS), setTimeout(() => child.kill('SIGKILL'), UNTIL_TERM_MS + UNTIL_KILL_MS));
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    const take = (text: string): void => {
      line(text);
      onLine?.(text);
      if (cancelAt?.test(text) === true && since === undefined) cancel();
      if (killAt?.test(text) === true) child.kill('SIGKILL');
    };
    stream.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split(/\r\n|\n|\r(?!$)/); // as .NET reads lines: a carriage return alone ends one, too
      rest = lines.pop() ?? '';
      for (const each of lines) take(each);
    }).on('end', () => { if (rest !== '') take(rest.replace(/\r$/, '')); });
  }
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  for (const timer of timers) clearTimeout(timer);
  return { code, stoppedAfter: since === undefined ? undefined : performance.now() - since };
}
