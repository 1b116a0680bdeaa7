/** Envelope encryption: a master key wraps each tenant's data keys, and these seal values, each bound to its tenant and place. */
import { type KeyObject, randomBytes } from 'node:crypto';
import { Failure } from '@patchbay/contracts';
import { createDataKeys, type DataKey, type DataKeyStore } from './data-keys.ts';
import { createMasterKeys, type MasterKey, unreadable } from './master-key.ts';
import { rewrapAll } from './rewrap.ts';
import { binding, lock, parseSealed, type Sealed, sealedText, unlock } from './sealed-text.ts';
import { Secret } from './secret.ts';

export interface Vault {
  /** `context` is the place of the value: `endpoint/ep_…/secret`. Only the same tenant and place can unseal it. */
  seal(tenant: string, context: string, plaintext: string | Uint8Array): Promise<string>;
  unseal(tenant: string, context: string, sealed: string): Promise<Secret>;
  /** False when a newer data key is there: unseal and seal again. */
  isCurrent(tenant: string, sealed: string): Promise<boolean>;
  /** What is sealed from now on uses a new key; what is sealed already stays readable. */
  rotateDataKey(tenant: string): Promise<{ readonly version: number }>;
  /** Wraps all data keys with the next master key. May be repeated after a failure; goes on where it stopped. */
  rotateMasterKey(next: MasterKey): Promise<{ readonly rewrapped: number }>;
  /** Drops the open keys of a tenant from memory. */
  forget(tenant: string): void;
}

export interface VaultPorts {
  readonly masterKey: MasterKey;
  /** Still unwrap what they wrapped, while the new one takes over. */
  readonly formerMasterKeys?: readonly MasterKey[];
  /** One that may take over while this runs: looked for when something is wrapped with a key that is not known. */
  readonly nextMasterKey?: () => Promise<MasterKey | undefined>;
  readonly dataKeys: DataKeyStore;
  readonly random?: (bytes: number) => Uint8Array;
  readonly now: () => number;
}

export interface VaultOptions {
  /** How many tenants' keys stay open in memory. */
  readonly cachedTenants?: number;
  /** How long a hub may go on sealing with a key that another hub has replaced. */
  readonly refreshMs?: number;
}

export function createVault({ masterKey, formerMasterKeys = [], nextMasterKey = async () => undefined, dataKeys: store, random = randomBytes, now }: VaultPorts, { cachedTenants = 10_000, refreshMs = 60_000 }: VaultOptions = {}): Vault {
  const masters = createMasterKeys(masterKey, formerMasterKeys, nextMasterKey);
  const keys = createDataKeys({ store, masters, random, now }, { tenants: cachedTenants, refreshMs });
  const sealWith = ({ version, key }: DataKey, bound: string, plaintext: string | Uint8Array) => sealedText(version, lock(key, random(12), bound, plaintext));

  return Object.freeze({
    async seal(tenant: string, context: string, plaintext: string | Uint8Array) {
      return sealWith(keys.openCurrent(tenant) ?? await keys.current(tenant), binding(tenant, context), plaintext);
    },
    async unseal(tenant: string, context: string, text: string) {
      const sealed = parse(text);
      return openWith(keys.open(tenant, sealed.version) ?? await keys.ofVersion(tenant, sealed.version), binding(tenant, context), sealed);
    },
    async isCurrent(tenant: string, text: string) {
      const { version } = parse(text);
      return version === (keys.openCurrent(tenant) ?? await keys.current(tenant)).version;
    },
    rotateDataKey: (tenant: string) => keys.rotate(tenant),
    rotateMasterKey: (next: MasterKey) => rewrapAll(next, { store, masters }).finally(() => keys.forgetAll()),
    forget: (tenant: string) => keys.forget(tenant),
  });
}

function parse(text: string): Sealed {
  const sealed = parseSealed(text);
  if (sealed === undefined) throw unreadable('A stored secret does not have the sealed form; it was changed or cut outside the hub');
  return sealed;
}

function openWith(key: KeyObject, bound: string, sealed: Sealed): Secret {
  try {
    return new Secret(unlock(key, bound, sealed.box));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unreadable('A stored secret does not open: it was changed, belongs to another place, or was sealed with another key');
  }
}
