/** What a publisher sends to whoever bought a plan. */
import { ENTITLEMENT, signStatement } from '@patchbay/plugins';
import type { SigningKey } from '@patchbay/vault';
import { publisher } from './release.ts';

export interface Bought { readonly tenant: string; readonly plugin?: string; readonly plan?: string; readonly number?: string; readonly sequence?: number; readonly startsAt: number; readonly expiresAt: number; readonly graceSeconds?: number; readonly features?: readonly string[]; readonly seats?: number; readonly key?: SigningKey }

export function entitlementOf({ plugin = 'acme/echo', plan = 'pro', number = '2030-1', sequence = 1, startsAt, expiresAt, key = publisher, ...more }: Bought): string {
  const predicate = { plugin, plan, number, sequence, startsAt: new Date(startsAt).toISOString(), expiresAt: new Date(expiresAt).toISOString(), ...more };
  return signStatement({ subject: [{ name: `${plugin} ${number}`, digest: { sha256: '0'.repeat(64) } }], predicateType: ENTITLEMENT, predicate }, key);
}
