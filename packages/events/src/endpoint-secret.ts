/** The signing key of an endpoint: shown to who may see it, and replaced. */
import { type Context, type Document, endpointSecretReveal, endpointSecretRotate, Failure, operation, type Operation, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { generateSigningSecret, type SignatureProfile } from '@patchbay/vault';
import { withGrace } from './endpoint.ts';

export interface EndpointSecretPorts {
  readonly store: Pick<Store, 'get'>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  /** The update of the resource, as a part of this call. */
  readonly changeEndpoint: (input: Document, ctx: Context) => Promise<unknown>;
}

export function endpointSecretActions({ store, sealedOf, unseal, changeEndpoint }: EndpointSecretPorts): Operation[] {
  const reveal = operation(endpointSecretReveal, async ({ endpoint }, ctx) => {
    const row = await rowOf(endpoint, ctx);
    ctx.target(endpoint);
    if (row.body['public_key'] !== null) return { key: row.body['public_key'] as string }; // a behaviour wrote it
    const { profile } = row.body['signature'] as SignatureProfile; // parsed when the endpoint was written
    const sealed = profile === 'none' ? undefined : sealedOf(row.body)['signing_secret'];
    return { key: sealed === undefined ? null : await unseal(row, 'signing_secret', sealed) };
  });

  const rotate = operation(endpointSecretRotate, async ({ endpoint, key, grace }, ctx) => {
    const row = await rowOf(endpoint, ctx);
    const signature = profileFor(row.body['signature'] as SignatureProfile, key); // parsed when the endpoint was written
    const signing_secret = key ?? generateSigningSecret(signature)?.reveal();
    if (signing_secret === undefined) throw new Failure('input.invalid', `The endpoint ${endpoint} does not sign`, { issues: [{ path: 'endpoint', message: 'expected an endpoint whose signature is not none' }] });
    const after = await changeEndpoint({ id: endpoint, signature, signing_secret }, grace === undefined ? ctx : withGrace(ctx, grace)) as { readonly public_key: string | null }; // the view of the endpoint
    return { key: key === undefined ? after.public_key ?? signing_secret : null };
  });

  async function rowOf(id: string, { caller: { tenant } }: Context): Promise<Row> {
    const row = await store.get('endpoint', tenant, id);
    if (row === undefined) throw new Failure('resource.not_found', `There is no endpoint ${id.slice(0, 64)} in this tenant`, { resource: 'endpoint', id });
    return row;
  }

  return [reveal, rotate];
}

/** A given key tells by its name which kind it is. */
function profileFor(signature: SignatureProfile, key: string | undefined): SignatureProfile {
  if (key === undefined || (signature.profile !== 'standard' && signature.profile !== 'standard_ed25519')) return signature;
  return { ...signature, profile: key.startsWith('whsk_') ? 'standard_ed25519' : 'standard' };
}
