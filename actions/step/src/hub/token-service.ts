/** Where some CIs keep the tokens of a job: they are asked for, and don't lie in its environment. */
import { StepError } from '../step-error.ts';
import { Refused } from './refusal.ts';
import { open, textOf } from './request.ts';

interface TokenRequest { readonly method: 'GET' | 'POST'; readonly url: string; readonly headers: Readonly<Record<string, string>> }

export async function askTokenService({ method, url, headers }: TokenRequest, signal: AbortSignal | undefined): Promise<unknown> {
  const answer = await open({ method, url, headers: { accept: 'application/json', ...headers }, quietMs: 30_000, signal });
  const text = await textOf(answer);
  if (answer.statusCode === 200) return JSON.parse(text) as unknown;
  const passes = (answer.statusCode ?? 0) >= 500 || answer.statusCode === 429;
  throw new Refused({ passes, after: 0, error: new StepError('login.no_id_token', `The CI’s token service answered ${answer.statusCode}`, 'Repeat the job; if it stays so, look at the permissions of the job.') });
}
