import { z } from 'zod';
import { defineRecord } from '../resource.ts';

/** `stored` is the hash-chained log itself; entries never change. */
export const auditEntry = defineRecord({
  name: 'audit_entry',
  plural: 'audit_entries',
  prefix: 'aud',
  title: 'Audit entry',
  description: 'Who did what, when, through which door, and what came of it. Append-only; each entry carries the hash of the one before.',
  fields: {
    seq: z.int().meta({ description: 'Its place in the tenant’s trail, from 1, without gaps.', examples: [1] }),
    action: z.string().meta({ description: 'The action that was called.', examples: ['project_create'] }),
    principal: z.string().meta({ description: 'Who called.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    via: z.string().meta({ description: 'The door it came through.', examples: ['rest'] }),
    outcome: z.enum(['done', 'refused', 'failed']).meta({ description: 'done, refused by a rule, or failed while it ran.', examples: ['done'] }),
    failure: z.string().optional().meta({ description: 'The failure code, if it was refused or failed.', examples: ['caller.forbidden'] }),
    reason: z.string().optional().meta({ description: 'Who decided against it and why, where a plugin did.', examples: ['patchbay/freeze-calendar: Holidays is a freeze until 2027-01-04T00:00:00Z'] }),
    subject: z.string().optional().meta({ description: 'What was touched.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    approval: z.string().optional().meta({ description: 'The approval that allowed it.' }),
    input_digest: z.string().meta({ description: 'sha256 of the action and its input.' }),
    request_id: z.string().meta({ description: 'The request it came with.' }),
    hash: z.string().meta({ description: 'sha256 over the hash before and this entry’s id, time and stored text.' }),
  },
  indexed: ['action', 'principal', 'outcome', 'subject'],
});
