/** Who calls, for which tenant, and what they may do. */
import type { Id } from './id.ts';

export type TenantId = Id<'ten'>;

export interface Caller {
  readonly tenant: TenantId;
  /** `key_…`, `user_…`, or `system` for the hub itself. */
  readonly principal: string;
  readonly name: string;
  /** Who it is across its logins: a run of a CI that logs in again is another principal, but the same party. Absent: the principal. */
  readonly party?: string;
  readonly scopes: ScopeSet;
  /** Who issued this principal, nearest first. Somebody in this line can't be overruled by what they issued. */
  readonly issuers: readonly string[];
  /** Groups that it belongs to, where somebody says so who signed it in. */
  readonly groups?: readonly string[];
  /** Holds it within one project; a door that can't see to that must not call for it. */
  readonly project?: string;
  /** Of a caller within one project: the event types behind these flags are for its eyes, too. */
  readonly featureFlags?: readonly string[];
  /** Calls per minute that this principal may make, where it has a limit of its own. */
  readonly rateLimit?: number;
  /** Calls per minute that all principals of the tenant may make together, where it has a limit of its own. */
  readonly tenantRateLimit?: number;
}

/** What it asked for before is still its own after the next login. */
export const partyOf = ({ party, principal }: Pick<Caller, 'party' | 'principal'>): string => party ?? principal;

/** `noun:verb`, `noun:*`, `*:verb` or `*`. */
export type Scope = string;

export const SCOPE = /^(\*|[a-z][a-z0-9_]*:(\*|[a-z][a-z0-9_]*)|\*:[a-z][a-z0-9_]*)$/;

export interface ScopeSet {
  readonly list: readonly Scope[];
  has(scope: Scope): boolean;
}

/** Compiles scopes once, so that a check is at most four look-ups. */
export function scopeSet(scopes: Iterable<Scope>): ScopeSet {
  const all = new Set(scopes);
  return Object.freeze({
    list: Object.freeze([...all].sort()),
    has(scope: Scope) {
      if (all.has('*') || all.has(scope)) return true;
      const colon = scope.indexOf(':');
      return all.has(`${scope.slice(0, colon)}:*`) || all.has(`*${scope.slice(colon)}`);
    },
  });
}

/** True when nothing in `wanted` goes beyond `held`: nobody hands out more than they have. */
export function covers(held: ScopeSet, wanted: readonly Scope[]): boolean {
  const all = new Set(held.list);
  return wanted.every((scope) => all.has('*') || all.has(scope) || (!scope.startsWith('*') && held.has(scope)));
}

/** What the hub itself acts as, inside one tenant. */
export const systemCaller = (tenant: TenantId): Caller => ({ tenant, principal: 'system', name: 'the hub', scopes: scopeSet(['*']), issuers: [] });
