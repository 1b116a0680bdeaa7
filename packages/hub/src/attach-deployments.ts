/** The deployments engine, with what it needs of the other rooms. */
import { type ActionSource, type Call, type Caller, type NewId, sealContext, sealedOf, secretResource, type TenantId } from '@patchbay/contracts';
import { createDeployments, type DeploymentOptions, type DeploymentPorts, type Deployments } from '@patchbay/deployments';
import { connectorName } from '@patchbay/plugins';
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
  readonly seal: (tenant: TenantId, context: string, plaintext: string) => Promise<string>;
  readonly send: DeploymentPorts['callbacks']['send'];
  readonly decide: NonNullable<DeploymentPorts['decide']>;
  readonly report: DeploymentPorts['report'];
}

/** `leaseMs` is longer than the longest action. */
export function attachDeployments({ store, newId, now, tell, invoke, sources, principalOf, seal, unseal, send, decide, report }: DeploymentParts, options: Pick<DeploymentOptions, 'leaseMs'> & Partial<Pick<DeploymentOptions, 'keepMs'>>): Deployments {
  return createDeployments({
    store, newId, now, random: Math.random, digest, tell, call: invoke, principalOf, decide, report, connectorName,
    callbacks: { seal: (tenant, place, text) => seal(tenant as TenantId, place, text), unseal: (tenant, place, sealed) => unseal(tenant as TenantId, place, sealed), send },
    actionOf: (id: string, caller: Caller) => sources().map((source) => source.resolve(id, caller)?.action).find((action) => action !== undefined),
    async secretNamed(tenant, name) {
      const row = await store.find(secretResource.name, tenant, { name });
      const sealed = row === undefined ? undefined : sealedOf(row.body)['value'];
      return row === undefined || sealed === undefined ? undefined : unseal(tenant as TenantId, sealContext(secretResource.name, row.id, 'value'), sealed);
    },
  }, options);
}
