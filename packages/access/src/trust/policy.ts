/** A trust policy as the store keeps it. */
import type { Row, trustPolicyResource } from '@patchbay/contracts';
import type { z } from 'zod';

export type PolicyBody = z.output<z.ZodObject<typeof trustPolicyResource.fields>> & { readonly declared_by: string };
export type Policy = Row<PolicyBody>;
export type BoundClaim = PolicyBody['claims'][number];
export type Provider = PolicyBody['provider'];
export type Claims = Readonly<Record<string, unknown>>;

/** Why a token is not let in; with the claim, where it is one. */
export interface Refusal {
  readonly reason: 'malformed' | 'algorithm' | 'key' | 'signature' | 'issuer' | 'audience' | 'expired' | 'not_yet' | 'too_old' | 'claim' | 'replayed' | 'scope';
  readonly claim?: string;
  /** For who runs the hub; holds nothing of the token but the name of a claim. */
  readonly detail: string;
}
