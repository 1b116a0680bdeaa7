/** Runs a task as the agent of Azure DevOps does: its environment, `##vso` commands, and the result by a command instead of the exit code. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TaskResult {
  readonly code: number | null;
  readonly result: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly issues: readonly string[];
  /** As people see it: masked. */
  readonly log: string;
}

const COMMAND = /^##vso\[([a-z.]+)(?: ([^\]]*))?\](.*)$/;
const message = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%AZP25', '%');
const property = (text: string): string => message(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));

export async function runTask(task: string, env: Readonly<Record<string, string>>, cancelAt?: RegExp): Promise<TaskResult> {
  const temp = await mkdtemp(join(tmpdir(), 'agent-'));
  try {
    const child = spawn(process.execPath, [join(task, 'index.js')], { cwd: temp, env: { PATH: process.env['PATH'] ?? '', HOME: temp, TF_BUILD: 'True', AGENT_TEMPDIRECTORY: temp, AGENT_VERSION: '4.265.1', BUILD_BUILDID: String(process.hrtime.bigint()), BUILD_SOURCEVERSION: '3f0c1d9e5b7a2468ace013579bdf02468ace1357', BUILD_SOURCEBRANCH: 'refs/heads/main', SYSTEM_JOBID: 'job', SYSTEM_JOBATTEMPT: '1', ...env } });
    let text = '';
    let cancelled = false;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (cancelAt?.test(text) === true && !cancelled) { cancelled = true; child.kill('SIGINT'); }
    });
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    return { code, ...read(text) };
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

function read(text: string): Omit<TaskResult, 'code'> {
  const masks: string[] = [];
  const variables: Record<string, string> = {};
  const issues: string[] = [];
  const log: string[] = [];
  let result: string | undefined;
  for (const line of text.split('\n')) {
    const [, name, properties = '', data = ''] = COMMAND.exec(line) ?? [];
    const given = Object.fromEntries(properties.split(';').filter((pair) => pair !== '').map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(property))) as Record<string, string>; // pairs of text
    if (name === 'task.setsecret') masks.push(message(data));
    else if (name === 'task.setvariable') variables[given['variable'] ?? ''] = message(data);
    else if (name === 'task.logissue') { issues.push(message(data)); log.push(message(data)); }
    else if (name === 'task.complete') result = given['result'];
    else log.push(masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), line));
  }
  return { result, variables, issues, log: log.join('\n') };
}
