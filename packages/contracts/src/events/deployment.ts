import { z } from 'zod';
import { schemasOf } from '../derive.ts';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';
import { deployment } from '../records/deployment.ts';

const data = schemasOf(deployment).view;
const event = <T extends string>(type: T, description: string) => defineEvent({ type, description, data });

export const deploymentCreated = event('deployment.created', 'Somebody asked for a deployment.');
export const deploymentWaiting = event('deployment.waiting', 'A deployment is held by what protects its environment, or by something else than before: `waiting_for` says by what.');
export const deploymentApproved = event('deployment.approved', 'Somebody approved a deployment; it may need more approvals.');
export const deploymentRejected = event('deployment.rejected', 'Somebody rejected a deployment.');
export const deploymentQueued = event('deployment.queued', 'Nothing protects the environment from a deployment any more, and another one is at work there.');
export const deploymentReady = event('deployment.ready', 'The CI that runs a deployment may begin; its place is kept until `begin_by`.');
export const deploymentRunning = event('deployment.running', 'A deployment began.');
export const deploymentRetrying = event('deployment.retrying', 'What brings a deployment up failed for a reason that may pass, and is tried again.');
export const deploymentCancelRequested = event('deployment.cancel_requested', 'A deployment that runs shall stop.');
export const deploymentSucceeded = event('deployment.succeeded', 'A deployment succeeded: this version is there now.');
export const deploymentFailed = event('deployment.failed', 'A deployment failed.');
export const deploymentCancelled = event('deployment.cancelled', 'A deployment was cancelled.');
export const deploymentSuperseded = event('deployment.superseded', 'Another deployment took the turn of this one.');
export const deploymentRolledBack = event('deployment.rolled_back', 'An earlier version took the place of this deployment.');
export const environmentTornDown = event('environment.torn_down', 'What ran in an environment was taken away.');
export const environmentFrozen = defineEvent({
  type: 'environment.frozen', description: 'A deployment met an open freeze window.',
  data: z.object({ environment: z.string().meta({ description: 'The environment.' }), deployment: z.string().meta({ description: 'The deployment that it holds.' }), reason: z.string().meta({ description: 'Why nothing is deployed.' }), until: instant.nullable().meta({ description: 'When it ends.' }) }),
});
