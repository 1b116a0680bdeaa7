import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf, type Fixture, openAccess, ROOT_TENANT } from './fixture.ts';

let hub: Fixture;
beforeEach(async () => { hub = await openAccess(); });
afterEach(() => hub[Symbol.asyncDispose]());

test('an empty store gets a root tenant and one key that may do everything', async () => {
  const { tenant, key } = await hub.access.bootstrap();
  expect(tenant).toBe(ROOT_TENANT);
  expect((await hub.store.get('tenant', tenant, tenant))?.body).toEqual({ slug: 'default', name: 'Default' });
  const caller = await hub.enter(key!);
  expect(caller).toMatchObject({ tenant, name: 'first', issuers: ['system'] });
  expect(caller.scopes.has('tenant:write')).toBe(true);
});

test('a store that is not empty keeps what it has', async () => {
  await hub.access.bootstrap();
  expect(await hub.access.bootstrap()).toEqual({ tenant: ROOT_TENANT });
  expect(await hub.store.list('api_key', { limit: 10 })).toHaveLength(1);
});

test('of hubs that start at once on one file, exactly one gets the first key', async () => {
  const others = await Promise.all([hub.another(), hub.another()]);
  const outcomes = await Promise.all([hub, ...others].flatMap(({ access }) => [access.bootstrap(), access.bootstrap()]));
  expect(outcomes.map((outcome) => outcome.tenant)).toEqual(Array(6).fill(ROOT_TENANT));
  const keys = outcomes.flatMap((outcome) => outcome.key ?? []);
  expect(keys).toHaveLength(1);
  for (const collection of ['api_key', 'api_key_hash', 'tenant']) expect(await hub.store.list(collection, { limit: 10 })).toHaveLength(1);
  await others[0]!.enter(keys[0]!);
  await Promise.all(others.map((other) => other[Symbol.asyncDispose]()));
});

test('a key that is made beside the hub works and is on record', async () => {
  await hub.access.bootstrap();
  const { id, key } = await hub.access.issueKey(ROOT_TENANT, { name: 'rescue', scopes: ['*'], expires_at: '2099-01-01T00:00:00.000Z', rate_limit: 7 });
  expect(await hub.enter(key)).toMatchObject({ principal: id, name: 'rescue', issuers: ['system'] });
  expect((await hub.store.get('api_key', ROOT_TENANT, id))?.body).toMatchObject({ expires_at: '2099-01-01T00:00:00.000Z', rate_limit: 7 });
  expect((await hub.store.list('audit_entry', { tenant: ROOT_TENANT, where: { subject: id }, limit: 10 }))[0]?.body).toMatchObject({ action: 'api_key_create', principal: 'system', via: 'cli', outcome: 'done' });
});

test('a key of a taken name, of no tenant, of malformed scopes or that has ended is refused', async () => {
  await hub.access.bootstrap();
  expect((await failureOf(hub.access.issueKey(ROOT_TENANT, { name: 'first', scopes: ['*'] }))).code).toBe('resource.duplicate');
  expect((await failureOf(hub.access.issueKey('ten_nowhere', { name: 'x', scopes: ['*'] }))).code).toBe('tenant.not_found');
  expect((await failureOf(hub.access.issueKey(ROOT_TENANT, { name: 'x', scopes: ['All'] }))).code).toBe('input.invalid');
  expect(await failureOf(hub.access.issueKey(ROOT_TENANT, { name: 'x', scopes: ['projct:read'] }))).toMatchObject({ code: 'input.invalid', details: { issues: [{ expected: 'project:read' }] } });
  expect((await failureOf(hub.access.issueKey(ROOT_TENANT, { name: 'x', scopes: ['*'], expires_at: '2020-01-01T00:00:00.000Z' }))).code).toBe('input.invalid');
});
