/** Every action of the hub's own, besides those that follow from resources. A test compares this page with the folder. */
export { approvalApprove, approvalReject } from './approval.ts';
export { auditVerify } from './audit-verify.ts';
export { dataKeyRotate } from './data-key-rotate.ts';
export { deadLetterRedrive } from './dead-letter-redrive.ts';
export { eventPublish } from './event-publish.ts';
export { eventReplay } from './event-replay.ts';
export { whoami } from './whoami.ts';
