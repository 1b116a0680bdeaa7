/** Makes a key: the text that is shown once, what people see of it, and the writes that let it in. */
import type { Op } from '@patchbay/contracts';
import { API_KEY_HASH, type ApiKey, KEY_USE, type KeyHash, type KeyUse } from './collections.ts';
import { makeKey, type Random, visiblePrefix } from './key-text.ts';

export interface MintPorts {
  readonly random: Random;
  readonly digest: (text: string) => string;
}

export interface Minted {
  readonly key: string;
  readonly computed: Pick<ApiKey, 'prefix' | 'issued_by' | 'last_used_at'>;
  readonly ops: readonly Op[];
}

/** `issuers`: who creates it, then who issued that one, and so on to the first. */
export function mintKey({ tenant, id, issuers, at }: { tenant: string; id: string; issuers: readonly [string, ...string[]]; at: number }, { random, digest }: MintPorts): Minted {
  const key = makeKey(random);
  const hash: KeyHash = { hash: digest(key), issuers };
  const use: KeyUse = { at: null };
  return {
    key,
    computed: { prefix: visiblePrefix(key), issued_by: issuers[0], last_used_at: null },
    ops: [
      { op: 'insert', in: API_KEY_HASH, tenant, id, at, body: hash },
      { op: 'insert', in: KEY_USE, tenant, id, at, body: use },
    ],
  };
}

/** The opposite: nothing lets the key in any more. */
export const unmintOps = (tenant: string, id: string): readonly Op[] => [API_KEY_HASH, KEY_USE].map((name): Op => ({ op: 'delete', in: name, tenant, id }));
