import { randomBytes } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import type { DataKeyStore, StoredDataKey } from './data-keys.ts';
import type { MasterKey } from './master-key.ts';
import { localMasterKey } from './master-keys/local.ts';
import { createVault } from './vault.ts';

const PLACE = 'endpoint/ep_01/secret';

/** The table of data keys as any store keeps it: tenant and version are unique. */
function keyTable() {
  const rows = new Map<string, StoredDataKey>();
  const nameOf = ({ tenant, version }: StoredDataKey) => `${tenant} ${version}`;
  let reads = 0;
  const store: DataKeyStore = {
    async list(tenant) { reads++; await undefined; return [...rows.values()].filter((row) => row.tenant === tenant); },
    async add(key) {
      if (rows.has(nameOf(key))) return 'exists';
      rows.set(nameOf(key), key);
      return 'added';
    },
    async replace(key) { rows.set(nameOf(key), key); },
    async *all() { yield* rows.values(); },
  };
  return { store, rows, reads: () => reads };
}

const masterKey = () => localMasterKey(randomBytes(32));

function clock() {
  let time = 1_790_000_000_000;
  return { now: () => time, pass: (ms: number) => { time += ms; } };
}

function hub(store: DataKeyStore, master: MasterKey = masterKey(), rest: { formerMasterKeys?: readonly MasterKey[]; nextMasterKey?: () => Promise<MasterKey | undefined>; now?: () => number; cachedTenants?: number } = {}) {
  const { cachedTenants, ...ports } = rest;
  return createVault({ masterKey: master, dataKeys: store, now: () => 0, ...ports }, cachedTenants === undefined ? {} : { cachedTenants });
}

const refusal = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Failure);
  return error as Failure; // asserted in the line above
};

test('what is sealed can be unsealed at its place, as text and as bytes', async () => {
  const vault = hub(keyTable().store);
  for (const text of ['s3cret', '', 'ключ 🔑', 'x'.repeat(100_000)]) {
    expect((await vault.unseal('ten_1', PLACE, await vault.seal('ten_1', PLACE, text))).reveal()).toBe(text);
  }
  const bytes = randomBytes(300);
  expect(Buffer.from((await vault.unseal('ten_1', PLACE, await vault.seal('ten_1', PLACE, bytes))).bytes())).toEqual(bytes);
});

test('sealing the same value twice gives two texts, and neither holds the value', async () => {
  const vault = hub(keyTable().store);
  const [one, two] = await Promise.all([vault.seal('ten_1', PLACE, 'hunter2'), vault.seal('ten_1', PLACE, 'hunter2')]);
  expect(one).toMatch(/^pb1\.1\.[A-Za-z0-9_-]+$/);
  expect(one).not.toBe(two);
  expect(Buffer.from(one!.split('.')[2]!, 'base64url').toString('latin1')).not.toContain('hunter2');
});

test('a sealed value opens for no other tenant and at no other place', async () => {
  const vault = hub(keyTable().store);
  const sealed = await vault.seal('ten_1', PLACE, 'hunter2');
  await vault.seal('ten_2', PLACE, 'theirs');
  for (const [tenant, place] of [['ten_2', PLACE], ['ten_1', 'endpoint/ep_02/secret'], ['ten_1e', PLACE.slice(1)], ['ten_1', '']] as const) {
    expect((await refusal(vault.unseal(tenant, place, sealed))).code).toBe('secret.unreadable');
  }
});

test('a changed, cut or foreign text is refused without naming the key or the value', async () => {
  const { store, rows } = keyTable();
  const vault = hub(store);
  const sealed = await vault.seal('ten_1', PLACE, 'hunter2');
  const box = Buffer.from(sealed.split('.')[2]!, 'base64url');
  const flipped = [...box.keys()].map((at) => { const copy = Buffer.from(box); copy[at]! ^= 1; return `pb1.1.${copy.toString('base64url')}`; });
  const others = ['', 'hunter2', sealed.slice(0, -4), `${sealed}AAAA`, sealed.replace('pb1', 'pb2'), sealed.replace('pb1.1.', 'pb1.2.'), sealed.replace('pb1.1.', 'pb1.0.'), 'pb1.1.', `pb1.1.${'A'.repeat(38)}`, 'pb1.999999999999.AAAA'];
  for (const text of [...flipped, ...others]) {
    const { code, message, details } = await refusal(vault.unseal('ten_1', PLACE, text));
    expect(code).toBe('secret.unreadable');
    expect(JSON.stringify([message, details])).not.toMatch(/hunter2|ten_1|ep_01/);
    expect(message).not.toContain([...rows.values()][0]!.wrapped);
  }
});

test('a hub without the master key that wrapped the data key can read nothing and makes no second key', async () => {
  const { store, rows } = keyTable();
  const sealed = await hub(store).seal('ten_1', PLACE, 'hunter2');
  const stranger = hub(store);
  expect((await refusal(stranger.unseal('ten_1', PLACE, sealed))).code).toBe('secret.unreadable');
  expect((await refusal(stranger.seal('ten_1', PLACE, 'new'))).message).toContain('master key');
  expect(rows.size).toBe(1);
});

test('two hubs that make the first key of a tenant at once end with one key', async () => {
  const { store, rows } = keyTable();
  const master = masterKey();
  const hubs = [hub(store, master), hub(store, master), hub(store, master)];
  const sealed = await Promise.all(hubs.flatMap((each, at) => [each.seal('ten_1', PLACE, `value ${at}`), each.seal('ten_1', PLACE, `value ${at}`)]));
  expect(rows.size).toBe(1);
  for (const [at, text] of sealed.entries()) for (const each of hubs) expect((await each.unseal('ten_1', PLACE, text)).reveal()).toBe(`value ${Math.floor(at / 2)}`);
});

test('after a rotation new values use the new key and old ones stay readable until they are sealed anew', async () => {
  const vault = hub(keyTable().store);
  const old = await vault.seal('ten_1', PLACE, 'hunter2');
  expect(await vault.isCurrent('ten_1', old)).toBe(true);
  expect(await vault.rotateDataKey('ten_1')).toEqual({ version: 2 });
  expect(await vault.isCurrent('ten_1', old)).toBe(false);
  const anew = await vault.seal('ten_1', PLACE, (await vault.unseal('ten_1', PLACE, old)).reveal());
  expect(anew).toMatch(/^pb1\.2\./);
  expect(await vault.isCurrent('ten_1', anew)).toBe(true);
  expect((await vault.unseal('ten_1', PLACE, old)).reveal()).toBe('hunter2');
});

test('a tenant can rotate before it ever sealed anything', async () => {
  expect(await hub(keyTable().store).rotateDataKey('ten_new')).toEqual({ version: 1 });
});

test('a hub reads what another one sealed with a key that is newer than its cache, and uses that key itself after a minute', async () => {
  const { store } = keyTable();
  const master = masterKey();
  const { now, pass } = clock();
  const [one, two] = [hub(store, master, { now }), hub(store, master, { now })];
  await two.seal('ten_1', PLACE, 'warm');
  await one.rotateDataKey('ten_1');
  const sealed = await one.seal('ten_1', PLACE, 'hunter2');
  expect(await two.seal('ten_1', PLACE, 'early')).toMatch(/^pb1\.1\./);
  expect((await two.unseal('ten_1', PLACE, sealed)).reveal()).toBe('hunter2');
  await one.rotateDataKey('ten_1');
  pass(60_000);
  expect(await two.seal('ten_1', PLACE, 'late')).toMatch(/^pb1\.3\./);
});

test('a key version that nobody has is looked for once and refused', async () => {
  const { store, reads } = keyTable();
  const vault = hub(store);
  const sealed = await vault.seal('ten_1', PLACE, 'hunter2');
  const before = reads();
  await refusal(vault.unseal('ten_1', PLACE, sealed.replace('pb1.1.', 'pb1.7.')));
  expect(reads() - before).toBe(1);
});

test('many seals of a cold tenant share one look into the store, and a warm tenant needs none', async () => {
  const { store, reads } = keyTable();
  const master = masterKey();
  await hub(store, master).seal('ten_1', PLACE, 'first');
  const vault = hub(store, master);
  const before = reads();
  await Promise.all(Array.from({ length: 50 }, (_, at) => vault.seal('ten_1', PLACE, `value ${at}`)));
  expect(reads() - before).toBe(1);
});

test('only so many tenants stay open in memory', async () => {
  const { store, reads } = keyTable();
  const vault = hub(store, masterKey(), { cachedTenants: 2 });
  for (const tenant of ['ten_1', 'ten_2', 'ten_3']) await vault.seal(tenant, PLACE, 'value');
  const before = reads();
  await vault.seal('ten_3', PLACE, 'value');
  expect(reads()).toBe(before);
  await vault.seal('ten_1', PLACE, 'value');
  expect(reads()).toBe(before + 1);
  vault.forget('ten_1');
  await vault.seal('ten_1', PLACE, 'value');
  expect(reads()).toBe(before + 2);
});

test('a new master key takes over every data key, and the old one is needed no more', async () => {
  const { store, rows } = keyTable();
  const [old, next] = [masterKey(), masterKey()];
  const vault = hub(store, old);
  const sealed = await Promise.all(['ten_1', 'ten_2', 'ten_3'].map((tenant) => vault.seal(tenant, PLACE, `of ${tenant}`)));
  await vault.rotateDataKey('ten_1');
  expect(await vault.rotateMasterKey(next)).toEqual({ rewrapped: 4 });
  expect([...rows.values()].every((row) => row.masterKeyId === next.id)).toBe(true);
  expect(await vault.rotateMasterKey(next)).toEqual({ rewrapped: 0 });
  await vault.seal('ten_4', PLACE, 'new tenant');
  const later = hub(store, next);
  for (const [at, text] of sealed.entries()) expect((await later.unseal(`ten_${at + 1}`, PLACE, text)).reveal()).toBe(`of ten_${at + 1}`);
  expect(rows.get('ten_4 1')!.masterKeyId).toBe(next.id);
});

test('a rotation of the master key that broke off leaves everything readable and goes on where it stopped', async () => {
  const { store } = keyTable();
  const [old, next] = [masterKey(), masterKey()];
  const sealed = await Promise.all(['ten_1', 'ten_2', 'ten_3'].map((tenant) => hub(store, old).seal(tenant, PLACE, 'hunter2')));
  let wraps = 0;
  const failing: MasterKey = { id: next.id, unwrap: next.unwrap, wrap: async (bytes) => { if (++wraps === 3) throw new Failure('upstream.failed', 'the key service is away'); return next.wrap(bytes); } };
  const vault = hub(store, old);
  expect((await refusal(vault.rotateMasterKey(failing))).code).toBe('upstream.failed');
  for (const [at, text] of sealed.entries()) expect((await vault.unseal(`ten_${at + 1}`, PLACE, text)).reveal()).toBe('hunter2');
  const restarted = hub(store, next, { formerMasterKeys: [old] });
  for (const [at, text] of sealed.entries()) expect((await restarted.unseal(`ten_${at + 1}`, PLACE, text)).reveal()).toBe('hunter2');
  expect(await restarted.rotateMasterKey(next)).toEqual({ rewrapped: 2 });
});

test('a new master key that does not open what it closed changes nothing', async () => {
  const { store, rows } = keyTable();
  const vault = hub(store);
  await vault.seal('ten_1', PLACE, 'hunter2');
  const before = [...rows.values()];
  const broken: MasterKey = { id: 'broken', wrap: async () => 'x', unwrap: async () => new Uint8Array(32) };
  expect((await refusal(vault.rotateMasterKey(broken))).code).toBe('secret.unreadable');
  expect([...rows.values()]).toEqual(before);
});

test('a hub that runs takes over the master key that was put beside its own, once something is wrapped with it', async () => {
  const { store, rows } = keyTable();
  const [old, next] = [masterKey(), masterKey()];
  let looks = 0;
  const running = hub(store, old, { nextMasterKey: async () => { looks++; return next; } });
  const sealed = await running.seal('ten_1', PLACE, 'hunter2');
  await running.seal('ten_2', PLACE, 'x');
  expect([looks, rows.get('ten_2 1')!.masterKeyId]).toEqual([0, old.id]);
  await hub(store, next, { formerMasterKeys: [old] }).rotateMasterKey(next);
  running.forget('ten_1');
  expect((await running.unseal('ten_1', PLACE, sealed)).reveal()).toBe('hunter2');
  await running.seal('ten_3', PLACE, 'y');
  expect([looks, rows.get('ten_3 1')!.masterKeyId]).toEqual([1, next.id]);
});

test('a hub that has not heard of the new master key wraps nothing with the old one any more', async () => {
  const { store, rows } = keyTable();
  const [old, next] = [masterKey(), masterKey()];
  const [knows, stays] = [hub(store, old, { nextMasterKey: async () => next }), hub(store, old, { nextMasterKey: async () => masterKey() })];
  const sealed = await stays.seal('ten_1', PLACE, 'hunter2');
  await hub(store, next, { formerMasterKeys: [old] }).rotateMasterKey(next);
  expect((await stays.unseal('ten_1', PLACE, sealed)).reveal()).toBe('hunter2'); // in memory
  expect((await refusal(stays.seal('ten_2', PLACE, 'x'))).code).toBe('secret.unreadable');
  expect((await refusal(stays.rotateDataKey('ten_1'))).code).toBe('secret.unreadable');
  await knows.seal('ten_2', PLACE, 'x');
  expect([...rows.values()].map(({ masterKeyId }) => masterKeyId)).toEqual([next.id, next.id]);
});
