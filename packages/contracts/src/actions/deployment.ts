/** What is done with deployments: by a job of a CI system, by who approves, by who looks after an environment. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { ciRun, link, outputs, version } from '../deployment.ts';
import { schemasOf } from '../derive.ts';
import { json, PRINTABLE, prose, seconds } from '../field.ts';
import { deployment } from '../records/deployment.ts';

const id = z.string().min(1).max(64).meta({ description: 'The deployment.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] });
export const projectName = z.string().min(1).max(64).meta({ description: 'The project: its slug or its id.', examples: ['shop'] });
export const environmentName = z.string().min(1).max(64).meta({ description: 'The environment: its slug or its id.', examples: ['production'] });
const reason = prose.optional().meta({ description: 'Why, for everybody who looks at it later.', examples: ['Release of the week'] });
const output = schemasOf(deployment).view;
const at = (path: string) => ({ method: 'POST', path: `/v1/deployments/{id}/${path}` }) as const;
const write = { safety: 'moderate', scope: 'deployment:write', output } as const;
const limits = {
  begin_within: seconds.min(30).max(86_400).default(900).meta({ description: 'Of a CI: seconds that the place is kept for it, once it may begin.', examples: [900] }),
  timeout: seconds.min(30).max(86_400).default(3600).meta({ description: 'Seconds from its beginning until it counts as failed.', examples: [3600] }),
};

export const deploymentCreate = defineAction({
  id: 'deployment_create', title: 'Create a deployment', ...write,
  description: 'Asks for a version to be deployed to an environment. It waits for what protects the environment and for its turn; then the hub brings it up, or the CI that asked begins.',
  input: z.strictObject({
    project: projectName, environment: environmentName, ...version, reason,
    payload: json.default({}).meta({ description: 'What it is given besides; {{deployment.payload.…}} for what brings it up.', examples: [{ replicas: 3 }] }),
    run: ciRun.optional().meta({ description: 'The CI run that asks.', examples: [{ provider: 'github', run: '9876543210', attempt: '1', job: 'deploy' }] }),
    links: z.array(link).max(20).default([]).meta({ description: 'Where more is told.', examples: [[{ title: 'Changes', url: 'https://github.com/acme/shop/releases/1.4.2' }]] }),
    begin: z.boolean().default(false).meta({ description: 'Of a CI: begin at once, if nothing holds it.', examples: [true] }),
    ...limits,
  }).superRefine((input, context) => {
    if (input.release === undefined && input.commit === undefined) context.addIssue({ code: 'custom', path: ['release'], message: 'expected a release or a commit' });
  }),
  failures: ['reference.not_found', 'resource.conflict', 'deployment.refused', 'deployment.busy'],
  route: { method: 'POST', path: '/v1/deployments' },
});

const decide = z.strictObject({ id, comment: prose.optional().meta({ description: 'Why.', examples: ['Checked with the owner'] }) });
const decided = { safety: 'moderate', scope: 'deployment:approve', output, input: decide, failures: ['resource.not_found', 'resource.conflict', 'deployment.ended', 'deployment.not_approver', 'approval.own_request', 'approval.decided'] } as const;

export const deploymentApprove = defineAction({ id: 'deployment_approve', title: 'Approve a deployment', description: 'Gives one of the approvals that the environment asks for. Not twice by one person, and not by who asked, unless the environment lets them.', ...decided, route: at('approve') });
export const deploymentReject = defineAction({ id: 'deployment_reject', title: 'Reject a deployment', description: 'Ends a deployment that waits for approval.', ...decided, route: at('reject') });

export const deploymentBegin = defineAction({
  id: 'deployment_begin', title: 'Begin a deployment', ...write,
  description: 'Of a CI: begins the work, if `ready_at` says that it may; begun already, it just answers. Answers the variables of the environment, secret ones among them.',
  sensitive: true,
  input: z.strictObject({ id, run: ciRun.optional().meta({ description: 'The CI run that does it, if not the one that asked.', examples: [{ provider: 'gitlab', run: '4711', job: '99' }] }) }),
  output: z.object({ deployment: output.meta({ description: 'The deployment.' }), variables: z.record(z.string(), z.string()).meta({ description: 'Variables of the environment.', examples: [{ LOG_LEVEL: 'info' }] }), secrets: z.record(z.string(), z.string()).meta({ description: 'Its secret variables: mask them before anything else.', examples: [{}] }) }),
  failures: ['resource.not_found', 'resource.conflict', 'deployment.ended', 'deployment.held', 'deployment.not_runner'],
  route: at('begin'),
});

export const deploymentFinish = defineAction({
  id: 'deployment_finish', title: 'Finish a deployment', ...write, description: 'Of a CI: says how the work ended. The same again just answers.',
  input: z.strictObject({
    id, status: z.enum(['succeeded', 'failed', 'cancelled']).meta({ description: 'How it ended.', examples: ['succeeded'] }),
    detail: prose.optional().meta({ description: 'What went wrong.', examples: ['The smoke test failed'] }),
    url: z.url({ protocol: /^https?$/ }).max(2048).optional().meta({ description: 'Where it is reached.', examples: ['https://shop.example.com'] }),
    outputs: outputs.default({}).meta({ description: 'What it gave back.', examples: [{ image: 'registry.example.com/shop@sha256:abc' }] }),
    links: z.array(link).max(20).default([]).meta({ description: 'Where more is told.', examples: [[]] }),
  }),
  failures: ['resource.not_found', 'resource.conflict', 'deployment.ended', 'deployment.held', 'deployment.not_runner'],
  route: at('finish'),
});

export const deploymentCancel = defineAction({
  id: 'deployment_cancel', title: 'Cancel a deployment', ...write, description: 'Ends one that waits; one that runs is told to stop, and has a moment to come to an end. One that has ended stays as it is.',
  input: z.strictObject({ id, reason }), failures: ['resource.not_found', 'resource.conflict'], route: at('cancel'),
});

export const deploymentRollback = defineAction({
  id: 'deployment_rollback', title: 'Roll back', ...write,
  description: 'Deploys an earlier version to where it ran before. It needs the approvals of the environment, and does not wait for its freeze windows, waiting time, refs and gates: that version passed them.',
  input: z.strictObject({
    project: projectName.optional(), environment: environmentName.optional(),
    id: id.optional().meta({ description: 'The deployment to go back to; the last one that succeeded before the present one, if absent.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), reason,
    run: ciRun.optional().meta({ description: 'The CI run that asks.', examples: [{ provider: 'github', run: '9876543210' }] }), ...limits,
  }).superRefine((input, context) => {
    if (input.id === undefined && (input.project === undefined || input.environment === undefined)) context.addIssue({ code: 'custom', path: ['id'], message: 'expected id, or project and environment' });
  }),
  failures: ['resource.not_found', 'reference.not_found', 'resource.conflict', 'deployment.refused', 'deployment.busy'],
  route: { method: 'POST', path: '/v1/deployments/rollback' },
});

export const deploymentPromote = defineAction({
  id: 'deployment_promote', title: 'Promote a deployment', ...write, description: 'Deploys the version of a deployment that succeeded to another environment of its project, which protects itself as ever.',
  input: z.strictObject({ id, environment: environmentName, reason, run: ciRun.optional().meta({ description: 'The CI run that asks.', examples: [{ provider: 'github', run: '9876543210' }] }), ...limits }),
  failures: ['resource.not_found', 'reference.not_found', 'resource.conflict', 'deployment.refused', 'deployment.busy'],
  route: at('promote'),
});

export const deploymentWait = defineAction({
  id: 'deployment_wait', title: 'Wait for a deployment', description: 'Answers as soon as the deployment is another than the caller knows, or has ended, or the time is over; then ask again.',
  safety: 'safe', scope: 'deployment:read', output, failures: ['resource.not_found'],
  input: z.strictObject({ id, known_version: z.int().min(0).default(0).meta({ description: '`version` that the caller knows; 0: answer at once.', examples: [3] }), timeout: seconds.max(50).default(25).meta({ description: 'Seconds to wait at most.', examples: [25] }) }),
  route: { method: 'GET', path: '/v1/deployments/{id}/wait' },
});

export const gateCheck = defineAction({
  id: 'gate_check', title: 'Check the gates of an environment', description: 'Says what would hold a deployment of this version to this environment now, approvals included. Changes nothing.',
  safety: 'safe', scope: 'deployment:read', failures: ['reference.not_found'],
  input: z.strictObject({ project: projectName, environment: environmentName, ...version, deployment: id.optional().meta({ description: 'Ask for this deployment: its approvals count.', examples: ['dep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: z.object({ open: z.boolean().meta({ description: 'Whether nothing would hold it.', examples: [false] }), waiting_for: schemasOf(deployment).view.shape['waiting_for'] as z.ZodType, environment: z.string().meta({ description: 'The environment.', examples: ['env_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  route: { method: 'GET', path: '/v1/gates' },
});

const line = z.string().max(8192).refine((text) => !/[\n\r]/.test(text), 'expected one line').meta({ description: 'One line.', examples: ['deployment.apps/shop configured'] });

export const deploymentLogAppend = defineAction({
  id: 'deployment_log_append', title: 'Append to the log of a deployment', description: 'Adds lines. Secrets of the environment, and what looks like a credential, are masked before they are stored.',
  safety: 'moderate', scope: 'deployment:write', failures: ['resource.not_found', 'resource.conflict', 'deployment.log_full'],
  input: z.strictObject({
    id, lines: z.array(line).min(1).max(1000).meta({ description: 'The lines, in order.', examples: [['deployment.apps/shop configured']] }),
    stream: z.enum(['out', 'err']).default('out').meta({ description: 'Where they were written to.', examples: ['out'] }),
    group: z.string().max(120).regex(PRINTABLE, 'expected printable characters').optional().meta({ description: 'The section they belong to.', examples: ['helm upgrade'] }),
  }),
  output: z.object({ appended: z.int().meta({ description: 'How many lines were stored.', examples: [1] }) }),
  route: at('log'),
});

export const deploymentLogRead = defineAction({
  id: 'deployment_log_read', title: 'Read the log of a deployment', description: 'Reads lines from an offset on. Go on with `next_offset`, also much later.',
  safety: 'safe', scope: 'deployment:read', failures: ['resource.not_found'],
  input: z.strictObject({ id, offset: z.int().min(0).default(0).meta({ description: '`next_offset` of the reading before; 0: from the beginning.', examples: [0] }), limit: z.int().min(1).max(1000).default(500).meta({ description: 'How many entries at most; each holds lines.', examples: [500] }) }),
  output: z.object({
    entries: z.array(z.object({
      offset: z.int().meta({ description: 'Its place.', examples: [17] }), at: z.string().meta({ description: 'When it was written.', examples: ['2030-01-01T00:00:00.000Z'] }),
      stream: z.enum(['out', 'err', 'hub']).meta({ description: 'Where it was written to; hub: the hub itself.', examples: ['out'] }), group: z.string().optional().meta({ description: 'Its section.', examples: ['helm upgrade'] }),
      lines: z.array(z.string()).meta({ description: 'Its lines.', examples: [['deployment.apps/shop configured']] }),
    })).meta({ description: 'What was written.' }),
    next_offset: z.int().meta({ description: 'Where to go on.', examples: [18] }),
    complete: z.boolean().meta({ description: 'Whether the deployment has ended and nothing more was there.', examples: [false] }),
  }),
  route: { method: 'GET', path: '/v1/deployments/{id}/log' },
});
