/** Unseals what an endpoint's deliveries are signed and authenticated with. */
import { type Document, type Row, toKsuid } from '@patchbay/contracts';
import type { TlsIdentity } from '@patchbay/egress';
import type { Store } from '@patchbay/storage';
import { canSign, createSigner, Secret, type SignatureProfile, type WebhookSigner } from '@patchbay/vault';
import type { AccessTokens, GetToken } from './deliver/access-token.ts';
import type { Credentials } from './deliver/credentials.ts';
import { egressPolicyOf, type TenantEgress, type TenantEgressOf } from './egress-policy.ts';
import { endpointKeys } from './retired-keys.ts';

export interface CredentialPorts {
  readonly store: Store;
  readonly now: () => number;
  /** A field of an endpoint in the clear. */
  readonly unseal: (endpoint: Row, field: string, sealed: string) => Promise<string>;
  readonly sealedOf: (body: Document) => Readonly<Record<string, string>>;
  readonly tenantEgress: TenantEgressOf;
  readonly tokens: AccessTokens;
}

/** A tenant's networks are kept elsewhere and nobody tells of their change. */
const FRESH_MS = 60_000;

/** `before`: of the same version of the endpoint. */
export async function openCredentials(endpoint: Row, ports: CredentialPorts, before?: Credentials): Promise<Credentials> {
  const { now, tenantEgress, tokens } = ports;
  const tenant = await tenantEgress(endpoint.tenant);
  const until = (keysUntil: number): number => Math.min(keysUntil, now() + FRESH_MS);
  if (before !== undefined && before.from.tenant === tenant && before.from.keysUntil > now()) return { ...before, until: until(before.from.keysUntil) };
  const { body } = endpoint;
  const open = opener(endpoint, ports);
  const { signer, until: keysUntil } = await openSigner(endpoint, ports);
  const hidden = await open('secret_headers');
  const secretHeaders = hidden === undefined ? {} : (JSON.parse(hidden) as Headers);
  const auth = body['auth'] as Auth; // parsed when the endpoint was written, as are the others
  const secret = (await open('auth_secret')) ?? '';
  const shown = authHeaders(auth, secret);
  return {
    signer, until: until(keysUntil), from: { keysUntil, tenant },
    headers: { ...(body['headers'] as Headers), ...secretHeaders, ...shown },
    hidden: new Set(['authorization', ...Object.keys(secretHeaders), ...Object.keys(shown)].map((name) => name.toLowerCase())),
    policy: egressPolicyOf(body, tenant, auth.kind === 'mtls' ? identityOf(auth, secret) : undefined),
    token: auth.kind === 'oauth2' ? tokenOf(endpoint, auth, secret, tenant, tokens) : undefined,
  };
}

/** The signature alone: of all keys that still count, the newest first. */
export async function openSigner(endpoint: Row, ports: Pick<CredentialPorts, 'store' | 'now' | 'unseal' | 'sealedOf'>): Promise<{ readonly signer: WebhookSigner; readonly until: number }> {
  const { keys: old, until } = await endpointKeys.open(endpoint, ports.now(), ports);
  const newest = await opener(endpoint, ports)('signing_secret');
  const profile = endpoint.body['signature'] as SignatureProfile & { readonly id_form?: 'event' | 'msg' }; // parsed when the endpoint was written
  const fitting = old.map((text) => new Secret(text)).filter((secret) => canSign(profile, secret)); // the profile may have been another one
  const signer = createSigner(profile, [...(newest === undefined ? [] : [new Secret(newest)]), ...fitting]);
  return { signer: profile.id_form === 'msg' ? withTheirIds(signer) : signer, until };
}

/** Receivers know events by the ids that the clients of /api/v1 see. */
const withTheirIds = (signer: WebhookSigner): WebhookSigner => ({ ...signer, sign: (delivery) => signer.sign({ ...delivery, id: theirId(delivery.id) }) });

/** An event goes to its endpoints one right after the other, and writing an id anew costs more than a signature. */
function theirId(id: string): string {
  if (last.ours !== id) last = { ours: id, theirs: toKsuid('msg', id) };
  return last.theirs;
}
let last = { ours: '', theirs: '' };

function opener(endpoint: Row, { unseal, sealedOf }: Pick<CredentialPorts, 'unseal' | 'sealedOf'>): (field: string) => Promise<string | undefined> {
  const sealed = sealedOf(endpoint.body);
  return async (field) => (sealed[field] === undefined ? undefined : unseal(endpoint, field, sealed[field]));
}

/** The token endpoint is no receiver: the endpoint's own networks don't count for it, its tenant's do. */
function tokenOf({ id, version }: Row, { token_url = '', client_id = '', scopes = [], audience }: Auth, clientSecret: string, tenant: TenantEgress | undefined, tokens: AccessTokens): GetToken {
  return tokens.of({ id, version }, { tokenUrl: token_url, clientId: client_id, clientSecret, scopes, audience, policy: egressPolicyOf({}, tenant) });
}

type Headers = Readonly<Record<string, string>>;

interface Auth {
  readonly kind: 'none' | 'basic' | 'bearer' | 'header' | 'oauth2' | 'mtls';
  readonly username?: string;
  readonly header?: string;
  readonly token_url?: string;
  readonly client_id?: string;
  readonly scopes?: readonly string[];
  readonly audience?: string;
  readonly certificate?: string;
  readonly ca?: string;
}

/** Who the hub is to a receiver that asks for a certificate. */
export const identityOf = ({ certificate = '', ca }: Pick<Auth, 'certificate' | 'ca'>, key: string): TlsIdentity => ({ cert: certificate, key, ...(ca === undefined ? {} : { ca }) });

function authHeaders({ kind, username = '', header = '' }: Auth, secret: string): Headers {
  switch (kind) {
    case 'basic': return { authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}` };
    case 'bearer': return { authorization: `Bearer ${secret}` };
    case 'header': return { [header]: secret };
    case 'none': case 'oauth2': case 'mtls': return {};
    default: throw new TypeError(`no way to authenticate is ${String(kind satisfies never)}`);
  }
}
