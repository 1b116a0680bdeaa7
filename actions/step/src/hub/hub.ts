/** The hub, as a step talks to it: logs in when it must, repeats what may be repeated, and gives up with a reason. */
import type { IncomingMessage } from 'node:http';
import { StepError } from '../step-error.ts';
import type { Credential } from './login.ts';
import { type Refusal, Refused, refusedBy } from './refusal.ts';
import { open, textOf } from './request.ts';
import { wait } from './wait.ts';

export interface HubPorts {
  readonly url: string;
  readonly logIn: (signal?: AbortSignal) => Promise<Credential>;
  readonly retries: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly say: (text: string) => void;
}

export interface Sending {
  readonly body?: unknown;
  /** Under the same key the hub does the same thing once. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly quietMs?: number;
  /** Tries over again; of the hub as a whole when absent. Infinity: who waits asks on. */
  readonly retries?: number;
  /** After this it is not tried again. */
  readonly until?: number;
}

export type Patience = Pick<Sending, 'retries' | 'until'>;

export interface Hub {
  readonly url: string;
  send(method: 'GET' | 'POST', path: string, sending?: Sending, signal?: AbortSignal): Promise<unknown>;
  /** One try; the caller reads the stream. */
  stream(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage>;
  /** The credential of now. */
  token(patience?: Patience, signal?: AbortSignal): Promise<string>;
  /** Does once more what passes, as `send` does. */
  patiently<T>(once: () => Promise<T>, patience?: Patience, signal?: AbortSignal): Promise<T>;
  /** Why it does not answer, while it does not. */
  silence(): string | undefined;
}

const QUIET_MS = 30_000;
const MOST_DELAY_MS = 8_000;
/** A hub that asks for more gets its refusal handed on. */
const MOST_AFTER_MS = 60_000;
/** Between two words about a hub that does not answer: some CIs end a job that says nothing. */
const SAY_MS = 60_000;

export function createHub({ url, logIn, retries: most, now, random, say }: HubPorts): Hub {
  let credential: Promise<Credential> | undefined;
  let away: { readonly since: number; said: number | undefined; why: string } | undefined;

  async function token(signal?: AbortSignal): Promise<string> {
    if (credential !== undefined && (await credential).until <= now()) credential = undefined;
    credential ??= logIn(signal);
    return (await credential.catch((error: unknown) => { credential = undefined; throw error; })).value;
  }

  async function attempt(method: 'GET' | 'POST', path: string, { body, key, headers, quietMs = QUIET_MS }: Sending, signal: AbortSignal | undefined): Promise<unknown> {
    const answer = await open({
      method, url: url + path, quietMs, signal, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { authorization: `Bearer ${await token(signal)}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
    });
    const text = await textOf(answer);
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return text === '' ? undefined : JSON.parse(text);
    throw refusedBy(answer, text);
  }

  async function patiently<T>(once: () => Promise<T>, { retries = most, until = Infinity }: Patience = {}, signal?: AbortSignal): Promise<T> {
    for (let failed = 1; ; failed++) {
      try {
        const answer = await once();
        answers();
        return answer;
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const { passes, after, error: reason } = judge(error);
        if (!passes) throw reason;
        const left = until - now();
        if (failed > retries || left <= 0 || (after > MOST_AFTER_MS && retries !== Infinity)) throw failed > 1 ? new StepError(reason.code, `${reason.message} (tried ${failed} times)`, reason.fix, reason.details) : reason;
        missed(reason.message, failed);
        const ms = after + random() * Math.min(MOST_DELAY_MS, 250 * 2 ** failed);
        await wait(Math.min(ms, left), signal);
      }
    }
  }

  function missed(why: string, failed: number): void {
    away = { since: now(), said: undefined, ...away, why };
    if (away.said === undefined ? failed < 2 : now() - away.said < SAY_MS) return;
    say(away.said === undefined ? `The hub does not answer yet: ${why}. Trying again.` : `The hub has not answered for ${Math.round((now() - away.since) / 1000)} s: ${why}. Still trying.`);
    away.said = now();
  }

  function answers(): void {
    if (away?.said !== undefined) say('The hub answers again.');
    away = undefined;
  }

  return {
    url, patiently,
    silence: () => away?.why,
    token: (patience, signal) => patiently(() => token(signal), patience, signal),
    send: (method, path, sending = {}, signal) => patiently(() => attempt(method, path, sending, signal), sending, signal),
    async stream(path, headers, signal) {
      const answer = await open({ method: 'GET', url: url + path, headers: { authorization: `Bearer ${await token(signal)}`, accept: 'text/event-stream', ...headers }, quietMs: QUIET_MS * 2, signal });
      if (answer.statusCode === 200) {
        answers();
        return answer;
      }
      throw refusedBy(answer, await textOf(answer));
    },
  };
}

/** What an error of one try means for the next one. */
export function judge(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof StepError) return { error, passes: error.code === 'hub.unreachable', after: 0 };
  return { error: new StepError('step.failed', error instanceof Error ? error.message : String(error), ''), passes: false, after: 0 };
}
