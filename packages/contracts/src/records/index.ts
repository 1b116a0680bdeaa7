/** Every record of the hub. A test compares this page with the folder. */
export { approval } from './approval.ts';
export { attempt } from './attempt.ts';
export { auditEntry } from './audit-entry.ts';
export { deadLetter } from './dead-letter.ts';
export { event } from './event.ts';
