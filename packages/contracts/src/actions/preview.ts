/** Previews: one environment per pull request. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ciRun, version } from '../deployment.ts';
import { schemasOf } from '../derive.ts';
import { json, PRINTABLE, prose, seconds } from '../field.ts';
import { deployment } from '../records/deployment.ts';
import { preview } from '../records/preview.ts';
import { environmentName, projectName } from './deployment.ts';

const pullRequest = z.string().max(40).regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'expected the number of a pull request').meta({ description: 'Number of the pull request.', examples: ['42'] });
const output = z.object({ preview: schemasOf(preview).view.meta({ description: 'The preview.' }), deployment: schemasOf(deployment).view.optional().meta({ description: 'The deployment that brings it up, or takes it away.' }) });

export const previewUp = defineAction({
  id: 'preview_up', title: 'Bring a preview up', safety: 'moderate', scope: 'preview:write', output,
  description: 'Brings an environment up for a pull request, or brings a new version into the one that is there. The hub does it, if the environment says how; else the CI that asks begins and finishes the deployment.',
  input: z.strictObject({
    project: projectName, environment: environmentName, pull_request: pullRequest, ...version,
    title: z.string().min(1).max(255).regex(PRINTABLE, 'expected printable characters').optional().meta({ description: 'Title of the pull request.', examples: ['A new basket'] }),
    reason: prose.optional().meta({ description: 'Why, for everybody who looks at it later.', examples: ['For the review'] }),
    payload: json.default({}).meta({ description: 'What it is given besides.', examples: [{}] }),
    run: ciRun.optional().meta({ description: 'The CI run that asks.', examples: [{ provider: 'github', run: '9876543210' }] }),
    time_to_live: seconds.min(300).max(2_592_000).optional().meta({ description: 'Seconds until it is torn down; not more than the environment allows, and as many, if absent.', examples: [86_400] }),
    begin: z.boolean().default(false).meta({ description: 'Of a CI: begin at once, if nothing holds it.', examples: [true] }),
    begin_within: seconds.min(30).max(86_400).default(900).meta({ description: 'Of a CI: seconds that the place is kept for it, once it may begin.', examples: [900] }),
    timeout: seconds.min(30).max(86_400).default(3600).meta({ description: 'Seconds from its beginning until it counts as failed.', examples: [3600] }),
  }).superRefine((input, context) => {
    if (input.release === undefined && input.commit === undefined) context.addIssue({ code: 'custom', path: ['commit'], message: 'expected a release or a commit' });
  }),
  failures: ['reference.not_found', 'resource.conflict', 'deployment.refused', 'deployment.busy', 'preview.too_many', 'preview.going'],
  route: { method: 'POST', path: '/v1/previews' },
});

export const previewDown = defineAction({
  id: 'preview_down', title: 'Tear a preview down', safety: 'moderate', scope: 'preview:write', output,
  description: 'Tears the preview of a pull request down. The hub does it, if the environment says how; else it just counts as gone, and what a CI brought up is for a CI to take away. One that is gone stays gone.',
  input: z.strictObject({
    id: z.string().min(1).max(64).optional().meta({ description: 'The preview; or name it by the next three.', examples: ['pre_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    project: projectName.optional(), environment: environmentName.optional(), pull_request: pullRequest.optional(),
    reason: prose.optional().meta({ description: 'Why.', examples: ['The review is done'] }),
  }).superRefine((input, context) => {
    if (input.id === undefined && (input.project === undefined || input.environment === undefined || input.pull_request === undefined)) context.addIssue({ code: 'custom', path: ['id'], message: 'expected id, or project, environment and pull_request' });
  }),
  failures: ['resource.not_found', 'reference.not_found', 'resource.conflict'],
  route: { method: 'POST', path: '/v1/previews/down' },
});
