import { z } from 'zod';
import { defineAction } from '../action.ts';

export const auditVerify = defineAction({
  id: 'audit_verify',
  title: 'Verify the audit trail',
  description: 'Recomputes the hash chain of this tenant’s audit trail from its first entry to its last.',
  safety: 'safe',
  scope: 'audit_entry:read',
  input: z.strictObject({}),
  output: z.object({
    intact: z.boolean().meta({ description: 'Whether every hash is right and no entry is missing.' }),
    entries: z.int().meta({ description: 'How many entries were checked.' }),
    head: z.string().nullable().meta({ description: 'Hash of the last entry. Keep it elsewhere to notice a trail that was cut short.' }),
    broken_at: z.int().nullable().meta({ description: 'Place of the first entry that is wrong.' }),
  }),
});
