import { z } from 'zod';
import { eventTypeName } from '../event-draft.ts';
import { idOf } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const deadLetter = defineRecord({
  name: 'dead_letter',
  plural: 'dead_letters',
  prefix: 'dl',
  title: 'Dead letter',
  description: 'An event that an endpoint did not take and that is not tried again by itself. It stays until somebody sends it anew.',
  fields: {
    event: z.string().meta({ description: 'The event.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    endpoint: idOf('endpoint', 'ep').meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    type: eventTypeName.meta({ description: 'The type of the event.', examples: ['build.finished'] }),
    reason: z.enum(['exhausted', 'gone', 'disabled', 'ours']).meta({ description: 'Tried as often as the schedule says; the endpoint said that it is gone; it was switched off meanwhile; or the hub could not send it.', examples: ['exhausted'] }),
    fault: z.enum(['ours', 'theirs']).meta({ description: 'Whose fault it is: the hub’s or the receiver’s.', examples: ['theirs'] }),
    attempts: z.int().meta({ description: 'How often it was tried.', examples: [10] }),
    last_status: z.int().optional().meta({ description: 'What the endpoint answered last.', examples: [500] }),
    last_failure: z.string().optional().meta({ description: 'Why there was no answer, last.', examples: ['timeout'] }),
  },
  indexed: ['event', 'endpoint', 'type', 'reason', 'fault'],
});
