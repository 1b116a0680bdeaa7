import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { approval } from '../records/approval.ts';

const input = z.strictObject({
  id: z.string().min(1).max(64).meta({ description: 'The approval to decide.' }),
  comment: z.string().max(2000).optional().meta({ description: 'Why.', examples: ['Checked with the owner'] }),
});
const decided = { scope: 'approval:decide', safety: 'moderate', input, output: schemasOf(approval).view, failures: ['resource.not_found', 'approval.own_request', 'approval.decided', 'approval.expired'] } as const;

export const approvalApprove = defineAction({ id: 'approval_approve', title: 'Approve', description: 'Lets the bound action run once. Not for the requester, nor for a key that the requester issued.', ...decided });
export const approvalReject = defineAction({ id: 'approval_reject', title: 'Reject', description: 'Refuses the bound action for good.', ...decided });
