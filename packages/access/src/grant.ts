import { type Caller, covers, Failure, type Scope } from '@patchbay/contracts';

/** Nobody hands out more than they hold: not by a key, not by a role. */
export function refuseBeyond(caller: Caller, scopes: readonly Scope[], what: string): void {
  const beyond = scopes.filter((scope) => !covers(caller.scopes, [scope]));
  if (beyond.length === 0) return;
  throw new Failure('caller.forbidden', `${what} can’t be given scopes that you don’t hold yourself: ${beyond.join(', ')}`, { needs: beyond });
}
