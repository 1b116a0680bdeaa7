/** Runs a task as the agent of Azure DevOps does: by its task.json, with its environment and `##vso` commands; the result comes by a command instead of the exit code. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReader, type Reader } from './commands.ts';

export interface TaskResult {
  readonly code: number | null;
  readonly result: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly issues: readonly string[];
  readonly summary: string;
  readonly faults: readonly string[];
  /** As people see it: masked. */
  readonly log: string;
  readonly reader: Reader;
}

interface TaskJson { readonly inputs: readonly { readonly name: string; readonly defaultValue?: string; readonly required?: boolean }[]; readonly execution: Readonly<Record<string, { readonly target: string }>>; readonly outputVariables?: readonly { readonly name: string }[] }

/** Inputs by their names, as the YAML of a pipeline has them; those that it leaves out have their defaults. */
export async function runTask(task: string, { inputs = {}, env = {}, cancelAt }: { readonly inputs?: Readonly<Record<string, string>>; readonly env?: Readonly<Record<string, string>>; readonly cancelAt?: RegExp }): Promise<TaskResult> {
  const temp = await mkdtemp(join(tmpdir(), 'agent-'));
  try {
    const { inputs: declared, execution, outputVariables = [] } = JSON.parse(await readFile(join(task, 'task.json'), 'utf8')) as TaskJson;
    const values = { ...Object.fromEntries(declared.flatMap(({ name, defaultValue }) => (defaultValue === undefined ? [] : [[name, defaultValue]]))), ...inputs };
    const unknown = Object.keys(inputs).find((name) => !declared.some((input) => input.name === name));
    const missing = declared.find(({ name, required }) => required === true && !values[name]);
    if (unknown !== undefined || missing !== undefined) throw new Error(`The pipeline is not valid: input ${unknown === undefined ? `${missing?.name} is required` : `${unknown} is not known`}`);
    const asEnv = Object.fromEntries(Object.entries(values).map(([name, value]) => [`INPUT_${name.replaceAll(/[ .]/g, '_').toUpperCase()}`, value]));
    const child = spawn(process.execPath, [join(task, execution['Node24']?.target ?? '')], { cwd: temp, env: { PATH: process.env['PATH'] ?? '', HOME: temp, TF_BUILD: 'True', AGENT_TEMPDIRECTORY: temp, AGENT_VERSION: '4.265.1', BUILD_BUILDID: String(process.hrtime.bigint()), BUILD_SOURCEVERSION: '3f0c1d9e5b7a2468ace013579bdf02468ace1357', BUILD_SOURCEBRANCH: 'refs/heads/main', SYSTEM_JOBID: 'job', SYSTEM_JOBATTEMPT: '1', ...asEnv, ...env } });
    const reader = createReader(existsSync);
    let cancelled = false;
    for (const stream of [child.stdout, child.stderr]) byLine(stream.setEncoding('utf8'), (line) => {
      reader.line(line);
      if (cancelAt?.test(line) === true && !cancelled) { cancelled = true; child.kill('SIGINT'); }
    });
    const code = await new Promise<number | null>((resolve, reject) => { child.once('error', reject).once('close', resolve); });
    const undeclared = Object.entries(reader.variables).filter(([name, { output }]) => output && !outputVariables.some((variable) => variable.name === name)).map(([name]) => `the output variable ${name} is not declared`);
    const variables = Object.fromEntries(Object.entries(reader.variables).map(([name, { value }]) => [name, value]));
    const summary = (await Promise.all(reader.summaries.map((file) => readFile(file, 'utf8')))).join('');
    return { code, result: code === 0 ? reader.result ?? 'Succeeded' : 'Failed', variables, issues: reader.issues.map(({ message }) => message), summary, faults: [...reader.faults, ...undeclared], log: reader.log.join('\n'), reader };
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

function byLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.on('data', (part: string) => {
    const lines = (rest + part).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  }).on('end', () => { if (rest !== '') onLine(rest); });
}
