/** A tenant comes with its creator as admin, and goes only when it is empty. */
import { type Behaviour, type Context, type Document, Failure, type NewId, type Op, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { ROLE_BINDING, type RoleBinding, TENANT_HOME } from './collections.ts';
import type { Settling } from './settling.ts';
import { homeOp } from './tenant-lookup.ts';

export interface TenantPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly settling: Settling;
  /** Collections whose documents are the content of a tenant. */
  readonly content: readonly string[];
}

const MOST_MEMBERS = 500;

export function tenantBehaviour({ store, newId, settling, content }: TenantPorts): Behaviour {
  return {
    create(_fields, ctx) {
      ctx.unit.add(homeOp(ctx.id, ctx.caller.tenant, ctx.now));
      if (ctx.caller.principal !== 'system') ctx.unit.add(adminOf(ctx.id, newId('rb'), ctx));
      return {};
    },
    update(before) {
      settling.mark(before.id);
      return {};
    },
    async delete(before, ctx) {
      if (before.id === before.tenant) throw inUse(before.id, 'it is the root of this hub', []);
      const used = await contentOf(before.id);
      if (used.length > 0) throw inUse(before.id, 'it still holds resources', used);
      settling.mark(before.id);
      const members = await membersOf(before.id);
      for (const { id } of members) ctx.unit.add({ op: 'delete', in: ROLE_BINDING, tenant: before.id, id }, () => 'again');
      ctx.unit.add({ op: 'delete', in: TENANT_HOME, tenant: before.id, id: before.id }, () => 'again');
    },
  };

  /** Records stay: what happened in a tenant is not undone by its end. Memberships go with it. */
  async function contentOf(tenant: string): Promise<Document[]> {
    const found = await Promise.all(content.filter((name) => name !== ROLE_BINDING).map(async (name) => {
      const rows = await store.list(name, { tenant, limit: 1 });
      return rows.map((row): Document => ({ resource: name, id: row.id }));
    }));
    return found.flat();
  }

  async function membersOf(tenant: string): Promise<Row[]> {
    const rows = await store.list(ROLE_BINDING, { tenant, limit: MOST_MEMBERS + 1 });
    if (rows.length > MOST_MEMBERS) throw inUse(tenant, `it has more than ${MOST_MEMBERS} role bindings`, [{ resource: ROLE_BINDING }]);
    return rows;
  }
}

function adminOf(tenant: string, id: string, { caller, now }: Context): Op {
  const body: RoleBinding = { subject_kind: 'principal', subject: caller.principal, role: 'admin', scopes: [] };
  return { op: 'insert', in: ROLE_BINDING, tenant, id, at: now, body };
}

const inUse = (id: string, why: string, usedBy: readonly Document[]): Failure =>
  new Failure('resource.in_use', `The tenant ${id} can’t be deleted: ${why}`, { resource: 'tenant', id, used_by: usedBy });
