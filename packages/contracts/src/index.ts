/** The words that every room shares. */
export * from './action.ts';
export * from './actions/index.ts';
export * from './caller.ts';
export * from './catalog.ts';
export * from './derive.ts';
export * from './event.ts';
export * from './failure.ts';
export * from './field.ts';
export * from './house.ts';
export * from './id.ts';
export * from './operation.ts';
export * from './page.ts';
export * from './resource.ts';
export * from './unit.ts';
export { approval as approvalRecord, auditEntry as auditEntryRecord, event as eventRecord } from './records/index.ts';
export { apiKey as apiKeyResource, project as projectResource, roleBinding as roleBindingResource, secret as secretResource, tenant as tenantResource } from './resources/index.ts';
