import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Caller, type Context, hubActions, type Operation } from '@patchbay/contracts';
import { failureOf, type Fixture, openAccess, ROOT_TENANT } from './fixture.ts';

let hub: Fixture;
let root: { key: string; caller: Caller };
beforeEach(async () => { hub = await openAccess(); root = await hub.root(); });
afterEach(() => hub[Symbol.asyncDispose]());

const newKey = async (fields: object, caller = root.caller) => {
  const { id, key } = await hub.create('api_key', { name: 'ci', scopes: ['project:read'], ...fields }, caller);
  return { id, key: key as string, caller: await hub.enter(key as string) };
};
const hours = (many: number): string => new Date(hub.clock.at + many * 3_600_000).toISOString();

test('a key is shown once and kept as a hash, out of sight', async () => {
  const { id, key } = await newKey({});
  const stored = await hub.store.get('api_key', ROOT_TENANT, id);
  expect(stored?.body).toEqual({ name: 'ci', scopes: ['project:read'], enabled: true, prefix: key.slice(0, 10), issued_by: root.caller.principal, last_used_at: null });
  expect((await hub.store.get('api_key_hash', ROOT_TENANT, id))?.body['hash']).toMatch(/^[0-9a-f]{64}$/);
});

test('a key is never given more than its creator may', async () => {
  const { caller } = await newKey({ scopes: ['project:*', 'api_key:write'] });
  const failure = await failureOf(newKey({ name: 'more', scopes: ['project:write', 'secret:read', '*:read', '*'] }, caller));
  expect(failure).toMatchObject({ code: 'caller.forbidden', details: { needs: ['*', '*:read', 'secret:read'] } });
  expect((await newKey({ name: 'less', scopes: ['project:write'] }, caller)).caller.scopes.has('project:write')).toBe(true);
});

test('nobody grants a role that goes beyond their own', async () => {
  const { caller } = await newKey({ scopes: ['*:read', 'role_binding:write'] });
  const grant = (fields: object) => hub.create('role_binding', { subject_kind: 'principal', subject: caller.principal, ...fields }, caller);
  for (const role of ['operator', 'approver', 'admin']) expect((await failureOf(grant({ role }))).code).toBe('caller.forbidden');
  expect((await failureOf(grant({ role: 'custom', scopes: ['secret:write'] }))).details).toEqual({ needs: ['secret:write'] });
  const viewer = await grant({ role: 'viewer' });
  expect((await failureOf(hub.update('role_binding', viewer.id, { role: 'admin' }, caller))).code).toBe('caller.forbidden');
});

test('a dry run checks everything and shows no key', async () => {
  const dry = (fields: object) => hub.access.behaviours.api_key.create!({ name: 'ci', ...fields }, { caller: root.caller, now: hub.clock.at, id: 'key_x', dryRun: true, unit: { add() {}, after() {} } } as unknown as Context & { id: string });
  expect(await dry({ scopes: ['*'] })).toMatchObject({ once: { key: 'pb_dry_run' } });
  expect(() => dry({ scopes: ['*'], expires_at: hours(0) })).toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

test('a key can’t be born expired', async () => {
  expect(await failureOf(newKey({ expires_at: hours(0) }))).toMatchObject({ code: 'input.invalid', details: { issues: [{ path: 'expires_at' }] } });
  await newKey({ expires_at: hours(1) });
});

test('a line of issuers ends somewhere, so that it is never shortened', async () => {
  const caller = { ...root.caller, issuers: Array.from({ length: 32 }, (_, i) => `key_${i}`) };
  expect((await failureOf(newKey({}, caller))).code).toBe('caller.forbidden');
});

test('the last use is seen at once, written in one go, and changes no version', async () => {
  const { id } = await newKey({});
  expect(await hub.show('api_key', id, root.caller)).toMatchObject({ last_used_at: new Date(hub.clock.at).toISOString(), version: 1 });
  await hub.access.flush();
  const other = await hub.another();
  expect(await other.show('api_key', id, root.caller)).toMatchObject({ last_used_at: new Date(hub.clock.at).toISOString(), version: 1 });
  await other[Symbol.asyncDispose]();
});

test('hubs that flush the same key at once keep its latest use', async () => {
  const other = await hub.another();
  const { id, key } = await newKey({});
  hub.clock.at += 180_000;
  await other.enter(key);
  await Promise.all([hub.access.flush(), other.access.flush()]);
  expect((await hub.store.get('key_use', ROOT_TENANT, id))?.body).toEqual({ at: hub.clock.at });
  await other[Symbol.asyncDispose]();
});

test('the last use of a deleted key is forgotten', async () => {
  const { id } = await newKey({});
  await hub.remove('api_key', id, root.caller);
  await hub.access.flush();
  expect(await hub.store.get('key_use', ROOT_TENANT, id)).toBeUndefined();
  expect(await hub.store.get('api_key_hash', ROOT_TENANT, id)).toBeUndefined();
});

test('a tenant begins with its creator as admin', async () => {
  const { id } = await hub.create('tenant', { slug: 'payments', name: 'Payments' }, root.caller);
  const inside = await hub.enter(root.key, id);
  expect(inside.scopes.has('secret:write')).toBe(true);
  expect((await newKey({}, inside)).caller).toMatchObject({ tenant: id, issuers: [root.caller.principal, 'system'] });
});

test('a tenant that holds resources is not deleted; an empty one goes with its memberships', async () => {
  const { id } = await hub.create('tenant', { slug: 'payments', name: 'Payments' }, root.caller);
  const inside = await hub.enter(root.key, id);
  const key = await newKey({}, inside);
  expect(await failureOf(hub.remove('tenant', id, root.caller))).toMatchObject({ code: 'resource.in_use', details: { used_by: [{ resource: 'api_key', id: key.id }] } });
  await hub.remove('api_key', key.id, inside);
  await hub.remove('tenant', id, root.caller);
  expect((await failureOf(hub.enter(root.key, id))).code).toBe('tenant.not_found');
  expect(await hub.store.list('role_binding', { tenant: id, limit: 10 })).toEqual([]);
});

test('the keys of a tenant that is gone open nothing', async () => {
  const { id } = await hub.create('tenant', { slug: 'payments', name: 'Payments' }, root.caller);
  const { key } = await newKey({}, await hub.enter(root.key, id));
  await hub.store.commit([{ op: 'delete', in: 'tenant', tenant: ROOT_TENANT, id }]);
  hub.clock.at += 3_000;
  expect((await failureOf(hub.enter(key))).code).toBe('credential.invalid');
});

test('the root tenant is never deleted', async () => {
  expect((await failureOf(hub.remove('tenant', ROOT_TENANT, root.caller))).code).toBe('resource.in_use');
});

test('a tenant’s limit counts for all its keys, and a change of it at once', async () => {
  const { id } = await hub.create('tenant', { slug: 'payments', name: 'Payments', rate_limit: 2 }, root.caller);
  const inside = await hub.enter(root.key, id);
  const { caller, key } = await newKey({}, inside);
  hub.access.limit(inside);
  hub.access.limit(caller);
  expect(() => hub.access.limit(caller)).toThrow(expect.objectContaining({ code: 'rate.limited' }));
  await hub.update('tenant', id, { rate_limit: 600 }, root.caller);
  hub.clock.at += 1000;
  expect(hub.access.limit(await hub.enter(key))).toMatchObject({ name: 'tenant', limit: 600, remaining: 9 });
});

test('every action of access has somebody who runs it, and whoami tells what the caller is', async () => {
  expect(hub.access.operations.map((each) => each.action.id)).toEqual(['whoami', 'audit_verify', 'api_key_end']);
  for (const { action } of hub.access.operations) expect(hubActions).toContain(action);
  expect(await run(hub.access.operations[0]!, root.caller)).toEqual({ principal: root.caller.principal, name: 'first', tenant: ROOT_TENANT, scopes: ['*', 'self:read'] });
  expect(await run(hub.access.operations[1]!, root.caller)).toMatchObject({ intact: true, entries: 1 });
});

const run = async ({ action, run: go }: Operation, caller: Caller): Promise<unknown> => {
  const answer = await go(action.input.parse({}), { caller, signal: new AbortController().signal } as Context); // all that these two look at
  return action.output.parse(answer);
};
