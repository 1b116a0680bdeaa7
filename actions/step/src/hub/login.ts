/** The credential of a step: an API key that it was given, or a token for a short time that it gets for the CI's own. */
import type { CiHost } from '../host.ts';
import { StepError } from '../step-error.ts';
import { open, textOf } from './request.ts';
import { refusedBy } from './refusal.ts';

export interface LoginInputs { readonly hub: string; readonly policy: string | undefined; readonly audience: string | undefined; readonly token: string | undefined }

export interface Credential {
  readonly value: string;
  /** When a new one is needed. */
  readonly until: number;
}

type LoginHost = Pick<CiHost, 'idToken' | 'mask' | 'tokenAdvice' | 'keepsToken' | 'keep'>;

const MARGIN_MS = 60_000;

export async function logIn({ hub, policy, audience, token }: LoginInputs, host: LoginHost, now: () => number, signal?: AbortSignal): Promise<Credential> {
  if (token !== undefined) {
    host.mask(token);
    return { value: token, until: Infinity };
  }
  if (policy === undefined) throw new StepError('login.missing', 'There is neither `policy` nor `token` to log in with', 'Give `policy`, the id of a trust policy, for keyless login; or `token`, an API key.');
  const proof = await host.idToken(audience ?? hub, signal);
  if (proof === undefined || proof === '') throw new StepError('login.no_id_token', 'This job has no id token to log in with', host.tokenAdvice);
  host.mask(proof); // before anything could print it
  return exchange(hub, policy, proof, host, now, signal);
}

async function exchange(hub: string, policy: string, proof: string, host: LoginHost, now: () => number, signal: AbortSignal | undefined): Promise<Credential> {
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: proof, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', policy });
  const answer = await open({ method: 'POST', url: `${hub}/v1/token`, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: form.toString(), quietMs: 30_000, signal });
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw refusedBy(answer, text);
  const { access_token: value, expires_in: seconds } = JSON.parse(text) as { access_token: string; expires_in: number };
  host.mask(value);
  if (host.keepsToken) host.keep('token', value);
  return { value, until: now() + Math.max(seconds * 1000 - MARGIN_MS, seconds * 500) };
}
