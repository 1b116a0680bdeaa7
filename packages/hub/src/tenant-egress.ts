/** What tenants say about their way out, read where tenants are kept. The same object as long as it says the same. */
import { type Row, sealContext, sealedOf, type TenantId, tenantResource } from '@patchbay/contracts';
import type { TenantEgress, TenantEgressOf } from '@patchbay/events';

export interface TenantEgressPorts {
  readonly tenantOf: (id: string) => Promise<Row | undefined>;
  readonly unseal: (tenant: TenantId, context: string, sealed: string) => Promise<string>;
  readonly now: () => number;
}

const AUTHORIZATION = 'egress_proxy_authorization';
/** The endpoints of a tenant ask one after the other. */
const FRESH_MS = 5_000;
const MOST = 10_000;

export function createTenantEgress({ tenantOf, unseal, now }: TenantEgressPorts): TenantEgressOf {
  const kept = new Map<string, { readonly at: number; readonly version: number; readonly egress: TenantEgress | undefined }>();
  return async (tenant, anew = false) => {
    const known = kept.get(tenant);
    if (!anew && known !== undefined && now() - known.at < FRESH_MS) return known.egress;
    const row = await tenantOf(tenant);
    const version = row?.version ?? 0;
    const egress = known?.version === version ? known.egress : await read(row);
    if (kept.size >= MOST) kept.clear();
    kept.set(tenant, { at: now(), version, egress });
    return egress;
  };

  async function read(row: Row | undefined): Promise<TenantEgress | undefined> {
    const egress = row?.body['egress'] as TenantEgress | undefined; // parsed when the tenant was written
    const sealed = row === undefined ? undefined : sealedOf(row.body)[AUTHORIZATION];
    if (row === undefined || egress === undefined || sealed === undefined) return egress;
    return { ...egress, proxy_authorization: await unseal(row.tenant as TenantId, sealContext(tenantResource.name, row.id, AUTHORIZATION), sealed) };
  }
}
