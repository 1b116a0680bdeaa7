import { z } from 'zod';
import { idOf, instant } from '../field.ts';
import { defineRecord } from '../resource.ts';
import { runStates } from '../run.ts';

const approval = z.object({
  id: z.string().meta({ description: 'The CI’s name for it.', examples: ['environment:4711'] }),
  title: z.string().meta({ description: 'What is asked.', examples: ['Deploy to production'] }),
});

const decision = z.object({
  approval: z.string().meta({ description: 'Which approval.', examples: ['environment:4711'] }),
  decision: z.enum(['approved', 'rejected']).meta({ description: 'What was decided.', examples: ['approved'] }),
  principal: z.string().meta({ description: 'Who decided.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  name: z.string().meta({ description: 'Their name.', examples: ['Ada'] }),
  comment: z.string().optional().meta({ description: 'Why.', examples: ['Checked with the owner'] }),
  at: instant.meta({ description: 'When.' }),
  told_at: instant.optional().meta({ description: 'When the CI took it.' }),
});

const job = z.object({
  id: z.string().meta({ description: 'The CI’s id.', examples: ['399444496'] }),
  name: z.string().meta({ description: 'Name.', examples: ['deploy'] }),
  state: z.enum(['queued', 'running', 'waiting_approval', 'succeeded', 'failed', 'cancelled']).meta({ description: 'Where it stands.', examples: ['running'] }),
});

/** What the engine alone remembers is stored besides these fields, and shown nowhere. */
export const run = defineRecord({
  name: 'run',
  plural: 'runs',
  prefix: 'run',
  title: 'Run',
  description: 'One run of a pipeline: started by the hub, or found in the CI; followed to its end.',
  fields: {
    project: idOf('project', 'prj').meta({ description: 'The project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    pipeline: idOf('pipeline', 'pipe').meta({ description: 'The pipeline.', examples: ['pipe_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    pipeline_name: z.string().meta({ description: 'Its name.', examples: ['deploy'] }),
    provider: z.string().meta({ description: 'The CI system.', examples: ['github'] }),
    origin: z.enum(['hub', 'ci']).meta({ description: 'Who started it: the hub, or somebody in the CI.', examples: ['hub'] }),
    state: z.enum(runStates).meta({ description: 'requested: the CI is asked, or which run it became is not known yet. correlated: it is known. lost: nobody can tell what became of it.', examples: ['running'] }),
    ended: z.boolean().meta({ description: 'Whether it has come to its end.', examples: [false] }),
    ci_run: z.string().optional().meta({ description: 'The CI’s id of it.', examples: ['9876543210'] }),
    attempt: z.string().optional().meta({ description: 'The how manieth attempt of it, where the CI counts.', examples: ['1'] }),
    number: z.string().optional().meta({ description: 'The CI’s number for people.', examples: ['42'] }),
    url: z.string().optional().meta({ description: 'Where it is looked at.', examples: ['https://github.com/acme/shop/actions/runs/9876543210'] }),
    ref: z.string().optional().meta({ description: 'The git ref that it runs on.', examples: ['main'] }),
    commit: z.string().optional().meta({ description: 'The commit that it runs on, as the CI says it.', examples: ['3f0c1d9e5b7a2468ace013579bdf02468ace1357'] }),
    inputs: z.record(z.string(), z.string()).meta({ description: 'What it was given.', examples: [{ environment: 'production' }] }),
    reason: z.string().optional().meta({ description: 'Why it was started.', examples: ['Nightly'] }),
    deployment: z.string().optional().meta({ description: 'The deployment that it does. Its log is the log of that.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    requested_by: z.string().meta({ description: 'Who asked for it.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    requester: z.string().meta({ description: 'Their name.', examples: ['Ada'] }),
    jobs: z.array(job).meta({ description: 'Its jobs, as far as they are known.', examples: [[{ id: '399444496', name: 'deploy', state: 'running' }]] }),
    waits_for: z.array(approval).meta({ description: 'Approvals that it waits for in the CI.', examples: [[]] }),
    decisions: z.array(decision).meta({ description: 'What was decided about them here.', examples: [[]] }),
    outcome: z.string().optional().meta({ description: 'Why it ended so, in one word: timed_out, not_found, cancelled, or a failure code.', examples: ['timed_out'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['In the queue: waiting for an executor'] }),
    cancel_requested_at: instant.optional().meta({ description: 'Since when it shall stop.' }),
    correlated_at: instant.optional().meta({ description: 'When it was known which run it is.' }),
    finish_by: instant.meta({ description: 'When it counts as lost and is cancelled.' }),
    ended_at: instant.optional().meta({ description: 'When it came to its end.' }),
  },
  indexed: ['project', 'pipeline', 'provider', 'origin', 'state', 'ended', 'ci_run', 'commit', 'deployment'],
});
