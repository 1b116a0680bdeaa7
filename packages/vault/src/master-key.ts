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
  /** From now on this one wraps. */
  take(next: MasterKey): void;
}

export function createMasterKeys(first: MasterKey, former: readonly MasterKey[]): MasterKeys {
  const known = new Map([...former, first].map((key) => [key.id, key]));
  let current = first;
  return Object.freeze({
    current: () => current,
    unwrap(masterKeyId: string, wrapped: string) {
      const key = known.get(masterKeyId);
      if (key === undefined) throw unreadable('A data key is wrapped with a master key that this hub does not have; start it with that master key, or name it as a former one');
      return key.unwrap(wrapped);
    },
    take(next: MasterKey) {
      known.set(next.id, next);
      current = next;
    },
  });
}
