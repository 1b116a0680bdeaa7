/** Reads who is behind a key from the store, for the key's own tenant or for another one that it is a member of. */
import { type Caller, type Document, isId, type Row, type Scope, scopeSet, type TenantId, trustPolicyResource } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { ACCESS_TOKEN, type AccessToken, API_KEY, API_KEY_HASH, type ApiKey, type KeyHash, ROLE_BINDING, type RoleBinding, type Tenant } from './collections.ts';
import { scopesOf, SIGNED_IN } from './roles.ts';
import type { TenantLookup } from './tenant-lookup.ts';

export interface LoadPorts {
  readonly store: Store;
  readonly tenantOf: TenantLookup;
}

export interface KnownCaller {
  readonly kind: 'known';
  readonly caller: Caller;
  /** The tenant that the key belongs to. */
  readonly home: string;
  readonly expiresAt: number;
  /** Of a token: what it is for, null for the API. A key is for the whole hub. */
  readonly resource?: string | null;
  /** Of a token of somebody else's: the policy that let it in, at whose address alone it counts. */
  readonly trust?: string;
}

/** unknown: no such key, or switched off, or its tenant is gone · stranger: not a member of the tenant that it asks for */
export type Loaded = KnownCaller | { readonly kind: 'unknown' } | { readonly kind: 'stranger' };

/** Of one subject: there are five roles and two kinds of subject. */
const MOST_BINDINGS = 10;

/** The key's own scopes count at home only; abroad a role binding must name the principal. */
export async function loadCaller(hash: string, wanted: string | undefined, ports: LoadPorts): Promise<Loaded> {
  const found = typed<KeyHash>(await ports.store.find(API_KEY_HASH, undefined, { hash }));
  return found === undefined ? loadToken(hash, wanted, ports) : load(found, wanted, ports);
}

/** A job of a CI system, in the tenant of its policy and nowhere else. */
async function loadToken(hash: string, wanted: string | undefined, ports: LoadPorts): Promise<Loaded> {
  const token = await ports.store.find(ACCESS_TOKEN, undefined, { hash });
  if (token === undefined) return { kind: 'unknown' };
  return wanted !== undefined && wanted !== token.tenant ? { kind: 'stranger' } : knownByToken(token, ports);
}

async function knownByToken({ tenant: home, id, body }: Row, { store, tenantOf }: LoadPorts): Promise<Loaded> {
  const { policy, name, scopes, party, issuers, principal, resource = null, expires_at } = body as unknown as AccessToken; // written by the exchange and nothing else
  const [trusted, tenant] = await Promise.all([store.get(trustPolicyResource.name, home, policy), tenantOf(home)]);
  if (trusted?.body['enabled'] !== true || tenant === undefined) return { kind: 'unknown' };
  const given = scopeSet(trusted.body['scopes'] as readonly Scope[]); // what the policy gives now
  const still = scopes.filter((scope) => given.list.includes(scope) || (!scope.includes('*') && given.has(scope)));
  const caller: Caller = Object.freeze({ tenant: tenant.id as TenantId, principal: principal ?? id, ...(party === undefined ? {} : { party }), name, scopes: scopeSet([...SIGNED_IN, ...still]), issuers, ...(tenant.body.rate_limit === undefined ? {} : { tenantRateLimit: tenant.body.rate_limit }) });
  return { kind: 'known', caller, home, expiresAt: expires_at, resource, ...(principal === undefined ? {} : { trust: policy }) };
}

/** Who somebody is now, without their key: for what acts for them later. Undefined when they are gone, switched off, expired or no member any more. */
export async function loadPrincipal(principal: string, tenant: string, ports: LoadPorts & { readonly now: () => number }): Promise<Caller | undefined> {
  const { store, now } = ports;
  const found = (await store.get(API_KEY_HASH, tenant, principal)) ?? (await store.list(API_KEY_HASH, { where: { id: principal }, limit: 1 }))[0];
  const loaded = found === undefined ? await principalByToken(principal, tenant, ports) : await load(typed<KeyHash>(found), tenant, ports);
  return loaded?.kind === 'known' && loaded.expiresAt > now() ? loaded.caller : undefined;
}

async function principalByToken(principal: string, tenant: string, ports: LoadPorts): Promise<Loaded | undefined> {
  const token = await ports.store.get(ACCESS_TOKEN, tenant, principal);
  return token === undefined ? undefined : knownByToken(token, ports);
}

async function load(found: Row<KeyHash>, wanted: string | undefined, { store, tenantOf }: LoadPorts): Promise<Loaded> {
  const target = wanted === undefined ? found.tenant : isId('ten', wanted) ? wanted : undefined;
  const [key, home, tenant, granted] = await Promise.all([keyOf(store, found), tenantOf(found.tenant), target === undefined || target === found.tenant ? undefined : tenantOf(target), grantedIn(store, target, found.id)]);
  if (key === undefined || !key.body.enabled || home === undefined) return { kind: 'unknown' };
  const expiresAt = key.body.expires_at === undefined ? Infinity : Date.parse(key.body.expires_at);
  if (target === home.id) return { kind: 'known', caller: callerOf(key, found.body.issuers, home, [...key.body.scopes, ...granted]), home: home.id, expiresAt };
  if (tenant === undefined || granted.length === 0 || key.body.project !== undefined) return { kind: 'stranger' };
  return { kind: 'known', caller: callerOf(key, found.body.issuers, tenant, granted), home: home.id, expiresAt };
}

const keyOf = async (store: Store, { tenant, id }: Row): Promise<Row<ApiKey> | undefined> => typed<ApiKey>(await store.get(API_KEY, tenant, id));

async function grantedIn(store: Store, tenant: string | undefined, principal: string): Promise<Scope[]> {
  if (tenant === undefined) return [];
  const rows = await store.list(ROLE_BINDING, { tenant, where: { subject: principal }, limit: MOST_BINDINGS });
  return rows.map((row) => typed<RoleBinding>(row).body).filter((binding) => binding.subject_kind === 'principal').flatMap(scopesOf);
}

function callerOf({ id, body }: Row<ApiKey>, issuers: readonly string[], tenant: Row<Tenant>, scopes: readonly Scope[]): Caller {
  return Object.freeze({
    tenant: tenant.id as TenantId, // ids of tenants are made by newId('ten') only
    principal: id,
    name: body.name,
    scopes: scopeSet([...SIGNED_IN, ...scopes]),
    issuers,
    ...(body.project === undefined ? {} : { project: body.project, featureFlags: body.feature_flags ?? [] }),
    ...(body.rate_limit === undefined ? {} : { rateLimit: body.rate_limit }),
    ...(tenant.body.rate_limit === undefined ? {} : { tenantRateLimit: tenant.body.rate_limit }),
  });
}

/** The store holds what the resource's own schema let in. */
function typed<B extends Document>(row: Row): Row<B>;
function typed<B extends Document>(row: Row | undefined): Row<B> | undefined;
function typed<B extends Document>(row: Row | undefined): Row<B> | undefined {
  return row as Row<B> | undefined;
}
