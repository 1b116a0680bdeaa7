/** What the environment says to the job worker. All that is wrong is told before the first job is taken: a job that is taken and can't be done fails somebody's pipeline. */
import { inputs } from '../inputs/table.ts';
import { StepError } from '../step-error.ts';
import { type ActionVerb, actionVerbs } from './properties.ts';
import type { WorkerOptions } from './worker.ts';

type Env = Readonly<Record<string, string | undefined>>;

const MOST_AT_ONCE = 1_000;
const MOST_SECONDS = 3_600;

export function settingsIn(env: Env): Omit<WorkerOptions, 'region'> {
  const wrong: string[] = [];
  const refuse = (name: string, expected: string, got = `\`${env[name]}\``): void => { wrong.push(`${name}: expected ${expected}, but got ${got}`); };
  function number(name: string, otherwise: number, { least, most, whole }: { readonly least: number; readonly most: number; readonly whole: boolean }): number {
    const value = Number(env[name] || otherwise);
    if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) refuse(name, whole ? `a whole number from ${least} to ${most}` : `seconds, up to ${most}`);
    return value;
  }
  const seconds = { least: 0.01, most: MOST_SECONDS, whole: false };

  const url = env['PATCHBAY_URL'] ?? '';
  if (!new RegExp(inputs.setup.hub.pattern).test(url)) refuse('PATCHBAY_URL', `an address such as https://hub.example.com${url.includes('@') ? ', without a user name or password' : ''}`, url.includes('@') ? 'another one' : undefined);
  const policy = env['PATCHBAY_POLICY'];
  if (!policy && !env['PATCHBAY_TOKEN']) wrong.push('PATCHBAY_POLICY or PATCHBAY_TOKEN is missing: the id of a trust policy, or an API key');
  if (policy && !new RegExp(inputs.setup.policy.pattern).test(policy)) refuse('PATCHBAY_POLICY', 'the id of a trust policy, trust_…');
  number('PATCHBAY_RETRIES', 20, { ...inputs.setup.retries, whole: true });
  const settings = {
    verbs: verbsIn(env, refuse), atOnce: number('PATCHBAY_AT_ONCE', 20, { least: 1, most: MOST_AT_ONCE, whole: true }),
    turnMs: number('PATCHBAY_TURN_SECONDS', 60, seconds) * 1000, idleMs: number('PATCHBAY_IDLE_SECONDS', 5, seconds) * 1000,
  };
  if (wrong.length > 0) throw new StepError('input.invalid', wrong.join('\n'), 'Correct the environment of the worker.');
  return settings;
}

function verbsIn(env: Env, refuse: (name: string, expected: string, got: string) => void): readonly ActionVerb[] {
  const names = (env['PATCHBAY_ACTIONS'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const strange = names.filter((name) => !actionVerbs.some((verb) => verb === name));
  if (strange.length > 0) refuse('PATCHBAY_ACTIONS', `one or more of ${actionVerbs.join(', ')}`, strange.map((name) => `\`${name}\``).join(', '));
  return names.length === 0 ? actionVerbs : actionVerbs.filter((verb) => names.includes(verb));
}
