import { z } from 'zod';
import { instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const attempt = defineRecord({
  name: 'attempt',
  plural: 'attempts',
  prefix: 'att',
  title: 'Attempt',
  description: 'One try to deliver an event to an endpoint, and what came of it.',
  fields: {
    seq: z.int().meta({ description: 'Its place in the order in which attempts ended.', examples: [42] }),
    event: z.string().meta({ description: 'The event; receivers see it as webhook-id.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    endpoint: z.string().meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    number: z.int().meta({ description: 'The how manieth of this delivery, from 1.', examples: [1] }),
    outcome: z.enum(['delivered', 'failed']).meta({ description: 'Whether the endpoint took it.', examples: ['delivered'] }),
    status: z.int().optional().meta({ description: 'What the endpoint answered.', examples: [200] }),
    failure: z.string().optional().meta({ description: 'Why there was no answer.', examples: ['timeout'] }),
    response: z.string().optional().meta({ description: 'The beginning of the body that was answered.', examples: ['ok'] }),
    duration_ms: z.int().meta({ description: 'How long it took.', examples: [12] }),
    next_at: instant.optional().meta({ description: 'When it is tried again.' }),
  },
  indexed: ['event', 'endpoint'],
});
