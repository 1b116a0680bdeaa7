/** A master key that never leaves HashiCorp Vault's transit engine. https://developer.hashicorp.com/vault/api-docs/secret/transit */
import type { MasterKey } from '../master-key.ts';
import { unreadable } from '../master-key.ts';
import { jsonOf, refusedBy, type Send } from '../send.ts';
import type { Secret } from '../secret.ts';

export interface VaultTransitPorts {
  readonly send: Send;
  /** Asked for each call, so that it can be renewed. */
  readonly token: () => Promise<Secret>;
}

export interface VaultTransitOptions {
  readonly address: string;
  readonly key: string;
  readonly mount?: string;
  /** Vault Enterprise. */
  readonly namespace?: string;
  readonly timeoutMs?: number;
}

export function vaultTransitMasterKey({ send, token }: VaultTransitPorts, { address, key, mount = 'transit', namespace, timeoutMs = 10_000 }: VaultTransitOptions): MasterKey {
  const urlOf = (verb: string) => new URL(`v1/${mount.split('/').map(encodeURIComponent).join('/')}/${verb}/${encodeURIComponent(key)}`, address.endsWith('/') ? address : `${address}/`).href;

  async function call(verb: 'encrypt' | 'decrypt', input: object, answer: 'ciphertext' | 'plaintext'): Promise<string> {
    const headers = { 'content-type': 'application/json', 'x-vault-request': 'true', 'x-vault-token': (await token()).reveal(), ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }) };
    const reply = await send({ method: 'POST', url: urlOf(verb), headers, body: JSON.stringify(input) }, AbortSignal.timeout(timeoutMs));
    const value = (jsonOf(reply)['data'] as Readonly<Record<string, unknown>> | undefined)?.[answer];
    if (reply.status === 200 && typeof value === 'string') return value;
    /** 400 is Vault's word for a ciphertext that this key didn't make. */
    if (verb === 'decrypt' && reply.status === 400) throw unreadable('Vault does not unwrap a data key; it was wrapped with another transit key or changed outside the hub');
    throw refusedBy('Vault transit', reply.status, wordOf[reply.status] ?? '');
  }

  return Object.freeze({
    id: ['vault-transit', namespace, mount, key].filter((part) => part !== undefined).join(':'),
    wrap: (bytes: Uint8Array) => call('encrypt', { plaintext: Buffer.from(bytes).toString('base64') }, 'ciphertext'),
    async unwrap(text: string) { return Buffer.from(await call('decrypt', { ciphertext: text }, 'plaintext'), 'base64'); },
  });
}

const wordOf: Readonly<Record<number, string>> = { 403: 'the token is not allowed to use this key', 404: 'no transit engine at this mount', 429: 'rate limited', 503: 'sealed' };
