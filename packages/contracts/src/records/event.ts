import { z } from 'zod';
import { defineRecord } from '../resource.ts';

export const event = defineRecord({
  name: 'event',
  plural: 'events',
  prefix: 'evt',
  title: 'Event',
  description: 'Something that happened: in the hub itself, or outside and published to it.',
  fields: {
    seq: z.int().meta({ description: 'Its place in the order of commits; go on from here when you follow.', examples: [42] }),
    type: z.string().meta({ description: 'What happened.', examples: ['project.created'] }),
    subject: z.string().meta({ description: 'What it happened to.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    channels: z.array(z.string()).optional().meta({ description: 'Whom it concerns.', examples: [['eu']] }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'Fits the schema of the type.', examples: [{ slug: 'shop' }] }),
  },
  indexed: ['type', 'subject'],
});
