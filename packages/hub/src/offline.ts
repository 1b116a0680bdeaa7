/** What an operator does with the store at hand and the doors closed or open: it needs the disk or the database, not a key. */
import { type Access, createAccess, type KeyWish, ROOT_TENANT } from '@patchbay/access';
import { createIds, Failure } from '@patchbay/contracts';
import { createEgress } from '@patchbay/egress';
import { inspect, type Store } from '@patchbay/storage';
import { createVault, digest } from '@patchbay/vault';
import type { Config } from './config.ts';
import { createDataKeys, isEmpty } from './data-keys.ts';
import { proveFingerprint } from './fingerprint.ts';
import { findNextMasterKey, openMasterKey } from './master-key.ts';
import { collectionsOf, openStore, placeOf } from './open-store.ts';
import { pooledRandom } from './pooled-random.ts';

/** A new key for who lost theirs, or for a second pair of eyes that no other key issued. */
export async function issueKeyOffline(config: Pick<Config, 'keeping'>, { tenant = ROOT_TENANT, now = Date.now, ...wish }: KeyWish & { tenant?: string; now?: () => number }): Promise<{ id: string; key: string }> {
  const store = await openFormer(config, now);
  try {
    const access = accessTo(store, now);
    await access.bootstrap();
    return await access.issueKey(tenant, wish);
  } finally {
    await store.close();
  }
}

/** Brings the store to this release. A new one gets its root tenant, and the first key is told to nobody: no log of a hub will show it. */
export async function migrateOffline(config: Pick<Config, 'keeping'>, now: () => number = Date.now): Promise<{ fresh: boolean }> {
  const store = await openStore(config, now);
  try {
    return { fresh: (await accessTo(store, now).bootstrap()).key !== undefined };
  } finally {
    await store.close();
  }
}

/** Whether a store needs its master key already. Opening one of a former release would change it: of that nobody knows. */
export async function isSealed(config: Pick<Config, 'keeping'>, now: () => number): Promise<boolean> {
  if ((await inspect(placeOf(config.keeping), collectionsOf())) !== 'current') return false;
  const store = await openStore(config, now);
  try {
    return !(await isEmpty(createDataKeys(store, now)));
  } finally {
    await store.close();
  }
}

/** Throws if the master key does not open what is sealed in a store that is there. */
export async function proveMasterKey(config: Pick<Config, 'keeping' | 'keys'>, now: () => number): Promise<void> {
  const egress = createEgress({}, { allow: config.keys.egressAllow });
  const store = await openFormer(config, now);
  try {
    const masterKey = await openMasterKey(config, { send: egress.send, now, mayMake: async () => false });
    await proveFingerprint(store, createVault({ masterKey, nextMasterKey: () => findNextMasterKey(config), dataKeys: createDataKeys(store, now), now }), ROOT_TENANT);
  } finally {
    await store.close();
    await egress.close();
  }
}

/** One that is there: in a folder that was mistyped a new one would be made, and all seem done. */
async function openFormer(config: Pick<Config, 'keeping'>, now: () => number): Promise<Store> {
  const place = placeOf(config.keeping);
  if ((await inspect(place, collectionsOf())) !== 'none') return openStore(config, now);
  const where = 'url' in place ? 'in the database of PATCHBAY_DATABASE_URL' : `at ${place.file}`;
  const message = `There is no store ${where}: name that of the hub with --data or PATCHBAY_DATABASE_URL, or make one with patchbay migrate`;
  throw new Failure('input.invalid', message, { issues: [{ path: 'data', message }] });
}

function accessTo(store: Store, now: () => number): Access {
  const random = pooledRandom();
  return createAccess({ store, newId: createIds({ now, random: () => random(10) }), now, random, digest, ...nobodyThere }, { limits: { principal: 1, tenant: 1 } });
}

/** With the doors closed nobody logs in. */
const nobodyThere: Pick<Parameters<typeof createAccess>[0], 'load' | 'tell' | 'brought'> = { brought: () => [], load: () => Promise.reject(new Error('the hub is not running')), tell: () => ({ ops: [], committed: () => undefined }) };

/** Wraps all data keys with the next master key. Hubs that find it beside their own take it over, others have to be started with it; may be repeated. */
export async function rotateMasterKeyOffline(config: Pick<Config, 'keeping' | 'keys'>, next: Config['keys'], now: () => number = Date.now): Promise<{ rewrapped: number }> {
  const egress = createEgress({}, { allow: [...config.keys.egressAllow, ...next.egressAllow] });
  const store = await openFormer(config, now);
  try {
    const dataKeys = createDataKeys(store, now);
    const masterKey = await openMasterKey(config, { send: egress.send, now, mayMake: () => isEmpty(dataKeys) });
    const nextKey = await openMasterKey({ ...config, keys: next }, { send: egress.send, now, mayMake: async () => true });
    const vault = createVault({ masterKey: nextKey, formerMasterKeys: [masterKey], dataKeys, now });
    return await vault.rotateMasterKey(nextKey);
  } finally {
    await store.close();
    await egress.close();
  }
}
