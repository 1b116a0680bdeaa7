/** Unseals what an endpoint's deliveries are signed and authenticated with. */
import { type Document, Failure, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { createSigner, Secret, type SignatureProfile } from '@patchbay/vault';
import type { Credentials } from './deliver/credentials.ts';
import { retiredKeyCollection } from './endpoint.ts';

export interface CredentialPorts {
  readonly store: Store;
  readonly now: () => number;
  /** A field of an endpoint in the clear. */
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
}

/** Beyond these nobody remembers which is which. */
const MOST_KEYS = 10;

export async function openCredentials(endpoint: Row, { store, now, unseal, sealedOf }: CredentialPorts): Promise<Credentials> {
  const sealed = sealedOf(endpoint.body);
  const open = async (field: string): Promise<string | undefined> => (sealed[field] === undefined ? undefined : unseal(endpoint, field, sealed[field]));
  const retired = (await store.list(retiredKeyCollection.name, { tenant: endpoint.tenant, where: { endpoint: endpoint.id }, sort: { field: 'id', descending: true }, limit: MOST_KEYS })).filter(({ body }) => Number(body['until']) > now());
  const old = await Promise.all(retired.map(({ body }) => unseal(endpoint, 'signing_secret', String(body['sealed']))));
  const newest = await open('signing_secret');
  const secrets = [...(newest === undefined ? [] : [newest]), ...old].map((text) => new Secret(text));
  const hidden = await open('secret_headers');
  return {
    signer: createSigner(endpoint.body['signature'] as SignatureProfile, secrets), // parsed when the endpoint was written
    headers: { ...(endpoint.body['headers'] as Headers), ...(hidden === undefined ? {} : (JSON.parse(hidden) as Headers)), ...authHeaders(endpoint.body['auth'] as Auth, await open('auth_secret')) },
    until: Math.min(Infinity, ...retired.map(({ body }) => Number(body['until']))),
  };
}

type Headers = Readonly<Record<string, string>>;

interface Auth {
  readonly kind: string;
  readonly username?: string;
  readonly header?: string;
}

function authHeaders({ kind, username = '', header = '' }: Auth, secret = ''): Headers {
  switch (kind) {
    case 'none': return {};
    case 'basic': return { authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}` };
    case 'bearer': return { authorization: `Bearer ${secret}` };
    case 'header': return { [header]: secret };
    default: throw new Failure('input.invalid', `This release can’t authenticate by ${kind}`);
  }
}
