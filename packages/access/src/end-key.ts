/** Signing out: a key that was given out for a while ends before its time. */
import { apiKeyEnd, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { API_KEY, type ApiKey } from './collections.ts';
import { unmintOps } from './mint-key.ts';
import type { Settling } from './settling.ts';

export const endKey = ({ store, settling }: { readonly store: Store; readonly settling: Settling }): Operation => operation(apiKeyEnd, async (_input, ctx) => {
  const { tenant, principal } = ctx.caller;
  const row = (await store.get(API_KEY, tenant, principal)) as Row<ApiKey> | undefined; // the store holds what the resource's own schema let in
  if (row?.body.expires_at === undefined) return { ended: false };
  settling.mark(principal);
  ctx.target(principal);
  ctx.unit.add({ op: 'delete', in: API_KEY, tenant, id: principal, version: row.version }, () => 'again');
  for (const op of unmintOps(tenant, principal)) ctx.unit.add(op, () => 'again');
  return { ended: true };
});
