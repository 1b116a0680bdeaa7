/** What the `trust_policy` resource does besides being stored: it gives no more than its declarer has, and binds to what is safe. */
import { type Behaviour, type Context, Failure } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { KEY_USE, TRUST_LINE } from '../collections.ts';
import { type Brought, refuseScopes } from '../grant.ts';
import type { KeyUses } from '../key-use.ts';
import type { Settling } from '../settling.ts';
import type { PolicyBody } from './policy.ts';
import { policyIssues } from './providers.ts';

export interface TrustPorts {
  readonly store: Store;
  readonly uses: KeyUses;
  readonly settling: Settling;
  readonly brought: Brought;
}

export function trustPolicyBehaviour({ store, uses, settling, brought }: TrustPorts): Behaviour {
  function refuseUnsafe(policy: PolicyBody, { caller }: Context, before?: PolicyBody): void {
    refuseScopes(caller, policy.scopes, 'A trust policy', { brought, before: before?.scopes });
    const issues = policyIssues(policy);
    if (issues.length > 0) throw new Failure('input.invalid', `The trust policy is not safe at ${issues[0]!.path}: ${issues[0]!.message}`, { issues });
  }

  return {
    create(fields, ctx) {
      refuseUnsafe(fields as PolicyBody, ctx);
      const { tenant, principal, issuers } = ctx.caller;
      ctx.unit.add({ op: 'insert', in: TRUST_LINE, tenant, id: ctx.id, at: ctx.now, body: { issuers: [principal, ...issuers] } });
      ctx.unit.add({ op: 'insert', in: KEY_USE, tenant, id: ctx.id, at: ctx.now, body: { at: null } });
      return { computed: { declared_by: principal, last_used_at: null } };
    },
    async update(before, after, ctx) {
      refuseUnsafe(after as PolicyBody, ctx, before.body as PolicyBody);
      const { tenant, principal, issuers } = ctx.caller;
      const line = await store.get(TRUST_LINE, tenant, before.id);
      if (line !== undefined) ctx.unit.add({ op: 'update', in: TRUST_LINE, tenant, id: before.id, at: ctx.now, version: line.version, body: { issuers: [principal, ...issuers] } }, () => 'again');
      settling.mark(tenant); // whoever came in by it is looked up anew
      return { declared_by: principal, last_used_at: null };
    },
    delete({ tenant, id }, ctx) {
      settling.mark(tenant);
      for (const name of [TRUST_LINE, KEY_USE]) ctx.unit.add({ op: 'delete', in: name, tenant, id }, () => 'again');
    },
    async show(rows, ctx) {
      const used = await uses.lastUsed(ctx.caller.tenant, rows.map((row) => row.id));
      return rows.map(({ id }) => ({ last_used_at: used.has(id) ? new Date(used.get(id)!).toISOString() : null }));
    },
  };
}
