import { z } from 'zod';
import { defineAction } from '../action.ts';

const MOST = 500;

export const deadLetterRedrive = defineAction({
  id: 'dead_letter_redrive',
  title: 'Redrive dead letters',
  description: 'Sends dead letters anew, from the first attempt on: those named, or those that match. Repeat while `more` is true.',
  safety: 'moderate',
  scope: 'dead_letter:write',
  dryRun: true,
  input: z.strictObject({
    ids: z.array(z.string().min(1).max(64)).min(1).max(MOST).optional().meta({ description: 'Just these.', examples: [['dl_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    endpoint: z.string().min(1).max(64).optional().meta({ description: 'Those of this endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    type: z.string().max(120).optional().meta({ description: 'Those of this event type.', examples: ['build.finished'] }),
    reason: z.enum(['exhausted', 'gone', 'disabled', 'ours']).optional().meta({ description: 'Those that died of this.', examples: ['exhausted'] }),
    fault: z.enum(['ours', 'theirs']).optional().meta({ description: 'Those that are this side’s fault.', examples: ['ours'] }),
    limit: z.int().min(1).max(MOST).default(100).meta({ description: 'So many at most.', examples: [100] }),
  }),
  output: z.object({
    redriven: z.int().meta({ description: 'How many are sent anew.', examples: [3] }),
    more: z.boolean().meta({ description: 'Whether others match.', examples: [false] }),
  }),
  failures: ['resource.conflict'],
});
