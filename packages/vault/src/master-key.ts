/** The key over all keys. It only ever wraps and unwraps data keys, so it may live in a file, in the environment, or where it can't be read at all. */
import { Failure } from '@patchbay/contracts';

export interface MasterKey {
  /** Stored with every data key it wrapped. Says which key, never what. */
  readonly id: string;
  wrap(bytes: Uint8Array): Promise<string>;
  unwrap(text: string): Promise<Uint8Array>;
}

export const unreadable = (message: string, cause?: unknown): Failure => new Failure('secret.unreadable', message, {}, cause === undefined ? undefined : { cause });

/** The master keys of a hub: one wraps, the former ones still unwrap. */
export interface MasterKeys {
  current(): MasterKey;
  unwrap(masterKeyId: string, wrapped: string): Promise<Uint8Array>;
  /** Something is wrapped with this one. If it is unknown here, it takes over here too, or throws when it is not to be found. */
  meet(masterKeyId: string): Promise<void>;
  /** From now on this one wraps. */
  take(next: MasterKey): void;
}

/** `next`: one that may have taken over elsewhere while this hub runs. It counts once something is wrapped with it. */
export function createMasterKeys(first: MasterKey, former: readonly MasterKey[], next: () => Promise<MasterKey | undefined>): MasterKeys {
  const known = new Map([...former, first].map((key) => [key.id, key]));
  let current = first;

  async function named(id: string): Promise<MasterKey> {
    const key = known.get(id) ?? await next();
    if (key?.id !== id) throw unreadable('A data key is wrapped with a master key that this hub does not have; start it with that master key, or put its file beside that of the hub with .next behind its name');
    if (!known.has(id)) take(key);
    return key;
  }

  function take(key: MasterKey): void {
    known.set(key.id, key);
    current = key;
  }

  return Object.freeze({
    current: () => current,
    unwrap: async (masterKeyId: string, wrapped: string) => (await named(masterKeyId)).unwrap(wrapped),
    meet: async (masterKeyId: string) => void (await named(masterKeyId)),
    take,
  });
}
