/** Credentials → caller. Cached for a moment by the hash of the key; the key itself is kept nowhere. */
import { type Caller, type Credentials, Failure } from '@patchbay/contracts';
import { type CachedCaller, createCallerCache } from './caller-cache.ts';
import { isKey, KEY_LENGTH } from './key-text.ts';
import { type KeyUses, MINUTE } from './key-use.ts';
import { type LoadPorts, loadCaller } from './load-caller.ts';
import type { Settling } from './settling.ts';

export interface AuthenticatePorts extends LoadPorts {
  readonly now: () => number;
  /** sha256, as hex. */
  readonly digest: (text: string) => string;
  readonly uses: KeyUses;
  readonly settling: Settling;
}

export interface AuthenticateOptions {
  /** How long a caller is served from memory, in milliseconds: how late a change by another hub is noticed. */
  readonly ttl: number;
  readonly size: number;
}

const SCHEME = 'Bearer ';
const BEARER = /^bearer +(\S+) *$/i;

export function createAuthenticate(ports: AuthenticatePorts, { ttl, size }: AuthenticateOptions): (credentials: Credentials) => Promise<Caller> {
  const { now, digest, uses, settling } = ports;
  const cache = createCallerCache(size);
  const loading = new Map<string, Promise<CachedCaller>>();

  return async function authenticate({ authorization, tenant }) {
    const at = now();
    const key = bearer(authorization);
    const hash = digest(key);
    const wanted = tenant === '' ? undefined : tenant;
    const entry = cached(hash, wanted, at) ?? (await load(key, hash, wanted));
    if (entry.expiresAt <= at) throw new Failure('credential.expired', `The API key ${entry.caller.principal} expired at ${new Date(entry.expiresAt).toISOString()}`);
    if (at >= entry.touchAt) touch(entry, at);
    return entry.caller;
  };

  function cached(hash: string, wanted: string | undefined, at: number): CachedCaller | undefined {
    const own = cache.get(hash, at);
    const entry = wanted === undefined || own?.caller.tenant === wanted ? own : cache.get(hash + wanted, at);
    return entry === undefined || isSettling(entry.caller) ? undefined : entry;
  }

  /** Many requests with one key share one look-up, but never one that began before a change. */
  function load(key: string, hash: string, wanted: string | undefined): Promise<CachedCaller> {
    if (!isKey(key)) throw new Failure('credential.invalid', 'The API key is not complete or has a typing error: expected pb_ and 49 letters and digits');
    const name = hash + (wanted ?? '');
    const begun = settling.quiet ? loading.get(name) : undefined;
    if (begun !== undefined) return begun;
    const promise = read(hash, wanted).finally(() => { if (loading.get(name) === promise) loading.delete(name); });
    loading.set(name, promise);
    return promise;
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

/** The key in the header. What is wrong is said without repeating what came. */
function bearer(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw new Failure('credential.missing', 'Expected an API key in the Authorization header, and there was none');
  if (authorization.length === SCHEME.length + KEY_LENGTH && authorization.startsWith(SCHEME)) return authorization.slice(SCHEME.length);
  const key = BEARER.exec(authorization)?.[1];
  if (key === undefined) throw new Failure('credential.invalid', 'Expected the Authorization header to be Bearer and an API key');
  return key;
}
