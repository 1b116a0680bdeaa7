import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { idOf, instant } from '../field.ts';
import { anId, ofChannel, ofTypes } from '../history.ts';
import { event } from '../records/event.ts';

const consumer = z.string().min(1).max(128).regex(/^[a-zA-Z0-9._-]+$/).meta({ description: 'The name of who reads. Its place is kept for it, for each `endpoint` or `project` its own.', examples: ['warehouse'] });
const of = {
  endpoint: anId('What this endpoint takes, whether it is switched on or not.').optional(),
  project: idOf('project', 'prj').meta({ description: 'What was published for this project.' }).optional(),
};

export const eventPoll = defineAction({
  id: 'event_poll',
  title: 'Poll events',
  description: 'Events behind a place in the log, in the order of commits: for who can’t be reached by a webhook. Handle them, then go on with `after`; with a consumer, say so by event_seek.',
  safety: 'safe',
  scope: 'event:read',
  input: z.strictObject({
    ...of, types: ofTypes, channel: ofChannel,
    after: z.int().min(0).optional().meta({ description: 'Behind this place. Without it, behind that of the consumer, or from the beginning.', examples: [42] }),
    consumer: consumer.optional(),
    wait: z.int().min(0).max(30).default(0).meta({ description: 'Seconds to wait for something to come.', examples: [20] }),
    limit: z.int().min(1).max(500).default(100).meta({ description: 'So many at most.', examples: [100] }),
  }),
  output: z.object({
    items: z.array(schemasOf(event).view).meta({ description: 'The events.' }),
    after: z.int().meta({ description: 'Where to go on.', examples: [142] }),
    done: z.boolean().meta({ description: 'Whether that is the end of the log for now.', examples: [true] }),
  }),
  failures: ['resource.not_found', 'cursor.invalid'],
});

export const eventSeek = defineAction({
  id: 'event_seek',
  title: 'Move a consumer',
  description: 'Keeps the place behind which a consumer goes on: what it has handled, or where it wants to begin again.',
  safety: 'moderate',
  scope: 'event:write',
  input: z.strictObject({
    consumer, ...of,
    after: z.int().min(0).optional().meta({ description: 'The place, as event_poll told it.', examples: [142] }),
    since: instant.optional().meta({ description: 'In place of it: an instant; what was published from then on comes.', examples: ['2030-01-01T00:00:00.000Z'] }),
  }),
  output: z.object({ after: z.int().meta({ description: 'The place.', examples: [142] }) }),
  failures: ['resource.not_found', 'cursor.invalid', 'resource.conflict'],
  example: { consumer: 'warehouse', after: 142 },
});
