import { Failure } from '@patchbay/contracts';
import { digest, generateSigningKey } from '@patchbay/vault';
import { describe, expect, it } from 'vitest';
import { type Index, readIndex, signIndex } from './signed-index.ts';

const key = generateSigningKey();
const NOW = Date.UTC(2030, 0, 2);
const at = (ms: number): string => new Date(NOW + ms).toISOString();
const indexOf = (changes: Partial<Index> = {}): Index => ({ version: 5, issuedAt: at(-1000), expiresAt: at(86_400_000), publishers: [], releases: [], revocations: [], ...changes });
const signed = (changes: Partial<Index> = {}, by = key): string => signIndex(indexOf(changes), by);
const before = { version: 5, digest: digest(signed()), expires_at: at(86_400_000) };

function reasonOf(text: string, believed = before, now = NOW): string {
  try {
    readIndex(text, key.publicKey, believed, now);
    return 'believed';
  } catch (error) {
    return error instanceof Failure && error.code === 'registry.refused' ? String(error.details['reason']) : String(error);
  }
}

describe('the list of a registry', () => {
  it('is believed when it is signed, counts still, and is not older than the one before', () => {
    expect(readIndex(signed({ version: 6 }), key.publicKey, before, NOW)).toEqual(indexOf({ version: 6 }));
    expect(reasonOf(signed())).toBe('believed');
    expect(readIndex(signed({ version: 1 }), key.publicKey, undefined, NOW).version).toBe(1);
  });

  it.each([
    ['signed with another key', signed({ version: 6 }, generateSigningKey()), /another key/],
    ['changed by one letter', signed({ version: 6 }).replace(/"payload":"(.)/, (_, letter: string) => `"payload":"${letter === 'e' ? 'f' : 'e'}`), /does not fit|no in-toto/],
    ['rolled back', signed({ version: 4 }), /version 4, and 5 was here/],
    ['another one under the same version', signed({ releases: [{ plugin: 'acme/x', version: '1.0.0', sha256: 'a'.repeat(64), size: 1, sequence: 1, publicKey: key.publicKey }] }), /two lists with the version 5/],
    ['frozen until it ran out', signed({ version: 6, expiresAt: at(-1) }), /ran out/],
    ['of a time to come', signed({ version: 6, issuedAt: at(600_000) }), /still to come/],
    ['no list at all', signed({ version: 0 }), /no list/],
    ['not even a bundle', 'hello', /no Sigstore bundle/],
  ])('is refused when it is %s', (_, text, reason) => {
    expect(reasonOf(text)).toMatch(reason);
  });
});
