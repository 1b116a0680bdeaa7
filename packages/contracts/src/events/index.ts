/** Every event of the hub's own, besides those that follow from resources. A test compares this page with the folder. */
export { approvalApproved, approvalRejected, approvalRequested } from './approval.ts';
export { deploymentApproved, deploymentCancelled, deploymentCancelRequested, deploymentCreated, deploymentFailed, deploymentQueued, deploymentReady, deploymentRejected, deploymentRetrying, deploymentRolledBack, deploymentRunning, deploymentSucceeded, deploymentSuperseded, deploymentWaiting, environmentFrozen, environmentTornDown } from './deployment.ts';
export { endpointDisabled } from './endpoint-disabled.ts';
export { endpointEnabled } from './endpoint-enabled.ts';
export { jobEnded } from './job-ended.ts';
export { messageAttemptExhausted, messageAttemptFailing, messageAttemptRecovered } from './message-attempt.ts';
export { pluginHealthChanged, pluginPublished, pluginQuarantined, pluginRolledBack } from './plugin.ts';
export { previewComing, previewFailed, previewGoing, previewIsDown, previewIsUp, previewRefused } from './preview.ts';
export { registryRefused } from './registry-refused.ts';
export { notificationFailed } from './notification.ts';
export { ruleFailed, ruleStopped, ruleThrottled } from './rule-trouble.ts';
export { runCancelled, runCorrelated, runFailed, runLost, runRequested, runRunning, runSucceeded, runWaitingApproval, scanReported } from './run.ts';
export { sinkFailing, sinkRecovered } from './sink-health.ts';
export { trustPolicyRefused } from './trust.ts';
