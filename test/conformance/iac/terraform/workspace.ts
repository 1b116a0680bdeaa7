/** A folder with a configuration, and the real terraform run in it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';

export interface Run { readonly code: number; readonly out: string; readonly err: string }

export interface Workspace {
  readonly folder: string;
  write(file: string, content: string | object): Promise<void>;
  read(file: string): Promise<string>;
  start(args: readonly string[], env?: Environment): ChildProcess;
  /** Whatever its exit code. */
  run(args: readonly string[], env?: Environment): Promise<Run>;
  /** Its output, or an error with all that it said. */
  ok(args: readonly string[], env?: Environment): Promise<string>;
  /** The plan as JSON. */
  plan(args?: readonly string[]): Promise<Plan>;
  apply(args?: readonly string[]): Promise<string>;
  state(): Promise<State>;
}

type Environment = Readonly<Record<string, string>>;
export interface Plan { readonly resource_changes?: readonly { readonly address: string; readonly type: string; readonly change: { readonly actions: readonly string[]; readonly importing?: object } }[] }
export interface State { serial: number; readonly resources: readonly { readonly mode: string; readonly type: string; readonly name: string; readonly instances: { schema_version: number; attributes: Record<string, unknown> }[] }[] }

export async function workspace(parent: string, name: string, env: Environment): Promise<Workspace> {
  const folder = await mkdtemp(join(parent, `${name}-`));
  const start = (args: readonly string[], more: Environment = {}): ChildProcess =>
    spawn('terraform', args, { cwd: folder, env: { ...process.env, ...common, ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  const run = async (args: readonly string[], more?: Environment): Promise<Run> => finished(start(args, more));
  const ok = async (args: readonly string[], more?: Environment): Promise<string> => {
    const { code, out, err } = await run(args, more);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${name} ended with ${code}\n${err === '' ? out : err}`);
    return out;
  };
  return Object.freeze({
    folder, start, run, ok,
    write: (file: string, content: string | object) => writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content, undefined, 2)),
    read: (file: string) => readFile(join(folder, file), 'utf8'),
    plan: async (args: readonly string[] = []) => {
      await ok(['plan', '-no-color', '-input=false', '-out=plan.bin', ...args]);
      return JSON.parse(await ok(['show', '-json', 'plan.bin'])) as Plan;
    },
    apply: (args: readonly string[] = []) => ok(['apply', '-auto-approve', '-no-color', '-input=false', ...args]),
    state: async () => JSON.parse(await readFile(join(folder, 'terraform.tfstate'), 'utf8')) as State,
  });
}

/** Nothing of whoever runs the proof. */
const common = { TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: devNull };

export function finished(child: ChildProcess): Promise<Run> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => { said.out += chunk.toString(); });
  child.stderr?.on('data', (chunk: Buffer) => { said.err += chunk.toString(); });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code: code ?? -1, ...said })));
}

/** What is not "nothing to do", by address. */
export const changes = ({ resource_changes = [] }: Plan): Record<string, string> =>
  Object.fromEntries(resource_changes.filter(({ address, change }) => !address.startsWith('data.') && change.actions.join() !== 'no-op').map(({ address, change }) => [address, change.actions.join()]));
