/** The gateway to attached MCP servers, with what it needs of the other rooms. */
import { type ActionSource, hubActions, mcpServerResource, type NewId, sealContext, sealedOf, secretResource, systemCaller, type TenantId } from '@patchbay/contracts';
import type { Egress } from '@patchbay/egress';
import { createGateway, type Gateway, type GatewayPorts } from '@patchbay/gateway';
import type { Store } from '@patchbay/storage';
import { digest, randomToken } from '@patchbay/vault';
import { startProgram } from './start-program.ts';

export interface GatewayParts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly outside: Egress;
  readonly seal: (tenant: TenantId, context: string, value: string) => Promise<string>;
  readonly unseal: (tenant: TenantId, context: string, sealed: string) => Promise<string>;
  readonly publicUrl: () => string;
  /** Actions of plugins come before those of attached servers. */
  readonly plugins: ActionSource;
  readonly auditEntry: GatewayPorts['auditEntry'];
  readonly traceparent: NonNullable<GatewayPorts['traceparent']>;
  readonly log: GatewayPorts['log'];
  readonly report: (error: unknown, about: Readonly<Record<string, unknown>>) => void;
}

export function attachGateway({ store, newId, now, outside, seal, unseal, publicUrl, plugins, auditEntry, traceparent, log, report }: GatewayParts, commands: readonly string[]): Gateway {
  const own = new Set(hubActions.map(({ id }) => id));
  const system = systemCaller('' as TenantId); // of whichever tenant
  const secretIn = async (resource: string, { tenant, id, body }: { readonly tenant: string; readonly id: string; readonly body: Readonly<Record<string, unknown>> }, field: string): Promise<string | undefined> => {
    const sealed = sealedOf(body)[field];
    return sealed === undefined ? undefined : unseal(tenant as TenantId, sealContext(resource, id, field), sealed);
  };
  return createGateway({
    store, newId, now, auditEntry, traceparent, log, send: outside.send, check: outside.check, digest, report, publicUrl, randomText: () => randomToken(32), seal: (tenant, ...place) => seal(tenant as TenantId, ...place), unseal: (tenant, ...place) => unseal(tenant as TenantId, ...place), own: (id, tenant) => own.has(id) || plugins.resolve(id, { ...system, tenant: tenant as TenantId }) !== undefined, start: startProgram(process.env['PATH'] ?? ''),
    secretOf: (row) => secretIn(mcpServerResource.name, row, 'auth_secret'),
    secretNamed: async (tenant, name) => {
      const row = await store.find(secretResource.name, tenant, { name });
      return row === undefined ? undefined : secretIn(secretResource.name, row, 'value');
    },
  }, { commands });
}
