/** Says no to a sink that the hub may never connect to, while somebody is still there to correct it. The check that counts is at every connection. */
import { type Document, Failure } from '@patchbay/contracts';
import type { Egress, EgressPolicy } from '@patchbay/egress';
import { type SinkAddress, sinkAddresses } from '@patchbay/sinks';
import { egressPolicyOf, type TenantEgressOf } from '../egress-policy.ts';
import { neverReached } from '../reach.ts';

export interface ReachSinkPorts {
  readonly egress: Pick<Egress, 'check' | 'checkPlace'>;
  readonly tenantEgress: TenantEgressOf;
}

export type RefuseUnreachableSink = (sink: Document, tenant: string) => Promise<void>;

export function createReachSink({ egress, tenantEgress }: ReachSinkPorts): RefuseUnreachableSink {
  const judge = (address: SinkAddress | Failure, policy: EgressPolicy | undefined): Promise<Failure | undefined> => {
    if (address instanceof Failure) return Promise.resolve(address);
    return neverReached('url' in address ? egress.check(address.url, policy) : egress.checkPlace(address.place, policy));
  };

  return async (sink, tenant) => {
    const found = sinkAddresses(sink);
    if (found === undefined) return;
    const policy = egressPolicyOf({}, await tenantEgress(tenant, true));
    const refusals = await Promise.all(found.addresses.map((address) => judge(address, policy)));
    const [first] = refusals;
    if (first === undefined || refusals.includes(undefined)) return; // one that can be reached is enough
    throw new Failure('input.invalid', first.message, { issues: [{ path: found.path, message: first.message }], reason: first.details['reason'] });
  };
}
