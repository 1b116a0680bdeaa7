/** Who may come in, what they may do, how often, and what is written down about it. */
import { type Behaviour, type Caller, type Collection, type Credentials, hubResources, type IssuedToken, type NewId, type Operation, type Quota, type TenantId } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { apiKeyBehaviour } from './api-key.ts';
import { type Audit, createAudit } from './audit.ts';
import { createAuthenticate } from './authenticate.ts';
import { ACCESS_TOKEN, collections, TOKEN_USE } from './collections.ts';
import { bootstrap, type IssuedKey, issueKey, type KeyWish } from './issue-key.ts';
import type { Brought } from './grant.ts';
import type { Random } from './key-text.ts';
import { endKey } from './end-key.ts';
import { createKeyUses } from './key-use.ts';
import { loadPrincipal } from './load-caller.ts';
import { createLimit, type LimitOptions } from './limit.ts';
import { accessOperations } from './operations.ts';
import { roleBindingBehaviour } from './role-binding.ts';
import { createSettling } from './settling.ts';
import { tenantBehaviour } from './tenant.ts';
import { trustPolicyBehaviour } from './trust/behaviour.ts';
import { createExchange, type ExchangePorts } from './trust/exchange.ts';
import { createIssuerKeys, type LoadJson } from './trust/issuer-keys.ts';
import { createTenantLookup, type TenantLookup } from './tenant-lookup.ts';

export interface AccessPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly random: Random;
  /** sha256, as hex. */
  readonly digest: (text: string) => string;
  /** Reads a small public document of somebody else: the keys of an issuer. */
  readonly load: LoadJson;
  /** An event with its deliveries, as part of somebody's unit. */
  readonly tell: ExchangePorts['tell'];
  readonly brought: Brought;
}

export interface AccessOptions {
  readonly limits: LimitOptions;
  /** Milliseconds that a caller is served from memory: how late a change by another hub is noticed. */
  readonly callerTtl?: number;
  readonly cachedCallers?: number;
}

export interface Access {
  readonly collections: readonly Collection[];
  readonly behaviours: Readonly<Record<'api_key' | 'tenant' | 'role_binding' | 'trust_policy', Behaviour>>;
  readonly operations: readonly Operation[];
  readonly audit: Audit;
  authenticate(credentials: Credentials): Promise<Caller>;
  /** Somebody as they are now, without their key: for what acts for them later. */
  principalOf(tenant: string, principal: string): Promise<Caller | undefined>;
  /** Counts the call, or throws `rate.limited`. */
  limit(caller: Caller): Quota;
  /** On an empty store makes the root tenant and the first key, once, however many hubs start. */
  bootstrap(): Promise<{ readonly tenant: TenantId; readonly key?: string }>;
  issueKey(tenant: string, wish: KeyWish): Promise<IssuedKey>;
  /** The document of a tenant, wherever it is kept. */
  readonly tenantOf: TenantLookup;
  /** Keyless login: a token of a CI system for one of this hub. */
  exchangeToken(form: Readonly<Record<string, string>>, requestId: string): Promise<IssuedToken>;
  /** Who gives the tokens that a trust policy takes. */
  trustedIssuer(policy: string): Promise<string | undefined>;
  /** Removes tokens that ran out; called now and then. */
  prune(): Promise<void>;
  /** Writes down when keys were used last. */
  flush(): Promise<void>;
}

/** Longer than a commit takes. */
const COMMIT = 1000;
const PRUNE_AT_ONCE = 1000;

export function createAccess(ports: AccessPorts, { limits, callerTtl = 2000, cachedCallers = 10_000 }: AccessOptions): Access {
  const { store, newId, now, brought } = ports;
  const uses = createKeyUses(store, now);
  const settling = createSettling(now, callerTtl + COMMIT);
  const audit = createAudit(ports);
  const tenantOf = createTenantLookup(store);
  const trust = createExchange({ ...ports, audit, uses, keys: createIssuerKeys(ports) });
  return Object.freeze({
    collections,
    behaviours: Object.freeze({
      api_key: apiKeyBehaviour({ ...ports, uses, settling }),
      tenant: tenantBehaviour({ store, newId, settling, content }),
      role_binding: roleBindingBehaviour({ settling, brought }),
      trust_policy: trustPolicyBehaviour({ store, uses, settling, brought }),
    }),
    operations: [...accessOperations(audit), endKey({ store, settling })],
    audit,
    authenticate: createAuthenticate({ ...ports, tenantOf, uses, settling, admit: trust.admit }, { ttl: callerTtl, size: cachedCallers }),
    principalOf: (tenant: string, principal: string) => loadPrincipal(principal, tenant, { store, tenantOf, now }),
    limit: createLimit(now, limits),
    bootstrap: () => bootstrap({ ...ports, audit, tenantOf }),
    issueKey: (tenant: string, wish: KeyWish) => issueKey(tenant, wish, { ...ports, audit, tenantOf }),
    tenantOf,
    exchangeToken: trust.exchange,
    trustedIssuer: trust.issuerOf,
    async prune() {
      for (const name of [ACCESS_TOKEN, TOKEN_USE]) while ((await store.prune(name, 'expires_at', now(), PRUNE_AT_ONCE)) === PRUNE_AT_ONCE);
    },
    flush: () => uses.flush(),
  });
}

/** What a tenant can hold; a tenant that holds any of it is not deleted. */
const content: readonly string[] = hubResources.filter((each) => each.kind === 'resource' && each.state === 'live').map((each) => each.name);
