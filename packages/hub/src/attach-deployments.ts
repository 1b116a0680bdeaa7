/** The deployments engine, with what it needs of the other rooms. */
import { type ActionSource, type Call, type Caller, type NewId, secretResource, type TenantId } from '@patchbay/contracts';
import { createDeployments, type DeploymentPorts, type Deployments } from '@patchbay/deployments';
import { sealContext, sealedOf } from '@patchbay/resources';
import type { Store } from '@patchbay/storage';
import { digest } from '@patchbay/vault';

export interface DeploymentParts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly tell: DeploymentPorts['tell'];
  readonly invoke: (call: Call) => Promise<{ readonly output: unknown }>;
  readonly sources: () => readonly ActionSource[];
  readonly principalOf: DeploymentPorts['principalOf'];
  readonly unseal: (tenant: TenantId, context: string, sealed: string) => Promise<string>;
  readonly report: DeploymentPorts['report'];
}

/** `leaseMs`: longer than the longest action. */
export function attachDeployments({ store, newId, now, tell, invoke, sources, principalOf, unseal, report }: DeploymentParts, leaseMs: number): Deployments {
  return createDeployments({
    store, newId, now, random: Math.random, digest, tell, call: invoke, principalOf, report,
    actionOf: (id: string, caller: Caller) => sources().map((source) => source.resolve(id, caller)?.action).find((action) => action !== undefined),
    async secretNamed(tenant, name) {
      const row = await store.find(secretResource.name, tenant, { name });
      const sealed = row === undefined ? undefined : sealedOf(row.body)['value'];
      return row === undefined || sealed === undefined ? undefined : unseal(tenant as TenantId, sealContext(secretResource.name, row.id, 'value'), sealed);
    },
  }, { leaseMs });
}
