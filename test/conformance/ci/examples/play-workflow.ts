/** Plays a workflow of GitHub: its jobs in the order of their needs, its steps with the runner, `run` with a shell, outputs handed on. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runStep } from '../github/runner.ts';
import { actions } from '../lint/own-actions.ts';
import { fill, holds, type Scope } from './evaluate.ts';

interface Step { readonly id?: string; readonly if?: string; readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>>; readonly env?: Readonly<Record<string, string>> }
interface Job { readonly needs?: string | readonly string[]; readonly if?: string; readonly outputs?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
export interface Workflow { readonly jobs: Readonly<Record<string, Job>> }

interface Played { readonly result: 'success' | 'failure' | 'skipped'; readonly outputs: Readonly<Record<string, string>> }

export interface Playing { readonly github: Readonly<Record<string, unknown>>; readonly vars: Readonly<Record<string, string>>; readonly env: Readonly<Record<string, string>> }

export async function playWorkflow({ jobs }: Workflow, playing: Playing): Promise<{ readonly results: Readonly<Record<string, Played['result']>>; readonly log: string }> {
  const done = new Map<string, Played>();
  const log: string[] = [];
  while (done.size < Object.keys(jobs).length) {
    const ready = Object.entries(jobs).find(([id, job]) => !done.has(id) && needsOf(job).every((need) => done.has(need)));
    if (ready === undefined) throw new Error('The jobs wait for each other');
    done.set(ready[0], await playJob(ready[1], done, playing, log));
  }
  return { results: Object.fromEntries([...done].map(([id, { result }]) => [id, result])), log: log.join('\n') };
}

const needsOf = ({ needs = [] }: Job): readonly string[] => [needs].flat();

async function playJob(job: Job, done: ReadonlyMap<string, Played>, { github, vars, env }: Playing, log: string[]): Promise<Played> {
  const needs = Object.fromEntries(needsOf(job).map((need) => [need, done.get(need)]));
  const broken = Object.values(needs).some((need) => need?.result !== 'success');
  const steps: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
  let failed = false;
  const scope = (): Scope => ({ values: { github, vars, needs, steps }, failed });
  if (!holds(job.if, { ...scope(), failed: broken })) return { result: 'skipped', outputs: {} };
  for (const step of job.steps) {
    if (!holds(step.if, scope())) continue;
    const { code, outputs, said } = step.uses === undefined ? shell(step, scope()) : await use(step, scope(), env);
    log.push(said);
    if (code !== 0) failed = true;
    if (step.id !== undefined) steps[step.id] = { outputs };
  }
  const outputs = Object.fromEntries(Object.entries(job.outputs ?? {}).map(([name, text]) => [name, fill(text, scope())]));
  return { result: failed ? 'failure' : 'success', outputs };
}

interface Ended { readonly code: number | null; readonly outputs: Readonly<Record<string, string>>; readonly said: string }

async function use({ uses = '', with: given = {} }: Step, scope: Scope, env: Readonly<Record<string, string>>): Promise<Ended> {
  const [, verb] = /^patchbay\/patchbay\/actions\/github\/([a-z]+)@v\d+$/.exec(uses) ?? [];
  if (verb === undefined) throw new Error(`The player has no ${uses}`);
  const action = join(actions, 'github', verb);
  const asGiven = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fill(String(value), scope)]));
  const main = await runStep({ action, with: asGiven, env });
  const post = await runStep({ action, with: asGiven, env, stage: 'post', state: main.state });
  const faults = [...main.faults, ...post.faults, ...main.warnings];
  return { code: faults.length > 0 ? 1 : main.code, outputs: main.outputs, said: [...main.log, ...post.log, ...faults].join('\n') };
}

function shell({ run = '', env = {} }: Step, scope: Scope): Ended {
  const filled = Object.fromEntries(Object.entries(env).map(([name, text]) => [name, fill(text, scope)]));
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', fill(run, scope)], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...filled } });
  return { code: status, outputs: {}, said: `${stdout}${stderr}` };
}
