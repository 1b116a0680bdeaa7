/** What the environment says to the job worker. All that is wrong is told before the first job is taken: a job that is taken and can't be done fails somebody's pipeline. */
import { readTable } from '../inputs/read.ts';
import { type InputTable, inputTables, workerTable } from '../inputs/table.ts';
import { StepError } from '../step-error.ts';
import { type ActionVerb, actionVerbs } from './properties.ts';
import type { WorkerOptions } from './worker.ts';

type Env = Readonly<Record<string, string | undefined>>;

const { hub, policy, token, retries } = inputTables.setup;
const table = {
  PATCHBAY_URL: hub, PATCHBAY_POLICY: policy, PATCHBAY_TOKEN: token, PATCHBAY_RETRIES: retries,
  PATCHBAY_AT_ONCE: workerTable.at_once, PATCHBAY_TURN_SECONDS: workerTable.turn, PATCHBAY_IDLE_SECONDS: workerTable.idle,
} as const satisfies InputTable;

export function settingsIn(env: Env): Omit<WorkerOptions, 'region'> {
  const said = readTable('Variable', table, (name) => env[name]);
  if (said['PATCHBAY_POLICY'] === undefined && said['PATCHBAY_TOKEN'] === undefined) throw new StepError('input.invalid', 'PATCHBAY_POLICY or PATCHBAY_TOKEN is missing', 'Set the id of a trust policy, or an API key.');
  return { verbs: verbsIn(env['PATCHBAY_ACTIONS']), atOnce: Number(said['PATCHBAY_AT_ONCE']), turnMs: Number(said['PATCHBAY_TURN_SECONDS']) * 1000, idleMs: Number(said['PATCHBAY_IDLE_SECONDS']) * 1000 };
}

function verbsIn(text = ''): readonly ActionVerb[] {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const strange = names.filter((name) => !actionVerbs.some((verb) => verb === name));
  if (strange.length > 0) throw new StepError('input.invalid', `Variable \`PATCHBAY_ACTIONS\` has ${strange.join(', ')}, but it takes ${actionVerbs.join(', ')}`, 'Correct it.');
  return names.length === 0 ? actionVerbs : actionVerbs.filter((verb) => names.includes(verb));
}
