/** One job of a component as GitLab's runner ends it when somebody cancels: a signal to all of its script, then its after_script. gitlab-ci-local just goes away. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Job { readonly variables: Readonly<Record<string, string>>; readonly script: readonly string[]; readonly after_script: readonly string[] }

const templates = join(import.meta.dirname, '../../../../actions/gitlab/templates');

export async function cancelledJob(component: string, given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>, cancel: { readonly at: RegExp; readonly signal: 'SIGTERM' | 'SIGKILL' }): Promise<{ readonly log: string; readonly left: readonly string[] }> {
  const { variables, script, after_script: after } = await jobOf(component, given);
  const folder = await mkdtemp(join(tmpdir(), 'gitlab-job-'));
  const whole = { PATH: `${join(process.execPath, '..')}:${process.env['PATH'] ?? ''}`, HOME: folder, CI_JOB_ID: String(process.hrtime.bigint()), CI_PROJECT_PATH: 'acme/shop', CI_PROJECT_ID: '22', CI_PIPELINE_ID: '5', CI_JOB_NAME: 'patchbay:deploy', CI_COMMIT_SHA: '3f0c1d9e5b7a2468ace013579bdf02468ace1357', ...variables, ...env };
  try {
    const main = await shell(script, folder, whole, cancel);
    const post = await shell(after, folder, whole, undefined);
    return { log: `${main}${post}`, left: await readdir(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The component with its inputs filled in, as GitLab fills them: before it reads what comes of it. */
async function jobOf(component: string, given: Readonly<Record<string, string>>): Promise<Job> {
  const [head = '', body = ''] = (await readFile(join(templates, `${component}.yml`), 'utf8')).split(/^---$/m);
  const { spec: { inputs } } = parse(head) as { spec: { inputs: Record<string, { default?: unknown }> } };
  const filled = body.replaceAll(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => given[name] ?? String(inputs[name]?.default ?? ''));
  const [job] = Object.values(parse(filled) as Record<string, Job>);
  if (job === undefined) throw new Error(`${component} has no job`);
  return job;
}

async function shell(lines: readonly string[], cwd: string, env: Readonly<Record<string, string>>, cancel: { readonly at: RegExp; readonly signal: 'SIGTERM' | 'SIGKILL' } | undefined): Promise<string> {
  const child = spawn('sh', ['-e', '-c', lines.join('\n')], { cwd, env, detached: true });
  let log = '';
  let told = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => {
    log += part;
    if (told || cancel?.at.test(log) !== true || child.pid === undefined) return;
    told = true;
    process.kill(-child.pid, cancel.signal);
  });
  await new Promise((resolve, reject) => { child.once('error', reject).once('close', resolve); });
  return log;
}
