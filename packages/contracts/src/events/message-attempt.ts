/** How deliveries of an event go that don't go well. Their own deliveries tell nothing of the kind, so that no failure feeds on itself. */
import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { instant } from '../field.ts';

const about = {
  endpoint: z.string().meta({ description: 'Id of the endpoint.' }),
  endpoint_uid: z.string().optional().meta({ description: 'What another system calls it.' }),
  project: z.string().optional().meta({ description: 'Id of its project.' }),
  event: z.string().meta({ description: 'Id of the event; receivers see it as webhook-id.' }),
  event_type: z.string().meta({ description: 'Its type.' }),
  attempt: z.object({
    id: z.string().meta({ description: 'Id of the last attempt.' }),
    number: z.int().meta({ description: 'The how manieth it was.' }),
    status: z.int().optional().meta({ description: 'What the endpoint answered.' }),
    failure: z.string().optional().meta({ description: 'Why there was no answer.' }),
    at: instant.meta({ description: 'When it ended.' }),
  }).meta({ description: 'The last attempt.' }),
};

export const messageAttemptFailing = defineEvent({ type: 'message.attempt.failing', description: 'An event was tried four times at an endpoint in vain. It is tried again.', data: z.object({ ...about, next_at: instant.meta({ description: 'When it is tried again.' }) }) });
export const messageAttemptRecovered = defineEvent({ type: 'message.attempt.recovered', description: 'An endpoint took an event after four or more attempts in vain.', data: z.object(about) });
export const messageAttemptExhausted = defineEvent({
  type: 'message.attempt.exhausted',
  description: 'The last attempt at an endpoint failed: the event waits in the dead letters.',
  data: z.object({ ...about, reason: z.enum(['exhausted', 'gone', 'ours']).meta({ description: 'Of what it died, as the dead letter says.' }) }),
});
