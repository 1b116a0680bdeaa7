/** The public keys of an endpoint, for its receivers. They are no secret: they are handed out without a credential too. */
import { endpointKeys, Failure, operation, type Operation } from '@patchbay/contracts';
import { type Jwks, jwksOf } from '@patchbay/vault';
import type { Receiver } from './match/receiver.ts';
import type { Receivers } from './match/receivers.ts';
import { type CredentialPorts, openSigner } from './webhook-credentials.ts';

export interface EndpointKeyPorts extends Pick<CredentialPorts, 'store' | 'now' | 'unseal' | 'sealedOf'> {
  readonly receivers: Receivers;
}

/** Undefined when there is no such endpoint. */
export type PublicKeys = (tenant: string, endpoint: string) => Promise<Jwks | undefined>;

export function createPublicKeys(ports: EndpointKeyPorts): PublicKeys {
  /** Everybody may ask, so an answer is worth keeping: a receiver is made anew with each version of its endpoint. */
  const known = new WeakMap<Receiver, { readonly jwks: Jwks; readonly until: number }>();
  return async (tenant, endpoint) => {
    const receiver = ports.receivers.get(tenant, endpoint);
    if (receiver === undefined) return undefined;
    const kept = known.get(receiver);
    if (kept !== undefined && kept.until > ports.now()) return kept.jwks;
    const { signer, until } = await openSigner(receiver.row, ports);
    const jwks = jwksOf(signer.publicKeys);
    known.set(receiver, { jwks, until });
    return jwks;
  };
}

export function listKeys({ receivers, publicKeys, publicUrl }: { readonly receivers: Receivers; readonly publicKeys: PublicKeys; readonly publicUrl: () => string }): Operation {
  return operation(endpointKeys, async ({ endpoint }, { caller }) => {
    await receivers.look(caller.tenant, endpoint);
    const found = await publicKeys(caller.tenant, endpoint);
    if (found === undefined) throw new Failure('resource.not_found', `There is no endpoint ${endpoint} in this tenant`, { resource: 'endpoint', id: endpoint });
    return { keys: [...found.keys], url: `${publicUrl()}/keys/${caller.tenant}/${endpoint}/jwks.json` };
  });
}
