/** Credentials → caller. Cached for a moment by the hash of the key; the key itself is kept nowhere. */
import { type Caller, type Credentials, Failure } from '@patchbay/contracts';
import { type CachedCaller, createCallerCache } from './caller-cache.ts';
import { isKey, KEY_LENGTH } from './key-text.ts';
import { type KeyUses, MINUTE } from './key-use.ts';
import { type LoadPorts, loadCaller } from './load-caller.ts';
import type { Settling } from './settling.ts';
import type { Exchange } from './trust/exchange.ts';

export interface AuthenticatePorts extends LoadPorts {
  readonly now: () => number;
  /** sha256, as hex. */
  readonly digest: (text: string) => string;
  readonly uses: KeyUses;
  readonly settling: Settling;
  /** Lets a token of somebody else's in, or refuses it. */
  readonly admit: Exchange['admit'];
}

export interface AuthenticateOptions {
  /** How long a caller is served from memory, in milliseconds: how late a change by another hub is noticed. */
  readonly ttl: number;
  readonly size: number;
}

/** Where a token of somebody else's is shown. */
interface Shown { readonly policy: string; readonly audience: string }

const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const SCHEME = 'Bearer ';
const BEARER = /^bearer +(\S+) *$/i;

export function createAuthenticate(ports: AuthenticatePorts, { ttl, size }: AuthenticateOptions): (credentials: Credentials) => Promise<Caller> {
  const { now, digest, uses, settling, admit } = ports;
  const cache = createCallerCache(size);
  const loading = new Map<string, Promise<CachedCaller>>();

  return async function authenticate({ authorization, tenant, audience, trust }) {
    const at = now();
    const key = bearer(authorization);
    const hash = digest(key);
    const wanted = tenant === '' ? undefined : tenant;
    const entry = cached(hash, wanted, at) ?? (await load(key, hash, wanted, trust === undefined || audience === undefined ? undefined : { policy: trust, audience }));
    if (entry.expiresAt <= at) throw new Failure('credential.expired', `The API key ${entry.caller.principal} expired at ${new Date(entry.expiresAt).toISOString()}`);
    if (entry.resource !== undefined) refuseForeign(entry.resource, audience);
    if (trust !== undefined && entry.trust === undefined && entry.resource === undefined) throw new Failure('credential.audience', 'This is a key of the hub, and the address names a trust policy: tokens of its issuer count there, and a key at /mcp', { issued_for: 'hub', asked_at: audience ?? 'api' });
    if (entry.trust !== undefined && entry.trust !== trust) throw new Failure('credential.audience', 'This token counts at the address of the trust policy that let it in, and nowhere else', { issued_for: entry.trust, asked_at: audience ?? 'api' });
    if (at >= entry.touchAt) touch(entry, at);
    return entry.caller;
  };

  function cached(hash: string, wanted: string | undefined, at: number): CachedCaller | undefined {
    const own = cache.get(hash, at);
    const entry = wanted === undefined || own?.caller.tenant === wanted ? own : cache.get(hash + wanted, at);
    return entry === undefined || isSettling(entry.caller) ? undefined : entry;
  }

  /** Many requests with one key share one look-up, but never one that began before a change. */
  function load(key: string, hash: string, wanted: string | undefined, shown: Shown | undefined): Promise<CachedCaller> {
    const foreign = shown !== undefined && JWT.test(key);
    if (!isKey(key) && !foreign) throw new Failure('credential.invalid', 'The API key is not complete or has a typing error: expected pb_ and 49 letters and digits');
    const name = hash + (wanted ?? '');
    const begun = settling.quiet ? loading.get(name) : undefined;
    if (begun !== undefined) return begun;
    const promise = (foreign ? admitted(key, hash, wanted, shown) : read(hash, wanted)).finally(() => { if (loading.get(name) === promise) loading.delete(name); });
    loading.set(name, promise);
    return promise;
  }

  /** The first time it is verified; then it is known, on every hub. */
  async function admitted(token: string, hash: string, wanted: string | undefined, shown: Shown): Promise<CachedCaller> {
    const known = await loadCaller(hash, wanted, ports);
    if (known.kind === 'unknown') await admit(token, shown).catch((error: unknown) => { throw error instanceof Failure && error.code.startsWith('token.') ? new Failure('credential.invalid', error.message, error.details) : error; });
    return read(hash, wanted);
  }

  async function read(hash: string, wanted: string | undefined): Promise<CachedCaller> {
    const at = now();
    const loaded = await loadCaller(hash, wanted, ports);
    switch (loaded.kind) {
      case 'unknown': throw new Failure('credential.invalid', 'No API key of this hub is like the one that came, or it is switched off');
      case 'stranger': throw new Failure('tenant.not_found', 'There is no tenant of the id in X-Tenant-Id that this principal belongs to');
      case 'known': {
        const entry = { ...loaded, until: at + ttl, touchAt: 0 };
        if (!isSettling(entry.caller)) cache.put(loaded.home === entry.caller.tenant ? hash : hash + entry.caller.tenant, entry);
        return entry;
      }
      default: return loaded satisfies never;
    }
  }

  function isSettling({ principal, tenant }: Caller): boolean {
    return !settling.quiet && (settling.has(principal) || settling.has(tenant));
  }

  function touch(entry: CachedCaller, at: number): void {
    entry.touchAt = (Math.floor(at / MINUTE) + 1) * MINUTE;
    uses.touch(entry.home, entry.caller.principal, at);
  }
}

/** A token counts at the resource that it was asked for, and below it; one that was asked for none, at the API. */
function refuseForeign(resource: string | null, audience: string | undefined): void {
  if (resource === null ? audience === undefined : audience === resource || audience?.startsWith(`${resource}/`) === true) return;
  throw new Failure('credential.audience', `This token was issued for ${resource ?? 'the API of this hub'}, and not for ${audience ?? 'its API'}`, { issued_for: resource ?? 'api', asked_at: audience ?? 'api' });
}

/** The key in the header. What is wrong is said without repeating what came. */
function bearer(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw new Failure('credential.missing', 'Expected an API key in the Authorization header, and there was none');
  if (authorization.length === SCHEME.length + KEY_LENGTH && authorization.startsWith(SCHEME)) return authorization.slice(SCHEME.length);
  const key = BEARER.exec(authorization)?.[1];
  if (key === undefined) throw new Failure('credential.invalid', 'Expected the Authorization header to be Bearer and an API key');
  return key;
}
