/** Pipelines that the hub starts and follows, and what it does with their runs. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { PRINTABLE, prose } from '../field.ts';
import { run } from '../records/run.ts';
import { deploymentLogRead, deploymentWait } from './deployment.ts';

const output = schemasOf(run).view;
const id = z.string().min(1).max(64).meta({ description: 'The run.', examples: ['run_01jd8xk3v2q4r6t8w0y2a4c6e8'] });
const at = (path: string) => ({ method: 'POST', path: `/v1/runs/{id}/${path}` }) as const;

export const pipelineStart = defineAction({
  id: 'pipeline_start', title: 'Start a pipeline', safety: 'moderate', scope: 'run:write', output,
  description: 'Starts a run in the CI, with the rights of who declared the pipeline. Answers at once; the run is followed to its end, whatever happens to the hub meanwhile.',
  input: z.strictObject({
    id: z.string().min(1).max(64).meta({ description: 'The pipeline.', examples: ['pipe_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    ref: z.string().min(1).max(255).regex(PRINTABLE, 'expected printable characters').optional().meta({ description: 'Git ref to run on; what the pipeline says, or the project’s default branch, if absent.', examples: ['main'] }),
    inputs: z.record(z.string().min(1).max(120), z.string().max(10_000)).default({}).meta({ description: 'Inputs besides, or in place of, those that the pipeline declares; {{inputs.name}} stands for them there.', examples: [{ version: '1.4.2' }] }),
    reason: prose.optional().meta({ description: 'Why, for everybody who looks at it later.', examples: ['Nightly'] }),
  }),
  failures: ['resource.not_found', 'resource.conflict', 'pipeline.not_startable'],
  route: { method: 'POST', path: '/v1/pipelines/{id}/start' },
});

export const runWait = defineAction({
  id: 'run_wait', title: 'Wait for a run', description: 'Answers as soon as the run is another than the caller knows, or has ended, or the time is over; then ask again.',
  safety: 'safe', scope: 'run:read', output, failures: ['resource.not_found'], input: deploymentWait.input.extend({ id }),
  route: { method: 'GET', path: '/v1/runs/{id}/wait' },
});

export const runCancel = defineAction({
  id: 'run_cancel', title: 'Cancel a run', description: 'Tells the CI to stop the run, more firmly each time, until it did. One that has ended stays as it is.',
  safety: 'moderate', scope: 'run:write', output, failures: ['resource.not_found', 'resource.conflict'],
  input: z.strictObject({ id, reason: prose.optional().meta({ description: 'Why.', examples: ['A newer one is there'] }) }), route: at('cancel'),
});

const decide = z.strictObject({
  id, approval: z.string().min(1).max(255).optional().meta({ description: 'Which of `waits_for`; may be left out where there is one.', examples: ['environment:4711'] }),
  comment: prose.optional().meta({ description: 'Why.', examples: ['Checked with the owner'] }),
});
const decided = { safety: 'moderate', scope: 'run:approve', output, input: decide, failures: ['resource.not_found', 'resource.conflict', 'run.ended', 'run.not_waiting', 'approval.own_request', 'approval.decided'] } as const;

export const runApprove = defineAction({ id: 'run_approve', title: 'Approve in a CI', description: 'Lets a run go on that waits for an approval in the CI, if its pipeline says that the hub may. Not by who started it.', ...decided, route: at('approve') });
export const runReject = defineAction({ id: 'run_reject', title: 'Reject in a CI', description: 'Stops a run that waits for an approval in the CI.', ...decided, route: at('reject') });

export const runLogRead = defineAction({
  id: 'run_log_read', title: 'Read the log of a run', description: 'Reads lines from an offset on. Go on with `next_offset`, also much later.',
  safety: 'safe', scope: 'run:read', failures: ['resource.not_found'], input: deploymentLogRead.input.extend({ id }), output: deploymentLogRead.output,
  route: { method: 'GET', path: '/v1/runs/{id}/log' },
});
