/** Tokens of OAuth client credentials (RFC 6749, 4.4): fetched when the first delivery needs one, kept until shortly before they run out. */
import { Failure } from '@patchbay/contracts';
import type { EgressPolicy } from '@patchbay/egress';

/** What of `egress` is needed to ask for a token. */
export type AskForToken = (request: {
  readonly method: 'POST'; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string;
  readonly deadlineMs: number; readonly maxBytes: number; readonly policy?: EgressPolicy;
}, signal: AbortSignal) => Promise<{ readonly status: number; readonly body: Uint8Array }>;

export interface TokenClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
  readonly audience: string | undefined;
  readonly policy: EgressPolicy | undefined;
}

/** `instead`: the one that was refused, so that no two fetch a new one for the same refusal. Another one comes back only if that is worth a try. */
export type GetToken = (options: { readonly deadlineMs: number; readonly instead?: string }, signal: AbortSignal) => Promise<string>;

interface Kept {
  readonly version: number;
  readonly token: string;
  readonly at: number;
  readonly until: number;
}

export interface AccessTokens {
  /** For one version of an endpoint. */
  of(endpoint: { readonly id: string; readonly version: number }, client: TokenClient): GetToken;
  forget(id: string): void;
}

const SPARE_MS = 30_000;
const UNSAID_MS = 300_000;
/** Who refuses a token as young as this refuses the next one too. */
const YOUNG_MS = 1_000;
const LONGEST_MS = 86_400_000;
const MOST_BYTES = 65_536;

export function createAccessTokens({ send, now }: { readonly send: AskForToken; readonly now: () => number }): AccessTokens {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Kept>>();

  function of({ id, version }: { readonly id: string; readonly version: number }, client: TokenClient): GetToken {
    return async ({ deadlineMs, instead }, signal) => {
      const known = kept.get(id);
      if (known !== undefined && known.version === version && known.until > now() && (known.token !== instead || now() - known.at < YOUNG_MS)) return known.token;
      const key = `${id} ${version}`;
      const pending = asking.get(key) ?? fetchToken(client, deadlineMs, signal).then(({ token, lastsMs }) => keep(id, { version, token, at: now(), until: now() + lastsMs })).finally(() => asking.delete(key));
      asking.set(key, pending);
      return (await pending).token;
    };
  }

  function keep(id: string, token: Kept): Kept {
    kept.set(id, token);
    return token;
  }

  async function fetchToken(client: TokenClient, deadlineMs: number, signal: AbortSignal): Promise<{ token: string; lastsMs: number }> {
    const reply = await send({
      method: 'POST', url: client.tokenUrl, body: formOf(client), deadlineMs, maxBytes: MOST_BYTES, ...(client.policy === undefined ? {} : { policy: client.policy }),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', 'user-agent': 'Patchbay', authorization: `Basic ${Buffer.from(`${encoded(client.clientId)}:${encoded(client.clientSecret)}`).toString('base64')}` },
    }, signal).catch((error: unknown) => { throw unreachable(error); });
    if (reply.status !== 200) throw refused(`the token endpoint answered ${reply.status}`);
    return tokenIn(reply.body);
  }

  return { of, forget: (id) => { kept.delete(id); } };
}

function formOf({ scopes, audience }: TokenClient): string {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scopes.length > 0) form.set('scope', scopes.join(' '));
  if (audience !== undefined) form.set('audience', audience);
  return form.toString();
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
const encoded = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);

function tokenIn(body: Uint8Array): { token: string; lastsMs: number } {
  const answer = parse(body);
  const { access_token: token, token_type: type, expires_in: seconds } = answer;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(token)) throw refused('the token endpoint answered without an access_token');
  if (typeof type === 'string' && type.toLowerCase() !== 'bearer') throw refused('the token endpoint answered a token that is no bearer token');
  const lasts = Number(seconds) * 1000;
  return { token, lastsMs: Number.isFinite(lasts) && lasts > 0 ? Math.min(Math.max(lasts - SPARE_MS, lasts / 2), LONGEST_MS) : UNSAID_MS };
}

/** Nothing of the body is told: it may hold the token. */
function parse(body: Uint8Array): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    return typeof answer === 'object' && answer !== null ? { ...answer } : {};
  } catch {
    throw refused('the token endpoint answered what is not JSON');
  }
}

/** By a token endpoint as by a receiver: it is theirs to set right. */
const refused = (why: string): Failure => new Failure('upstream.failed', `No token for the delivery: ${why}`, { reason: 'token', retryable: true });

/** The guard's refusals stay what they are. */
function unreachable(error: unknown): unknown {
  if (!(error instanceof Failure) || error.details['reason'] === 'egress.denied' || error.details['reason'] === 'invalid') return error;
  return new Failure('upstream.failed', `No token for the delivery: ${error.message}`, { ...error.details, reason: 'token' });
}
