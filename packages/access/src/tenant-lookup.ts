/** A tenant by its id alone. Its document is kept in the tenant that created it; where that is stands in the tenant itself. */
import type { Op, Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { TENANT, TENANT_HOME, type Tenant, type TenantHome } from './collections.ts';

export type TenantLookup = (id: string) => Promise<Row<Tenant> | undefined>;

const REMEMBERED = 10_000;

export function createTenantLookup(store: Store): TenantLookup {
  const homes = new Map<string, string>(); // a tenant never moves, so this is never wrong
  return async (id) => {
    const home = homes.get(id) ?? (await homeOf(id));
    return home === undefined ? undefined : ((await store.get(TENANT, home, id)) as Row<Tenant> | undefined);
  };

  async function homeOf(id: string): Promise<string | undefined> {
    const row = (await store.get(TENANT_HOME, id, id)) as Row<TenantHome> | undefined;
    if (row === undefined) return undefined;
    if (homes.size >= REMEMBERED) homes.clear();
    homes.set(id, row.body.home);
    return row.body.home;
  }
}

export function homeOp(tenant: string, home: string, at: number): Op {
  const body: TenantHome = { home };
  return { op: 'insert', in: TENANT_HOME, tenant, id: tenant, at, body };
}
