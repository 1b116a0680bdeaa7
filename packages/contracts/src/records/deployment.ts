import { z } from 'zod';
import { deploymentKinds, deploymentStates, held, link } from '../deployment.ts';
import { idOf, instant, json } from '../field.ts';
import { defineRecord } from '../resource.ts';

const decision = z.object({
  principal: z.string().meta({ description: 'Who decided.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  name: z.string().meta({ description: 'Their name.', examples: ['Ada'] }),
  decision: z.enum(['approved', 'rejected']).meta({ description: 'What they decided.', examples: ['approved'] }),
  comment: z.string().optional().meta({ description: 'Why.', examples: ['Checked with the owner'] }),
  at: instant.meta({ description: 'When.' }),
});

const run = z.object({
  provider: z.string().meta({ description: 'The CI system.', examples: ['github'] }),
  run: z.string().optional().meta({ description: 'Its id of the run.', examples: ['9876543210'] }),
  attempt: z.string().optional().meta({ description: 'The how manieth attempt of it.', examples: ['1'] }),
  job: z.string().optional().meta({ description: 'The job in it.', examples: ['deploy'] }),
  url: z.string().optional().meta({ description: 'Where it is looked at.', examples: ['https://github.com/acme/shop/actions/runs/9876543210'] }),
});

/** What is sealed or of the engine alone is stored besides these fields, and shown nowhere. */
export const deployment = defineRecord({
  name: 'deployment',
  plural: 'deployments',
  prefix: 'dep',
  title: 'Deployment',
  description: 'One version on its way to one environment: what held it, who approved it, what came of it, and who asked for it why.',
  fields: {
    project: idOf('project', 'prj').meta({ description: 'The project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    environment: idOf('environment', 'env').meta({ description: 'The environment.', examples: ['env_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    environment_slug: z.string().meta({ description: 'Its short name.', examples: ['production'] }),
    tier: z.string().meta({ description: 'How close it is to the customers.', examples: ['production'] }),
    preview: z.string().optional().meta({ description: 'The preview that it brings up or takes away.', examples: ['pre_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    pull_request: z.string().optional().meta({ description: 'Number of the pull request.', examples: ['42'] }),
    place: z.string().meta({ description: 'Where it goes: the preview, or else the environment. One at a time.', examples: ['env_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    kind: z.enum(deploymentKinds).meta({ description: 'deploy, back to an earlier one, on from another environment, or taken away.', examples: ['deploy'] }),
    status: z.enum(deploymentStates).meta({ description: 'waiting: its protection holds it. queued: its turn comes, or, if `ready_at` is there, it waits for its runner to begin.', examples: ['running'] }),
    runner: z.enum(['hub', 'ci']).meta({ description: 'Who does it: the hub, by what the environment says, or a job of a CI system, which begins and finishes it.', examples: ['ci'] }),
    release: z.string().optional().meta({ description: 'What is deployed: a version, a tag, an image digest.', examples: ['1.4.2'] }),
    commit: z.string().optional().meta({ description: 'The commit that it was built from.', examples: ['3f0c1d9e5b7a2468ace013579bdf02468ace1357'] }),
    ref: z.string().optional().meta({ description: 'The git ref that it was built from.', examples: ['refs/heads/main'] }),
    reason: z.string().optional().meta({ description: 'Why it is deployed, in the words of who asked.', examples: ['Release of the week'] }),
    payload: json.meta({ description: 'What it was given besides; {{deployment.payload.…}} for what brings it up.', examples: [{ replicas: 3 }] }),
    run: run.optional().meta({ description: 'The CI run that it belongs to.', examples: [{ provider: 'github', run: '9876543210' }] }),
    requested_by: z.string().meta({ description: 'Who asked for it.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    requester: z.string().meta({ description: 'Their name.', examples: ['CI of acme/shop'] }),
    waiting_for: z.array(held).meta({ description: 'What holds it now; empty, if nothing does.', examples: [[{ kind: 'approvals', detail: '0 of 1 approvals' }]] }),
    approvals: z.array(decision).meta({ description: 'Who decided what about it.', examples: [[]] }),
    approvals_needed: z.int().meta({ description: 'How many approvals it needs.', examples: [1] }),
    url: z.string().optional().meta({ description: 'Where it is reached.', examples: ['https://shop.example.com'] }),
    links: z.array(link).meta({ description: 'Where more is told.', examples: [[{ title: 'Dashboard', url: 'https://grafana.example.com/d/shop' }]] }),
    outputs: z.record(z.string(), z.string()).meta({ description: 'What it gave back.', examples: [{ image: 'registry.example.com/shop@sha256:abc' }] }),
    attempt: z.int().meta({ description: 'How often the hub has tried to bring it up.', examples: [1] }),
    ended: z.boolean().meta({ description: 'Whether it has come to its end.', examples: [false] }),
    outcome: z.string().optional().meta({ description: 'Why it ended so, in one word: rejected, not_begun, timed_out, closed, or a failure code.', examples: ['rejected'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['https://ci.example.com answered 503'] }),
    cancel_requested_at: instant.optional().meta({ description: 'Since when it shall stop. Its runner has a moment to come to an end.' }),
    ready_at: instant.optional().meta({ description: 'Since when its runner may begin; the place is kept for it until `begin_by`.' }),
    begin_by: instant.optional().meta({ description: 'When it is cancelled, unless its runner has begun.' }),
    begun_at: instant.optional().meta({ description: 'When it began.' }),
    finish_by: instant.optional().meta({ description: 'When it counts as failed, unless it has finished.' }),
    ended_at: instant.optional().meta({ description: 'When it came to its end.' }),
    from: z.string().optional().meta({ description: 'The deployment whose version it is: of a rollback, an earlier one here; of a promotion, one of another environment.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    replaces: z.string().optional().meta({ description: 'The deployment that ran there before.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    superseded_by: z.string().optional().meta({ description: 'The deployment that took its turn.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  },
  indexed: ['project', 'environment', 'preview', 'place', 'kind', 'status', 'release', 'commit', 'requested_by', 'ended'],
});
