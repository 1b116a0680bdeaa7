/** Where deliveries of an endpoint may lead: what the endpoint says, within what its tenant says, within what the operator says. */
import type { Document } from '@patchbay/contracts';
import type { EgressPolicy, TlsIdentity } from '@patchbay/egress';

/** What a tenant says about its way out. */
export interface TenantEgress {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly https_only: boolean;
  readonly proxy?: string | undefined;
  readonly proxy_authorization?: string | undefined;
}

/** `anew`: as it is now, for who checks what somebody enters. */
export type TenantEgressOf = (tenant: string, anew?: boolean) => Promise<TenantEgress | undefined>;

/** Undefined when nobody says anything, so that most deliveries share the connections of the hub. */
export function egressPolicyOf(endpoint: Document, tenant: TenantEgress | undefined, tls?: TlsIdentity): EgressPolicy | undefined {
  const networks = (endpoint['allowed_networks'] ?? []) as readonly string[]; // parsed when the endpoint was written
  const policy: EgressPolicy = {
    ...(networks.length === 0 ? {} : { allow: networks }),
    ...(tenant === undefined ? {} : partsOf(tenant)),
    ...(tls === undefined ? {} : { tls }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

const partsOf = ({ allow, deny, https_only, proxy, proxy_authorization }: TenantEgress): EgressPolicy => ({
  ...(allow.length === 0 ? {} : { within: allow }),
  ...(deny.length === 0 ? {} : { deny }),
  ...(https_only ? { httpsOnly: true } : {}),
  ...(proxy === undefined ? {} : { proxy: { url: proxy, ...(proxy_authorization === undefined ? {} : { authorization: proxy_authorization }) } }),
});
