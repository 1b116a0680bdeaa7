/** Every event of the hub's own, besides those that follow from resources. A test compares this page with the folder. */
export { approvalApproved, approvalRejected, approvalRequested } from './approval.ts';
export { endpointDisabled } from './endpoint-disabled.ts';
