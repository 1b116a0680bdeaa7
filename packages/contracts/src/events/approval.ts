import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';

const about = {
  action: z.string().meta({ description: 'The action that waits.' }),
  summary: z.string().meta({ description: 'What it would do, without secrets.' }),
  requester: z.string().meta({ description: 'Who called the action.' }),
};
const decided = z.object({ ...about, decided_by: z.string().meta({ description: 'Who decided.' }) });

export const approvalRequested = defineEvent({ type: 'approval.requested', description: 'A destructive action waits for somebody to decide.', data: z.object({ ...about, expires_at: instant.meta({ description: 'After this it can’t be decided.' }) }) });
export const approvalApproved = defineEvent({ type: 'approval.approved', description: 'Somebody allowed a destructive action, once.', data: decided });
export const approvalRejected = defineEvent({ type: 'approval.rejected', description: 'Somebody refused a destructive action.', data: decided });
