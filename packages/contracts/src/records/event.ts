import { z } from 'zod';
import { channel, eventTypeName } from '../event-draft.ts';
import { idOf, instant } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const event = defineRecord({
  name: 'event',
  plural: 'events',
  prefix: 'evt',
  title: 'Event',
  description: 'Something that happened: in the hub itself, or outside and published to it.',
  fields: {
    seq: z.int().meta({ description: 'Its place in the order of commits; go on from here when you follow.', examples: [42] }),
    type: eventTypeName.meta({ description: 'What happened.', examples: ['project.created'] }),
    subject: z.string().meta({ description: 'What it happened to.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    channels: z.array(z.string()).optional().meta({ description: 'Whom it concerns.', examples: [['eu']] }),
    project: z.string().optional().meta({ description: 'The project that it belongs to.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    own_id: z.string().optional().meta({ description: 'The id that its teller gave it.', examples: ['build-4711-finished'] }),
    source: z.string().optional().meta({ description: 'The source that it came in by, or the installation of a plugin that took the webhook.', examples: ['src_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    causes: z.array(z.string()).optional().meta({ description: 'The rules, and the installations that listened, that led to it, one by the other.', examples: [['rule_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    body: z.string().optional().meta({ description: 'What endpoints with the payload format raw get in place of `data`.', examples: ['{"number": 7.0}'] }),
    content_until: instant.optional().meta({ description: 'When its content is taken out, as its teller wanted.' }),
    expunged: z.boolean().optional().meta({ description: 'Whether its data was taken out for good.', examples: [true] }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'Fits the schema of the type.', examples: [{ slug: 'shop' }] }),
  },
  filters: {
    channel: channel.meta({ description: 'Published to this channel.', examples: ['eu'] }),
    project: idOf('project', 'prj').meta({ description: 'That belong to this project.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    own_id: z.string().min(1).max(320).meta({ description: 'With this id of its teller.', examples: ['build-4711-finished'] }),
  },
  indexed: ['type', 'subject'],
});
