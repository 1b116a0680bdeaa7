export { type Access, type AccessOptions, type AccessPorts, createAccess } from './access.ts';
export type { Audit, AuditInput } from './audit.ts';
export { collections as accessCollections } from './collections.ts';
export { type IssuedKey, type KeyWish, ROOT_TENANT } from './issue-key.ts';
export { GUARDED_NOUNS, roleScopes } from './roles.ts';
export type { Verdict } from './verify.ts';
