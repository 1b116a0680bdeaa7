/** Tokens that a slot has to fetch first: OAuth 2.0 and exchanges. Fetched once for all who wait, kept until shortly before they run out. */
import { at, type AuthSlot, type JsonObject, PluginError } from '@patchbay/sdk';
import type { Op } from '@patchbay/contracts';
import { Secret, signJwt } from '@patchbay/vault';
import type { Live } from '../live.ts';
import { fill, type Values } from '../template.ts';
import { encoded, outgoing, type Outgoing } from './outgoing.ts';
import { type Granted, type Kept, type RenewPorts, renewed, tokenCollection } from './renewed.ts';

type OAuth2 = Extract<AuthSlot, { kind: 'oauth2' }>;
type Exchange = Extract<AuthSlot, { kind: 'exchange' }>;
type Jwt = NonNullable<Exchange['jwt']>;

export interface TokenPorts extends RenewPorts {
  /** Sends a request of the host's own for a plugin: origins are checked as for any other. */
  readonly send: (live: Live, request: Outgoing, secrets: readonly string[], signal: AbortSignal) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }>;
}

export interface Tokens {
  get(live: Live, slot: (OAuth2 | Exchange) & { readonly name: string }, values: Values, signal: AbortSignal): Promise<string>;
  /** It was refused: fetch another one. */
  forget(live: Live, slot: string, token: string): void;
  clear(live: Pick<Live, 'tenant' | 'id'>): Promise<Op[]>;
}

const SPARE_MS = 60_000;
const UNSAID_MS = 300_000;
const MOST = 10_000;
/** It is fetched for all who wait, and so by nobody's patience but this: long enough to wait for another hub that fetches it, too. */
const LONGEST_MS = 20_000;

export function createTokens(ports: TokenPorts): Tokens {
  const { now } = ports;
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<Kept>>();
  const turns = new Map<string, Promise<unknown>>();
  const refused = new Map<string, string>();
  const keyOf = ({ id, revision }: Live, slot: string): string => `${id} ${revision} ${slot}`;

  async function get(live: Live, slot: (OAuth2 | Exchange) & { readonly name: string }, values: Values, signal: AbortSignal): Promise<string> {
    const key = keyOf(live, slot.name);
    const known = kept.get(key);
    if (known !== undefined && known.until > now()) return known.token;
    const pending = asking.get(key) ?? inTurn(`${live.id} ${slot.name}`, () => fetchToken(live, slot, values, ports, refused.get(key), AbortSignal.timeout(LONGEST_MS))).then((token) => remember(key, token)).finally(() => asking.delete(key));
    asking.set(key, pending);
    return (await unlessGivenUp(pending, signal)).token;
  }

  /** A refresh token counts once, also for two versions of an installation that meet: who comes second takes the successor. */
  function inTurn(key: string, work: () => Promise<Kept>): Promise<Kept> {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    const left = (): void => { if (turns.get(key) === turn) turns.delete(key); };
    turn.then(left, left);
    return turn;
  }

  function remember(key: string, token: Kept): Kept {
    kept.set(key, token);
    if (kept.size > MOST) kept.delete(kept.keys().next().value!);
    return token;
  }

  return Object.freeze({
    get,
    forget(live: Live, slot: string, token: string) {
      const key = keyOf(live, slot);
      if (kept.get(key)?.token === token) kept.delete(key);
      refused.set(key, token);
      if (refused.size > MOST) refused.delete(refused.keys().next().value!);
    },
    async clear({ tenant, id }: Pick<Live, 'tenant' | 'id'>) {
      for (const key of kept.keys()) if (key.startsWith(`${id} `)) kept.delete(key);
      const rows = await ports.store.list(tokenCollection.name, { tenant, where: { installation: id }, limit: 100 });
      return rows.map((row): Op => ({ op: 'delete', in: tokenCollection.name, tenant, id: row.id }));
    },
  });
}

/** Who gives up leaves the others waiting. */
function unlessGivenUp<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

function fetchToken(live: Live, slot: (OAuth2 | Exchange) & { readonly name: string }, values: Values, ports: TokenPorts, refused: string | undefined, signal: AbortSignal): Promise<Kept> {
  return slot.kind === 'exchange' ? exchange(live, slot, values, ports, signal) : oauth2(live, slot, values, ports, refused, signal);
}

async function oauth2(live: Live, slot: OAuth2 & { readonly name: string }, values: Values, ports: TokenPorts, refused: string | undefined, signal: AbortSignal): Promise<Kept> {
  if (slot.grant !== 'refresh_token') return (await grant(live, slot, values, undefined, ports, signal)).kept;
  const given = fill(`{{secret.${slot.refresh_token}}}`, values);
  return renewed({ live, id: `${live.id}/${slot.name}`, given, refused }, (refresh) => grant(live, slot, values, refresh, ports, signal), ports, signal);
}

async function grant(live: Live, slot: OAuth2, values: Values, refresh: string | undefined, { send, now }: TokenPorts, signal: AbortSignal): Promise<Granted> {
  const used = new Set<string>();
  if (slot.refresh_token !== undefined) fill(`{{secret.${slot.refresh_token}}}`, values, used);
  const reply = await send(live, tokenRequest(slot, values, refresh, used), [...used], signal);
  const answer = jsonOf(reply.body);
  const token = answer['access_token'];
  if (reply.status !== 200 || typeof token !== 'string' || token === '') throw refusal(reply.status, answer);
  const lasts = Number(answer['expires_in']) * 1000;
  const next = answer['refresh_token'];
  return { kept: { token, until: now() + (Number.isFinite(lasts) && lasts > 0 ? Math.max(lasts - SPARE_MS, lasts / 2) : UNSAID_MS) }, next: typeof next === 'string' && next !== '' ? next : refresh };
}

function tokenRequest(slot: OAuth2, values: Values, refresh: string | undefined, used: Set<string>): Outgoing {
  const client = fill(slot.client_id, values, used);
  const secret = slot.client_secret === undefined ? undefined : fill(slot.client_secret, values, used);
  const basic = slot.client_auth === 'basic' && secret !== undefined;
  const form = {
    grant_type: slot.grant, ...(refresh === undefined ? {} : { refresh_token: refresh }), ...(slot.scopes === undefined ? {} : { scope: slot.scopes.join(' ') }),
    ...(basic ? {} : { client_id: client, ...(secret === undefined ? {} : { client_secret: secret }) }),
    ...Object.fromEntries(Object.entries(slot.parameters ?? {}).map(([name, template]) => [name, fill(template, values, used)])),
  };
  const headers = { accept: 'application/json', ...(basic ? { authorization: `Basic ${Buffer.from(`${formEncoded(client)}:${formEncoded(secret)}`).toString('base64')}` } : {}) };
  return encoded(outgoing({ method: 'POST', url: '', form, headers }, new URL(fill(slot.token_url, values, used)), {}, () => ''));
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
const formEncoded = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);

async function exchange(live: Live, slot: Exchange, values: Values, ports: TokenPorts, signal: AbortSignal): Promise<Kept> {
  const used = new Set<string>();
  const jwt = slot.jwt === undefined ? undefined : jwtOf(slot.jwt, values, ports.now(), used);
  const all = jwt === undefined ? values : { ...values, jwt };
  const filled = <T>(value: T): T => (typeof value === 'string' ? (fill(value, all, used) as T) : Array.isArray(value) ? (value.map(filled) as T) : typeof value === 'object' && value !== null ? (Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each as unknown)])) as T) : value);
  const { method, url, headers = {}, json, form } = slot.request;
  const request = encoded(outgoing({ method, url: '', headers: filled(headers), ...(json === undefined ? {} : { json: filled(json) }), ...(form === undefined ? {} : { form: filled(form) }) }, new URL(fill(url, all, used)), { accept: 'application/json' }, () => ''));
  const reply = await ports.send(live, request, [...used], signal);
  const answer = jsonOf(reply.body);
  const token = slot.token.startsWith('header:') ? reply.headers[slot.token.slice(7).toLowerCase()] : at(answer, slot.token);
  if (reply.status < 200 || reply.status >= 300 || typeof token !== 'string' || token === '') throw refusal(reply.status, answer);
  return { token, until: until(slot, answer, ports.now()) };
}

function until({ expires_at, expires_in, ttl }: Exchange, answer: JsonObject, now: number): number {
  const instant = expires_at === undefined ? Number.NaN : Date.parse(String(at(answer, expires_at)));
  const seconds = expires_in === undefined ? (ttl ?? UNSAID_MS / 1000) : Number(at(answer, expires_in));
  const ends = Number.isFinite(instant) ? instant : now + (Number.isFinite(seconds) ? seconds : UNSAID_MS / 1000) * 1000;
  return Math.max(ends - SPARE_MS, now + (ends - now) / 2);
}

export function jwtOf(jwt: Jwt, values: Values, now: number, used: Set<string>): string {
  const issued = Math.floor(now / 1000) - (jwt.backdate ?? 0);
  const claims = { ...Object.fromEntries(Object.entries(jwt.claims).map(([name, template]) => [name, fill(template, values, used)])), iat: issued, exp: Math.floor(now / 1000) + jwt.ttl };
  const key = fill(`{{secret.${jwt.key}}}`, values, used);
  try {
    return signJwt({ algorithm: jwt.algorithm, key: new Secret(key), claims, ...(jwt.key_id === undefined ? {} : { keyId: fill(jwt.key_id, values, used) }) });
  } catch (error) {
    throw new PluginError('auth', `No token can be signed with the secret ${jwt.key}: ${error instanceof TypeError ? error.message : 'it is not a key'}`, { secret: jwt.key });
  }
}

/** Only the word of the error is told: the rest may hold the secret. */
function refusal(status: number, answer: JsonObject): PluginError {
  const word = typeof answer['error'] === 'string' && /^[a-z_]{1,60}$/.test(answer['error']) ? ` (${answer['error']})` : '';
  return status >= 500 || status === 429 ? new PluginError(status === 429 ? 'rate_limited' : 'unavailable', `The token server answered ${status}`) : new PluginError('auth', `The token server answered ${status}${word} and no token`, { status });
}

function jsonOf(body: Uint8Array): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
