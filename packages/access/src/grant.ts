import { type Caller, covers, Failure, refuseMistypedScopes, type Scope } from '@patchbay/contracts';

/** The scopes of what plugins and attached servers bring into the tenant of this caller. */
export type Brought = (caller: Caller) => Iterable<Scope>;

/** Nobody hands out more than they hold: not by a key, not by a role. */
function refuseBeyond(caller: Caller, scopes: readonly Scope[], what: string): void {
  const beyond = scopes.filter((scope) => !covers(caller.scopes, [scope]));
  if (beyond.length === 0) return;
  throw new Failure('caller.forbidden', `${what} can’t be given scopes that you don’t hold yourself: ${beyond.join(', ')}`, { needs: beyond });
}

/** What can be given at all, and by this caller. `before`: what was given already. */
export function refuseScopes(caller: Caller, scopes: readonly Scope[], what: string, { brought, before }: { readonly brought: Brought; readonly before?: readonly Scope[] | undefined }): void {
  refuseMistypedScopes(scopes, { before, brought: () => brought(caller) });
  refuseBeyond(caller, scopes, what);
}
