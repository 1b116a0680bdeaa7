import { z } from 'zod';
import { idOf, instant, json } from '../field.ts';
import { defineRecord } from '../resource.ts';

export const job = defineRecord({
  name: 'job',
  plural: 'jobs',
  prefix: 'job',
  title: 'Job',
  description: 'Work of the hub that takes its time and survives restarts: events that are sent once more, dead letters that are sent anew.',
  fields: {
    kind: z.enum(['event_replay', 'dead_letter_redrive']).meta({ description: 'The action that started it.', examples: ['event_replay'] }),
    status: z.enum(['running', 'done', 'cancelled', 'failed']).meta({ description: 'Where it stands.', examples: ['running'] }),
    endpoint: idOf('endpoint', 'ep').optional().meta({ description: 'The endpoint that it sends to, if it is one.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    filter: json.meta({ description: 'What it was asked for.', examples: [{ type: 'build.finished', since: '2030-01-01T00:00:00.000Z' }] }),
    principal: z.string().meta({ description: 'Who started it.', examples: ['key_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    looked: z.int().meta({ description: 'How many events or letters it has looked at.', examples: [1200] }),
    sent: z.int().meta({ description: 'How many it has put on their way.', examples: [1000] }),
    skipped: z.int().meta({ description: 'How many it could not send, because their endpoint is switched off or gone.', examples: [0] }),
    expired: z.int().meta({ description: 'How many it could not send, because their event, or its content, is not kept any more.', examples: [0] }),
    failure: z.string().optional().meta({ description: 'Why it failed.', examples: ['endpoint.disabled'] }),
    ended_at: instant.optional().meta({ description: 'When it came to its end.' }),
  },
  indexed: ['kind', 'status', 'endpoint'],
});
