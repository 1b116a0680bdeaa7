import { z } from 'zod';
import { instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const approval = defineRecord({
  name: 'approval',
  plural: 'approvals',
  prefix: 'apr',
  title: 'Approval',
  description: 'Asked for by a destructive action. It is bound to that action and input, counts once and runs out.',
  fields: {
    action: z.string().meta({ description: 'The action that waits.', examples: ['secret_delete'] }),
    summary: z.string().meta({ description: 'What it would do, without secrets.', examples: ['Delete a secret: id sec_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    digest: z.string().meta({ description: 'sha256 of the action, its input, and of a plugin or attached server how it stood then; only exactly this may run.' }),
    requester: z.string().meta({ description: 'Who called the action.' }),
    status: z.enum(['pending', 'approved', 'rejected', 'used']).meta({ description: 'Where it stands.', examples: ['pending'] }),
    decided_by: z.string().optional().meta({ description: 'Who decided.' }),
    decided_at: instant.optional().meta({ description: 'When.' }),
    comment: z.string().optional().meta({ description: 'What the approver said.' }),
    expires_at: instant.meta({ description: 'After this it can neither be decided nor used.' }),
  },
  indexed: ['status', 'action', 'requester'],
});
