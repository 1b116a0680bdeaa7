import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '@patchbay/contracts';
import { failureOf, type Fixture, openAccess, ROOT_TENANT } from './fixture.ts';
import { makeKey } from './key-text.ts';

let hub: Fixture;
let root: { key: string; caller: Caller };
beforeEach(async () => { hub = await openAccess(); root = await hub.root(); });
afterEach(() => hub[Symbol.asyncDispose]());

const codeOf = async (promise: Promise<unknown>): Promise<string> => (await failureOf(promise)).code;
const keyFor = async (fields: object, caller = root.caller) => {
  const { id, key } = await hub.create('api_key', { name: 'ci', scopes: ['project:read'], ...fields }, caller);
  return { id, key: key as string };
};

test('a good key is its principal, in its own tenant, with its scopes', async () => {
  const { id, key } = await keyFor({ rate_limit: 7 });
  const caller = await hub.enter(key);
  expect(caller).toMatchObject({ tenant: ROOT_TENANT, principal: id, name: 'ci', rateLimit: 7, issuers: [root.caller.principal, 'system'] });
  expect(caller.scopes.list).toEqual(['project:read', 'self:read']);
  expect(await hub.enter(key)).toBe(caller);
});

test('the scheme is read in any case, the own tenant may be named', async () => {
  expect(await hub.access.authenticate({ authorization: `bearer  ${root.key}`, tenant: ROOT_TENANT })).toMatchObject({ principal: root.caller.principal });
  expect(await hub.access.authenticate({ authorization: `Bearer ${root.key}`, tenant: '' })).toMatchObject({ principal: root.caller.principal });
});

test('a missing credential and a credential of another kind have codes of their own', async () => {
  expect(await codeOf(hub.access.authenticate({}))).toBe('credential.missing');
  expect(await codeOf(hub.access.authenticate({ authorization: '' }))).toBe('credential.missing');
  expect(await codeOf(hub.access.authenticate({ authorization: 'Basic dXNlcjpwYXNz' }))).toBe('credential.invalid');
  expect(await codeOf(hub.access.authenticate({ authorization: 'Bearer' }))).toBe('credential.invalid');
});

test('a key with a typing error, an unknown one and a switched-off one are invalid, and no message repeats them', async () => {
  const off = await keyFor({ enabled: false });
  const unknown = makeKey((bytes) => new Uint8Array(bytes).fill(9));
  const typo = `${root.key.slice(0, -1)}${root.key.endsWith('0') ? '1' : '0'}`;
  const failures = await Promise.all([off.key, unknown, typo, 'pb_', 'x'.repeat(5000)].map((key) => failureOf(hub.enter(key))));
  expect(failures.map((failure) => failure.code)).toEqual(Array(5).fill('credential.invalid'));
  expect(failures[0]!.message).toBe(failures[1]!.message);
  for (const failure of failures) expect(JSON.stringify([failure.message, failure.details])).not.toMatch(/pb_\w{5}|xxxx/);
});

test('a key stops working at the instant of its expiry, also while it is cached', async () => {
  const { key } = await keyFor({ expires_at: new Date(hub.clock.at + 1000).toISOString() });
  await hub.enter(key);
  hub.clock.at += 999;
  await hub.enter(key);
  hub.clock.at += 1;
  expect(await codeOf(hub.enter(key))).toBe('credential.expired');
  hub.clock.at += 60_000;
  expect(await codeOf(hub.enter(key))).toBe('credential.expired');
});

test('a deleted or switched-off key is refused at once, even when requests came while it was being changed', async () => {
  const deleted = await keyFor({});
  const off = await keyFor({ name: 'other' });
  await Promise.all([hub.enter(deleted.key), hub.enter(off.key)]);
  const removal = hub.remove('api_key', deleted.id, root.caller);
  await hub.enter(deleted.key).catch(() => undefined);
  await removal;
  await hub.update('api_key', off.id, { enabled: false }, root.caller);
  expect(await codeOf(hub.enter(deleted.key))).toBe('credential.invalid');
  expect(await codeOf(hub.enter(off.key))).toBe('credential.invalid');
  await hub.update('api_key', off.id, { enabled: true }, root.caller);
  expect((await hub.enter(off.key)).principal).toBe(off.id);
});

test('another hub notices the change within two seconds', async () => {
  const other = await hub.another();
  const { id, key } = await keyFor({});
  await other.enter(key);
  await hub.remove('api_key', id, root.caller);
  hub.clock.at += 1_999;
  await other.enter(key);
  hub.clock.at += 1;
  expect(await codeOf(other.enter(key))).toBe('credential.invalid');
  await other[Symbol.asyncDispose]();
});

test('a role binding adds to what a key may do, and takes it back, at once', async () => {
  const { id, key } = await keyFor({});
  expect((await hub.enter(key)).scopes.has('approval:decide')).toBe(false);
  const binding = await hub.create('role_binding', { subject_kind: 'principal', subject: id, role: 'approver' }, root.caller);
  expect((await hub.enter(key)).scopes.list).toEqual(['*:read', 'approval:decide', 'deployment:approve', 'project:read', 'self:read']);
  await hub.update('role_binding', binding.id, { role: 'custom', scopes: ['event:write'] }, root.caller);
  expect((await hub.enter(key)).scopes.list).toEqual(['event:write', 'project:read', 'self:read']);
  await hub.remove('role_binding', binding.id, root.caller);
  expect((await hub.enter(key)).scopes.list).toEqual(['project:read', 'self:read']);
});

test('a group of the same name as a principal gives the principal nothing', async () => {
  const { id, key } = await keyFor({});
  await hub.create('role_binding', { subject_kind: 'group', subject: id, role: 'admin' }, root.caller);
  expect((await hub.enter(key)).scopes.list).toEqual(['project:read', 'self:read']);
});

test('another tenant can be entered by its members only, with the scopes of the membership', async () => {
  const payments = await hub.create('tenant', { slug: 'payments', name: 'Payments', rate_limit: 50 }, root.caller);
  const inside = await hub.enter(root.key, payments.id);
  expect(inside).toMatchObject({ tenant: payments.id, principal: root.caller.principal, tenantRateLimit: 50 });
  const { id, key } = await keyFor({ scopes: ['*'] });
  expect(await codeOf(hub.enter(key, payments.id))).toBe('tenant.not_found');
  await hub.create('role_binding', { subject_kind: 'principal', subject: id, role: 'viewer' }, inside);
  expect((await hub.enter(key, payments.id)).scopes.list).toEqual(['*:read', 'self:read']);
  expect((await hub.enter(key)).scopes.has('tenant:write')).toBe(true);
});

test('a tenant that one may not enter looks like one that does not exist', async () => {
  const { key } = await keyFor({});
  const hidden = await hub.create('tenant', { slug: 'hidden', name: 'Hidden' }, root.caller);
  const failures = await Promise.all([hidden.id, `ten_${'7'.repeat(26)}`, 'payments', 'ten_\u0000', 'x'.repeat(9000)].map((tenant) => failureOf(hub.enter(key, tenant))));
  for (const failure of failures) expect([failure.code, failure.message, failure.details]).toEqual(['tenant.not_found', failures[0]!.message, {}]);
});

test('the line of issuers is complete, and outlives the issuers', async () => {
  const a = await keyFor({ name: 'a', scopes: ['*'] });
  const b = await keyFor({ name: 'b', scopes: ['*'] }, await hub.enter(a.key));
  const c = await keyFor({ name: 'c', scopes: ['*'] }, await hub.enter(b.key));
  await hub.remove('api_key', b.id, root.caller);
  expect((await hub.enter(c.key)).issuers).toEqual([b.id, a.id, root.caller.principal, 'system']);
});

test('many requests with one key at once share one look-up', async () => {
  const { key } = await keyFor({});
  const callers = await Promise.all(Array.from({ length: 50 }, () => hub.enter(key)));
  expect(new Set(callers).size).toBe(1);
});
