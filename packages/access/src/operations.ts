/** The actions of access that are not about a declared resource. */
import { auditVerify, type Operation, operation, whoami } from '@patchbay/contracts';
import type { Audit } from './audit.ts';

export const accessOperations = (audit: Audit): readonly Operation[] => Object.freeze([
  operation(whoami, (_input, { caller }) => ({ principal: caller.principal, name: caller.name, tenant: caller.tenant, scopes: [...caller.scopes.list] })),
  operation(auditVerify, (_input, { caller, signal }) => audit.verify(caller.tenant, signal)),
]);
