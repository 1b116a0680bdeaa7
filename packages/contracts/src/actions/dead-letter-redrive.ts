import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { eventTypeName } from '../event-draft.ts';
import { instant } from '../field.ts';
import { job } from '../records/job.ts';

const MOST = 500;

export const deadLetterRedrive = defineAction({
  id: 'dead_letter_redrive',
  title: 'Redrive dead letters',
  description: 'Starts a job that sends dead letters anew, from the first attempt on: those named, or those that match. Letters that come after the start are not its business.',
  safety: 'moderate',
  scope: 'dead_letter:write',
  input: z.strictObject({
    ids: z.array(z.string().min(1).max(64)).min(1).max(MOST).optional().meta({ description: 'Just these.', examples: [['dl_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    endpoint: z.string().min(1).max(64).optional().meta({ description: 'Those of this endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    type: eventTypeName.optional().meta({ description: 'Those of this event type.', examples: ['build.finished'] }),
    reason: z.enum(['exhausted', 'gone', 'disabled', 'ours']).optional().meta({ description: 'Those that died of this.', examples: ['exhausted'] }),
    fault: z.enum(['ours', 'theirs']).optional().meta({ description: 'Those that are this side’s fault.', examples: ['ours'] }),
    since: instant.optional().meta({ description: 'Those that died not before this instant.', examples: ['2030-01-01T00:00:00.000Z'] }),
    until: instant.optional().meta({ description: 'Those that died before this instant.', examples: ['2030-01-02T00:00:00.000Z'] }),
  }),
  output: schemasOf(job).view,
  failures: ['resource.not_found'],
});
