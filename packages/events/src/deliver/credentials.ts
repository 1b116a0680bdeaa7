/** What an endpoint's deliveries are signed and sent with: unsealed once, kept until the endpoint changes or a replaced key runs out. */
import type { Row } from '@patchbay/contracts';
import type { EgressPolicy } from '@patchbay/egress';
import type { Receiver } from '../match/receiver.ts';
import type { GetToken } from './access-token.ts';

/** The headers that carry it. */
export type Signature = Readonly<Record<string, string>>;

export interface WebhookSigner {
  sign(message: { readonly id: string; readonly timestamp: number; readonly body: Uint8Array; readonly type: string }): Signature | Promise<Signature>;
}

export interface Credentials {
  readonly signer: WebhookSigner;
  /** Besides the signature and those of the payload. */
  readonly headers: Readonly<Record<string, string>>;
  /** Those of them that say who the hub is, in lower case. */
  readonly hidden: ReadonlySet<string>;
  /** Where it may lead and how the hub shows itself on the way; the same object each time. */
  readonly policy: EgressPolicy | undefined;
  /** Of OAuth: a token for the next attempt. */
  readonly token: GetToken | undefined;
  /** Then it is time to look whether they still hold. */
  readonly until: number;
  /** What they were made from besides the endpoint. */
  readonly from: { readonly keysUntil: number; readonly tenant: unknown };
}

/** Made by the hub, which knows the vault and where the resources engine keeps what is sealed. */
export type OpenCredentials = (endpoint: Row, before?: Credentials) => Promise<Credentials>;

export function createCredentialCache({ open }: { readonly open: OpenCredentials }) {
  const kept = new Map<string, { readonly version: number; readonly credentials: Credentials }>();
  const opening = new Map<string, Promise<Credentials>>();

  /** At once when they are known: a promise for each delivery would cost as much as its signature. */
  function of(receiver: Receiver, now: number): Credentials | Promise<Credentials> {
    const found = kept.get(receiver.id);
    if (found !== undefined && found.version === receiver.version && found.credentials.until > now) return found.credentials;
    const key = `${receiver.id} ${receiver.version}`;
    const pending = opening.get(key) ?? make(receiver).finally(() => opening.delete(key));
    opening.set(key, pending);
    return pending;
  }

  async function make(receiver: Receiver): Promise<Credentials> {
    const before = kept.get(receiver.id);
    const credentials = await open(receiver.row, before?.version === receiver.version ? before.credentials : undefined);
    kept.set(receiver.id, { version: receiver.version, credentials });
    return credentials;
  }

  return { of, forget: (id: string) => kept.delete(id) };
}
