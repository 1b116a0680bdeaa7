/** The data keys of each tenant: stored wrapped, kept open here for a while, and nowhere else. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { createLru } from './lru.ts';
import { type MasterKeys, unreadable } from './master-key.ts';

export interface StoredDataKey {
  readonly tenant: string;
  /** 1, 2, 3 …; the highest one seals, all of them unseal. */
  readonly version: number;
  readonly wrapped: string;
  readonly masterKeyId: string;
  readonly created_at: number;
}

/** Where data keys are stored. `tenant` and `version` together are unique. */
export interface DataKeyStore {
  list(tenant: string): Promise<readonly StoredDataKey[]>;
  /** `exists`: another hub was first with this version. */
  add(key: StoredDataKey): Promise<'added' | 'exists'>;
  /** Puts the same key back under another wrap. */
  replace(key: StoredDataKey): Promise<void>;
  all(): AsyncIterable<StoredDataKey>;
}

export interface DataKeys {
  /** The newest key of a tenant; makes the first one. */
  current(tenant: string): Promise<DataKey>;
  /** Looks once more in the store before it says no: another hub may have rotated. */
  ofVersion(tenant: string, version: number): Promise<KeyObject>;
  /** What is open already, without waiting. */
  open(tenant: string, version: number): KeyObject | undefined;
  openCurrent(tenant: string): DataKey | undefined;
  rotate(tenant: string): Promise<{ version: number }>;
  forget(tenant: string): void;
  forgetAll(): void;
}

export interface DataKey { readonly version: number; readonly key: KeyObject }

export interface DataKeyPorts {
  readonly store: DataKeyStore;
  readonly masters: MasterKeys;
  readonly random: (bytes: number) => Uint8Array;
  readonly now: () => number;
}

export interface DataKeyOptions {
  /** How many tenants stay open at once. */
  readonly tenants: number;
  /** After this time a hub looks whether another one rotated. */
  readonly refreshMs: number;
}

interface Ring {
  readonly stored: ReadonlyMap<number, StoredDataKey>;
  readonly open: Map<number, KeyObject>;
  readonly current: number;
  readonly loadedAt: number;
}

export function createDataKeys({ store, masters, random, now }: DataKeyPorts, { tenants, refreshMs }: DataKeyOptions): DataKeys {
  const rings = createLru<string, Ring>(tenants);
  const loading = new Map<string, Promise<Ring>>();

  const fresh = (tenant: string): Ring | undefined => {
    const ring = rings.get(tenant);
    return ring !== undefined && now() - ring.loadedAt < refreshMs ? ring : undefined;
  };

  /** Many seals of a cold tenant share one look into the store. */
  function load(tenant: string): Promise<Ring> {
    const underway = loading.get(tenant);
    if (underway !== undefined) return underway;
    const started = read(tenant).finally(() => { if (loading.get(tenant) === started) loading.delete(tenant); });
    loading.set(tenant, started);
    return started;
  }

  async function read(tenant: string): Promise<Ring> {
    const stored = new Map((await store.list(tenant)).map((key) => [key.version, key]));
    const before = rings.get(tenant);
    const ring = { stored, open: before?.open ?? new Map<number, KeyObject>(), current: Math.max(0, ...stored.keys()), loadedAt: now() };
    if (before !== undefined && before.current > ring.current) return before;
    rings.set(tenant, ring);
    return ring;
  }

  async function unwrap(ring: Ring, version: number): Promise<KeyObject | undefined> {
    const open = ring.open.get(version);
    const stored = ring.stored.get(version);
    if (open !== undefined || stored === undefined) return open;
    const bytes = await masters.unwrap(stored.masterKeyId, stored.wrapped);
    if (bytes.length !== 32) throw unreadable('A data key does not have 256 bits; the store or the master key is not the one that made it');
    const key = createSecretKey(bytes);
    bytes.fill(0);
    ring.open.set(version, key);
    return key;
  }

  /** A master key that was replaced elsewhere wraps nothing any more: it is about to be thrown away. It wrapped the first data key anew before all others. */
  async function meetOthers(): Promise<void> {
    for await (const { masterKeyId } of store.all()) return masters.meet(masterKeyId);
  }

  /** `exists` means that another hub made this version at the same time: theirs counts. */
  async function add(tenant: string, version: number): Promise<Ring> {
    await meetOthers();
    const bytes = Uint8Array.from(random(32));
    const master = masters.current();
    const wrapped = await master.wrap(bytes);
    bytes.fill(0);
    await store.add({ tenant, version, wrapped, masterKeyId: master.id, created_at: now() });
    loading.delete(tenant);
    return load(tenant);
  }

  return Object.freeze({
    async current(tenant: string) {
      let ring = fresh(tenant) ?? await load(tenant);
      if (ring.current === 0) ring = await add(tenant, 1);
      const key = await unwrap(ring, ring.current);
      if (key === undefined) throw unreadable('The store took a data key and does not show it; check that it is the store of this hub');
      return { version: ring.current, key };
    },
    async ofVersion(tenant: string, version: number) {
      const cached = fresh(tenant);
      const key = (cached && await unwrap(cached, version)) ?? await unwrap(await load(tenant), version);
      if (key === undefined) throw unreadable('The data key of this secret is not in the store');
      return key;
    },
    open: (tenant: string, version: number) => rings.get(tenant)?.open.get(version),
    openCurrent(tenant: string) {
      const ring = fresh(tenant);
      const key = ring?.open.get(ring.current);
      return ring === undefined || key === undefined ? undefined : { version: ring.current, key };
    },
    async rotate(tenant: string) {
      const before = await load(tenant);
      const { current } = await add(tenant, before.current + 1);
      return { version: current };
    },
    forget(tenant: string) {
      rings.delete(tenant);
      loading.delete(tenant);
    },
    forgetAll() {
      rings.clear();
      loading.clear();
    },
  });
}
