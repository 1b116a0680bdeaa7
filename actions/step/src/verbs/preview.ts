import type { Deployment } from '../hub/deployment.ts';
import { type Ending, runOf, type Step, withoutNothing } from '../step.ts';
import { StepError } from '../step-error.ts';
import { beginBy } from './deadline.ts';
import { LEAST_TIMEOUT, versionOf } from './deploy.ts';
import { seeThrough } from './see-through.ts';

interface Answer { readonly preview: { readonly id: string; readonly slug: string; readonly status: string }; readonly deployment?: Deployment }

export async function preview(step: Step<'preview'>): Promise<Ending> {
  const { inputs, host, hub, keyOf, signal } = step;
  const number = inputs['pull-request'] ?? host.context.pullRequest;
  if (number === undefined) throw new StepError('input.invalid', 'Input `pull-request` is missing, and this run is not one of a pull request', 'Give `pull-request`, or run the step for pull requests only.');
  const place = { project: inputs.project, environment: inputs.environment, pull_request: number };
  const send = async (path: string, body: object, until: number, ending: AbortSignal): Promise<Answer> => {
    const answer = (await hub.send('POST', path, { body, key: keyOf(path, body), until }, ending)) as Answer;
    host.output('preview', answer.preview.id);
    return answer;
  };
  if (inputs.operation === 'down') return down(step, await send('/v1/previews/down', { ...place, ...withoutNothing({ reason: inputs.reason }) }, beginBy(step), signal));
  const body = {
    ...place, ...versionOf(step), payload: inputs.payload, ...withoutNothing<unknown>({ reason: inputs.reason, title: inputs.title, time_to_live: inputs['time-to-live'] }),
    run: runOf(host.context), begin: inputs.run !== undefined, timeout: Math.max(LEAST_TIMEOUT, inputs.timeout),
  };
  return seeThrough(step, async (until, ending) => {
    const { deployment, preview: { slug } } = await send('/v1/previews', body, until, ending);
    if (deployment === undefined) throw new StepError('step.failed', `The preview ${slug} came without a deployment`, 'Repeat the job; if it happens again, report it to who runs the hub.');
    return deployment;
  });
}

/** Gone already is fine. */
async function down(step: Step<'preview'>, { deployment, preview: { slug, status } }: Answer): Promise<Ending> {
  if (deployment === undefined || (deployment.runner === 'ci' && step.inputs.run === undefined && deployment.ended)) return { result: 'succeeded', why: `Preview ${slug} is ${status}` };
  const ending = await seeThrough(step, async () => deployment);
  return ending.result === 'succeeded' ? { ...ending, why: `Preview ${slug} is down` } : ending;
}
