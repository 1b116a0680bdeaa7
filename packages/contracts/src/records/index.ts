/** Every record of the hub. A test compares this page with the folder. */
export { approval } from './approval.ts';
export { attempt } from './attempt.ts';
export { auditEntry } from './audit-entry.ts';
export { deadLetter } from './dead-letter.ts';
export { deployment } from './deployment.ts';
export { event } from './event.ts';
export { job } from './job.ts';
export { pluginAccess } from './plugin-access.ts';
export { pluginRelease } from './plugin-release.ts';
export { preview } from './preview.ts';
export { refusedRequest } from './refused-request.ts';
export { ruleDeadLetter } from './rule-dead-letter.ts';
export { ruleRun } from './rule-run.ts';
