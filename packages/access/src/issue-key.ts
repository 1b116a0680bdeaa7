/** Keys that come from the hub itself: the first one, and those that are made with the data at hand and the doors closed. */
import { apiKeyResource, Failure, invalidInput, type NewId, type Op, refuseMistypedScopes, schemasOf, type TenantId } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { refusePast } from './api-key.ts';
import type { Audit } from './audit.ts';
import { API_KEY, type ApiKey, TENANT, type Tenant } from './collections.ts';
import { mintKey, type MintPorts } from './mint-key.ts';
import { homeOp, type TenantLookup } from './tenant-lookup.ts';

export interface IssuePorts extends MintPorts {
  readonly store: Store;
  readonly newId: NewId;
  readonly now: () => number;
  readonly audit: Audit;
  readonly tenantOf: TenantLookup;
}

/** What is said of a key that is made beside the hub. */
export type KeyWish = Pick<ApiKey, 'name' | 'scopes'> & Partial<Pick<ApiKey, 'expires_at' | 'rate_limit'>>;

export interface IssuedKey { readonly id: string; readonly key: string }

/** One and the same in every hub: hubs that start at once on an empty store meet here, and one of them loses. */
export const ROOT_TENANT = `ten_${'0'.repeat(26)}` as TenantId;

/** On an empty store: the root tenant and a key that may do everything, shown to whoever made it and never again. */
export async function bootstrap(ports: IssuePorts): Promise<{ readonly tenant: TenantId; readonly key?: string }> {
  if ((await ports.tenantOf(ROOT_TENANT)) !== undefined) return { tenant: ROOT_TENANT };
  const root: Tenant = { slug: 'default', name: 'Default' };
  const first = prepare(ROOT_TENANT, { name: 'first', scopes: ['*'] }, 'bootstrap', ports);
  const at = ports.now();
  const outcome = await ports.store.commit([{ op: 'insert', in: TENANT, tenant: ROOT_TENANT, id: ROOT_TENANT, at, body: root }, homeOp(ROOT_TENANT, ROOT_TENANT, at), ...first.ops]);
  return outcome.kind === 'committed' ? { tenant: ROOT_TENANT, key: first.key } : { tenant: ROOT_TENANT };
}

export async function issueKey(tenant: string, wish: KeyWish, ports: IssuePorts): Promise<IssuedKey> {
  const parsed = schemasOf(apiKeyResource).create.safeParse(wish);
  if (!parsed.success) throw invalidInput('api_key_create', parsed.error);
  refuseMistypedScopes(wish.scopes, { brought: () => [] }); // with the doors closed nobody knows what plugins bring
  refusePast(wish.expires_at, ports.now());
  if ((await ports.tenantOf(tenant)) === undefined) throw new Failure('tenant.not_found', 'There is no tenant of this id in this hub', { tenant });
  const { id, key, ops } = prepare(tenant, wish, 'cli', ports);
  const outcome = await ports.store.commit(ops);
  if (outcome.kind === 'refused') throw new Failure('resource.duplicate', `There is an API key of the name ${JSON.stringify(wish.name)} already`, { resource: API_KEY, fields: ['name'] });
  return { id, key };
}

function prepare(tenant: string, input: KeyWish, via: string, ports: IssuePorts): IssuedKey & { readonly ops: readonly Op[] } {
  const { newId, now, audit, digest } = ports;
  const at = now();
  const id = newId('key');
  const { key, computed, ops } = mintKey({ tenant, id, issuers: ['system'], at }, ports);
  const body: ApiKey = { ...input, enabled: true, ...computed };
  const entry = audit.entry({
    tenant, at, action: 'api_key_create', principal: 'system', via, outcome: 'done', subject: id, request_id: newId('req'), input_digest: digest(JSON.stringify({ action: 'api_key_create', input })),
  });
  return { id, key, ops: [{ op: 'insert', in: API_KEY, tenant, id, at, body }, ...ops, entry] };
}
