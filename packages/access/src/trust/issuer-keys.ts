/** The public keys of issuers that a policy names: found by discovery, kept for a while, fetched anew when a token has a key that nobody knows. */
import { Failure } from '@patchbay/contracts';
import type { VerificationKey } from '@patchbay/vault';
import { z } from 'zod';
import type { PolicyBody } from './policy.ts';
import { isSafe } from './providers.ts';

export interface LoadJson {
  /** Throws what kept it from an answer. Redirects are answers. */
  (url: string, signal: AbortSignal): Promise<{ readonly status: number; readonly text: string }>;
}

export interface IssuerKeys {
  keysOf(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[]>;
  /** A token has a key that is none of them; undefined, when they were fetched just now. */
  newerKeysOf(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[] | undefined>;
}

interface Kept { readonly keys: readonly VerificationKey[]; readonly at: number }

const FRESH_MS = 600_000;
/** Keys that can't be fetched anew are still the issuer's, for a while. */
const STALE_MS = 86_400_000;
/** Whoever sends tokens with made-up keys does not make the hub ask more often. */
const COOLDOWN_MS = 10_000;
const MOST = 500;
const MOST_KEYS = 100;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string().max(2048) });
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional(), alg: z.string().optional(), use: z.string().optional() })).max(MOST_KEYS) });

export function createIssuerKeys({ load, now }: { readonly load: LoadJson; readonly now: () => number }): IssuerKeys {
  const kept = new Map<string, Kept>();
  const tried = new Map<string, number>();
  const fetching = new Map<string, Promise<readonly VerificationKey[]>>();
  const nameOf = ({ issuer, jwks_url = '' }: PolicyBody): string => `${issuer} ${jwks_url}`;

  async function keysOf(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[]> {
    if (policy.jwks.length > 0) return policy.jwks;
    const known = kept.get(nameOf(policy));
    if (known !== undefined && now() - known.at < FRESH_MS) return known.keys;
    if (known !== undefined && now() - known.at < STALE_MS && justTried(policy)) return known.keys; // in vain, or somebody waits for it: not every job has to
    return fetchOnce(policy, signal).catch((error: unknown) => {
      if (known !== undefined && now() - known.at < STALE_MS) return known.keys;
      throw error;
    });
  }

  async function newerKeysOf(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[] | undefined> {
    if (policy.jwks.length > 0 || justTried(policy)) return undefined;
    return fetchOnce(policy, signal);
  }

  const justTried = (policy: PolicyBody): boolean => now() - (tried.get(nameOf(policy)) ?? -Infinity) < COOLDOWN_MS;

  /** Many logins at once share one look. */
  function fetchOnce(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[]> {
    const name = nameOf(policy);
    const begun = fetching.get(name);
    if (begun !== undefined) return begun;
    if (tried.size >= MOST) { tried.clear(); kept.clear(); }
    tried.set(name, now());
    const promise = fetchKeys(policy, signal).then((keys) => { kept.set(name, { keys, at: now() }); return keys; }).finally(() => fetching.delete(name));
    fetching.set(name, promise);
    return promise;
  }

  async function fetchKeys(policy: PolicyBody, signal: AbortSignal): Promise<readonly VerificationKey[]> {
    return (await read(policy.jwks_url ?? (await discover(policy.issuer, signal)), Keys, signal)).keys as readonly VerificationKey[];
  }

  /** Only of an issuer that a policy names; what it says must be about itself. */
  async function discover(issuer: string, signal: AbortSignal): Promise<string> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const found = await read(url, Discovery, signal);
    if (found.issuer !== issuer) throw unavailable(`${url} is about another issuer`);
    if (!isSafe(found.jwks_uri)) throw unavailable(`${url} names keys at a place that is not https`);
    return found.jwks_uri;
  }

  async function read<S extends z.ZodType>(url: string, schema: S, signal: AbortSignal): Promise<z.output<S>> {
    const { status, text } = await load(url, signal).catch((error: unknown) => { throw unavailable(`${url} can’t be reached`, error); });
    if (status !== 200) throw unavailable(`${url} answered ${status}`);
    const parsed = schema.safeParse(jsonOf(text));
    if (!parsed.success) throw unavailable(`${url} answered something else than it should`);
    return parsed.data;
  }

  return Object.freeze({ keysOf, newerKeysOf });
}

const unavailable = (message: string, cause?: unknown): Failure => new Failure('token.keys_unavailable', `The keys of the issuer could not be had: ${message}`, { retry_after: 5 }, { cause });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
