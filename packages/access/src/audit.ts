/** The audit trail: what an entry holds, and whether the chain of a tenant is whole. */
import { auditEntryRecord, type NewId, type Op } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import type { z } from 'zod';
import { AUDIT_ENTRY } from './collections.ts';
import { type Verdict, verify } from './verify.ts';

/** What the store adds itself. */
type Given = 'seq' | 'hash';
type Fields = z.output<z.ZodObject<Omit<typeof auditEntryRecord.fields, Given>>>;

/** `id`: of the call that it records; a new one where there was none. */
export type AuditInput = { readonly tenant: string; readonly at: number; readonly id?: string } & { readonly [F in keyof Fields]: Fields[F] | (undefined extends Fields[F] ? undefined : never) };

export interface Audit {
  /** The write that records it; belongs into the unit of what it records. */
  entry(input: AuditInput): Op;
  /** Never fails for a broken chain: that is an answer. */
  verify(tenant: string, signal: AbortSignal): Promise<Verdict>;
}

const FIELDS = Object.keys(auditEntryRecord.fields).filter((field) => field !== 'seq' && field !== 'hash') as (keyof Fields)[];

export function createAudit({ store, newId }: { readonly store: Store; readonly newId: NewId }): Audit {
  return Object.freeze({
    entry: (input: AuditInput): Op => ({ op: 'append', in: AUDIT_ENTRY, tenant: input.tenant, id: input.id ?? newId('aud'), at: input.at, body: bodyOf(input) }),
    verify: (tenant: string, signal: AbortSignal) => verify(tenant, { store }, signal),
  });
}

/** In the order of the definition, whoever calls: the text is what gets hashed. */
function bodyOf(input: AuditInput): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of FIELDS) if (input[field] !== undefined) body[field] = input[field];
  return body;
}
