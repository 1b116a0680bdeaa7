/** A role binding takes effect at once, and gives nobody more than its author holds. */
import type { Behaviour, Context, Document } from '@patchbay/contracts';
import type { RoleBinding } from './collections.ts';
import { type Brought, refuseScopes } from './grant.ts';
import { scopesOf } from './roles.ts';
import type { Settling } from './settling.ts';

/** Any well-formed subject is taken: whether a principal of another tenant exists is not for this one to know. */
export function roleBindingBehaviour({ settling, brought }: { settling: Settling; brought: Brought }): Behaviour {
  function grant(fields: Document, ctx: Context, before?: Document): void {
    const binding = fields as unknown as RoleBinding; // parsed by the resource's schema
    refuseScopes(ctx.caller, scopesOf(binding), `The role ${binding.role}`, { brought, before: before?.['scopes'] as RoleBinding['scopes'] | undefined });
    settling.mark(binding.subject);
  }
  return {
    create(fields, ctx) {
      grant(fields, ctx);
      return {};
    },
    update(before, after, ctx) {
      grant(after, ctx, before.body);
      return {};
    },
    delete(before) {
      settling.mark((before.body as RoleBinding).subject);
    },
  };
}
