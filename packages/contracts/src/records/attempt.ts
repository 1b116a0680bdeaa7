import { z } from 'zod';
import { idOf, instant } from '../field.ts';
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
    endpoint: idOf('endpoint', 'ep').meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    number: z.int().meta({ description: 'The how manieth of this delivery, from 1.', examples: [1] }),
    outcome: z.enum(['delivered', 'skipped', 'failed']).meta({ description: 'Whether the endpoint took it; skipped: its transformation sends nothing for this event.', examples: ['delivered'] }),
    status: z.int().optional().meta({ description: 'What the endpoint answered.', examples: [200] }),
    failure: z.string().optional().meta({ description: 'Why there was no answer, or nothing could be sent: of a transformation, which limit it met.', examples: ['timeout'] }),
    detail: z.string().optional().meta({ description: 'More about it, for people.', examples: ['TypeError: cannot read property of undefined'] }),
    response: z.string().optional().meta({ description: 'The first 20,000 bytes of the body that was answered.', examples: ['ok'] }),
    response_encoding: z.literal('base64').optional().meta({ description: 'How `response` is written, if its bytes are no text.' }),
    request: z.object({
      headers: z.record(z.string(), z.string()).meta({ description: 'The headers that were sent; those that say who the hub is are masked.' }),
      body: z.string().optional().meta({ description: 'The first 20,000 bytes of what was sent, if a transformation made it.' }),
    }).optional().meta({ description: 'What was sent, of an attempt that failed or was transformed. Without a body it was the event in the format of the endpoint.' }),
    trigger: z.literal('manual').optional().meta({ description: 'That somebody asked for it: a replay, or a dead letter sent anew.' }),
    duration_ms: z.int().meta({ description: 'How long it took.', examples: [12] }),
    next_at: instant.optional().meta({ description: 'When it is tried again.' }),
  },
  indexed: ['event', 'endpoint'],
});
