/** Logs in with the token that a CI system gave this job. */
import { type HubToken, logIn } from '@patchbay/client';
import { Refusal } from './diagnose.ts';

export interface Login {
  /** Id of the trust policy. */
  readonly policy: string;
  /** For whom GitHub makes the token. */
  readonly audience: string;
  /** The token, if somebody has it. */
  readonly idToken?: string | undefined;
}

interface Surroundings { readonly env: Readonly<Record<string, string | undefined>>; readonly fetch: typeof fetch | undefined }
interface Patience { readonly url: string; readonly timeoutMs: number; readonly retries: number }

export async function tokenFor({ policy, audience, idToken }: Login, { url, timeoutMs, retries }: Patience, around: Surroundings, signal: AbortSignal): Promise<HubToken> {
  const own = idToken ?? around.env['PATCHBAY_ID_TOKEN'] ?? await ofGithub(audience, around, signal);
  return logIn({ url, policy, idToken: own, timeout: timeoutMs, retry: { attempts: retries + 1, maxDelay: 15_000 }, signal, ...(around.fetch === undefined ? {} : { fetch: around.fetch }) });
}

/** GitHub makes as many as are asked for, so each login has one of its own. */
async function ofGithub(audience: string, { env, fetch = globalThis.fetch }: Surroundings, signal: AbortSignal): Promise<string> {
  const [url, key] = [env['ACTIONS_ID_TOKEN_REQUEST_URL'], env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']];
  if (url === undefined || key === undefined) throw new Refusal('This job has no token to log in with', 'On GitHub, give the job `permissions: { id-token: write }`. Elsewhere put the token that the CI makes for the hub into PATCHBAY_ID_TOKEN.');
  const answer = await fetch(`${url}&audience=${encodeURIComponent(audience)}`, { headers: { authorization: `Bearer ${key}`, accept: 'application/json' }, signal });
  const value = answer.ok ? (JSON.parse(await answer.text()) as { value?: unknown }).value : undefined;
  if (typeof value !== 'string') throw new Refusal('GitHub gave this job no token', `Its token service answered ${answer.status}. Repeat the job; if it stays so, look at the permissions of the job.`);
  return value;
}
