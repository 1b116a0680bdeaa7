import type { Deployment } from '../hub/deployment.ts';
import { type Ending, runOf, type Step, withoutNothing } from '../step.ts';
import { seeThrough } from './see-through.ts';

/** The hub gives the work no less; this step may still wait for less. */
export const LEAST_TIMEOUT = 30;

export function deploy(step: Step<'deploy'>): Promise<Ending> {
  const { inputs, host: { context }, hub, keyOf } = step;
  const body = {
    project: inputs.project, environment: inputs.environment, ...versionOf(step), payload: inputs.payload,
    ...withoutNothing({ reason: inputs.reason }), run: runOf(context), begin: inputs.run !== undefined, timeout: Math.max(LEAST_TIMEOUT, inputs.timeout),
  };
  return seeThrough(step, async (until, signal) => (await hub.send('POST', '/v1/deployments', { body, key: keyOf('/v1/deployments', body), until }, signal)) as Deployment);
}

/** What the step was given, else what the run is about. */
export function versionOf({ inputs, host: { context } }: Pick<Step<'deploy'>, 'inputs' | 'host'> | Pick<Step<'preview'>, 'inputs' | 'host'> | Pick<Step<'gate'>, 'inputs' | 'host'>): Record<string, string> {
  return withoutNothing({ release: inputs.release, commit: inputs.commit ?? context.commit, ref: inputs.ref ?? context.ref });
}
