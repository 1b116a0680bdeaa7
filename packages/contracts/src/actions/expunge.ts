/** What must not be kept goes, and what happened stays: who was told of what, when, and how it ended. */
import { z } from 'zod';
import { defineAction } from '../action.ts';
import { anId } from '../history.ts';

const gone = z.object({ id: z.string().meta({ description: 'What was expunged.' }), expunged: z.literal(true).meta({ description: 'That its content is gone.' }) });

export const eventExpunge = defineAction({
  id: 'event_expunge',
  title: 'Expunge the content of an event',
  description: 'Takes the data out of an event for good. That it happened stays on record; what is still to be delivered of it is not.',
  safety: 'moderate',
  scope: 'event:write',
  input: z.strictObject({ id: anId('The event.').meta({ description: 'The event.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: gone,
  failures: ['resource.not_found'],
});

export const attemptExpunge = defineAction({
  id: 'attempt_expunge',
  title: 'Expunge the content of an attempt',
  description: 'Takes what was sent and what was answered out of an attempt for good.',
  safety: 'moderate',
  scope: 'attempt:write',
  input: z.strictObject({ id: anId('The attempt.').meta({ description: 'The attempt.', examples: ['att_01jd8xk3v2q4r6t8w0y2a4c6e8'] }) }),
  output: gone,
  failures: ['resource.not_found'],
});
