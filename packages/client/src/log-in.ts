/** Keyless login: the token that a CI system gave its job, for one of the hub that lives some minutes. */
import { ownError } from './hub-error.ts';
import { type RetryPolicy, defaultRetry } from './retry.ts';
import { createTransport } from './transport.ts';

export interface LoginOptions {
  readonly url: string;
  /** Id of the trust policy that lets the job in. */
  readonly policy: string;
  /** The token of the CI system. */
  readonly idToken: string;
  readonly fetch?: typeof fetch;
  readonly retry?: Partial<RetryPolicy>;
  /** Milliseconds for one try. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

export interface HubToken {
  /** A key for `createClient`. */
  readonly token: string;
  /** Seconds. */
  readonly lifetime: number;
  readonly scopes: readonly string[];
}

/**
 * A busy hub is asked again. A policy whose tokens count once refuses the second try of one that it took, and says so.
 * @example
 * const { token } = await logIn({ url: 'https://hub.example.com', policy: 'trust_01jd8xk3v2q4r6t8w0y2a4c6e8', idToken });
 */
export async function logIn({ url, policy, idToken, fetch = globalThis.fetch, retry = {}, timeout = 30_000, signal }: LoginOptions): Promise<HubToken> {
  if (!/^[\x21-\x7e]+$/.test(idToken)) throw ownError('client.misused', 'Expected the token of the CI as printable ASCII without spaces, but it is empty or has other characters');
  const transport = createTransport({ url: url.replace(/\/+$/, ''), key: idToken, tenant: undefined, fetch, retry: { ...defaultRetry, ...retry }, timeout, random: Math.random }); // its key is what no error may repeat
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', subject_token: idToken, policy });
  const answer = await transport.send({ method: 'POST', path: '/v1/token', body: form, signal }) as { access_token: string; expires_in: number; scope?: string }; // the hub's contract
  return { token: answer.access_token, lifetime: answer.expires_in, scopes: (answer.scope ?? '').split(' ').filter((scope) => scope !== '') };
}
