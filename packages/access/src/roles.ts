/**
 * What each role may do, as scopes. `viewer` reads everything. `operator` also writes every noun of the catalog except those that
 * decide who gets in and what secrets are sealed with, and calls what plugins bring. `approver` reads, and decides approvals and deployments. `admin` may do everything.
 * `custom` has its own list.
 */
import { hubActions, type Scope } from '@patchbay/contracts';
import type { RoleBinding } from './collections.ts';

type Role = RoleBinding['role'];

/** Writing one of these can raise what somebody may do, so it takes an admin. */
export const GUARDED_NOUNS: ReadonlySet<string> = new Set(['tenant', 'api_key', 'role_binding', 'identity_provider', 'trust_policy', 'vault']);

/** Everybody who is signed in may ask who they are. */
export const SIGNED_IN: readonly Scope[] = ['self:read'];

const operatorWrites = [...new Set(hubActions.map((action) => action.scope))].filter((scope) => scope.endsWith(':write') && !GUARDED_NOUNS.has(scope.slice(0, scope.indexOf(':'))));

export const roleScopes: Readonly<Record<Exclude<Role, 'custom'>, readonly Scope[]>> = Object.freeze({
  viewer: ['*:read'],
  operator: ['*:read', 'call:*', ...operatorWrites.sort()],
  approver: ['*:read', 'approval:decide', 'deployment:approve'],
  admin: ['*'],
});

export const scopesOf = ({ role, scopes }: Pick<RoleBinding, 'role' | 'scopes'>): readonly Scope[] => (role === 'custom' ? scopes : roleScopes[role]);
