/** Says no to an address that the hub may never connect to, while somebody is still there to correct it. The check that counts is at every connection. */
import { type Document, Failure } from '@patchbay/contracts';
import type { EgressPolicy } from '@patchbay/egress';
import { egressPolicyOf, type TenantEgressOf } from './egress-policy.ts';
import { identityOf } from './webhook-credentials.ts';

/** egress.check: throws `upstream.failed` with a reason, or what the resolver threw. */
export type CheckUrl = (url: string, policy?: EgressPolicy) => Promise<void>;

export interface ReachPorts {
  readonly check: CheckUrl;
  readonly tenantEgress: TenantEgressOf;
}

export type RefuseUnreachable = (endpoint: Document, tenant: string, clientKey: string | undefined) => Promise<void>;

/** Names that are slow to resolve are judged when it counts. */
const PATIENCE_MS = 1_500;

export function createReach({ check, tenantEgress }: ReachPorts): RefuseUnreachable {
  return async (endpoint, tenant, clientKey) => {
    const auth = endpoint['auth'] as { readonly kind: string; readonly token_url?: string; readonly certificate?: string; readonly ca?: string }; // parsed by the schema of the endpoint
    const around = await tenantEgress(tenant, true);
    await refuse('url', String(endpoint['url']), egressPolicyOf(endpoint, around));
    if (auth.token_url !== undefined) await refuse('auth.token_url', auth.token_url, egressPolicyOf({}, around));
    if (auth.kind === 'mtls' && clientKey !== undefined) await refuse('auth.certificate', String(endpoint['url']), egressPolicyOf(endpoint, around, identityOf(auth, clientKey)));
  };

  async function refuse(path: string, url: string, policy: EgressPolicy | undefined): Promise<void> {
    const failure = await neverReached(check(url, policy));
    if (failure !== undefined) throw new Failure('input.invalid', failure.message, { issues: [{ path, message: failure.message }], reason: failure.details['reason'] });
  }
}

/** What a check says against an address for good. */
export async function neverReached(check: Promise<void>): Promise<Failure | undefined> {
  const failure = await Promise.race([check.then(() => undefined, (error: unknown) => error), patience()]);
  if (!(failure instanceof Failure)) return undefined; // a name that nobody knows today may be known tomorrow
  const { reason } = failure.details;
  return reason === 'egress.denied' || reason === 'invalid' ? failure : undefined;
}

const patience = (): Promise<undefined> => new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, undefined).unref(); });
