import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { idOf } from '../field.ts';
import { anId, ofChannel, ofTypes, pastInput, pastOutput } from '../history.ts';
import { attempt } from '../records/attempt.ts';

export const attemptSearch = defineAction({
  id: 'attempt_search',
  title: 'Search attempts',
  description: 'Attempts at an endpoint, or of an event, by what came of them and by what was sent.',
  safety: 'safe',
  scope: 'attempt:read',
  input: z.strictObject({
    endpoint: idOf('endpoint', 'ep').meta({ description: 'At this endpoint.' }).optional(), event: anId('Of this event.').optional(), project: idOf('project', 'prj').meta({ description: 'Only at endpoints of this project.' }).optional(), types: ofTypes, channel: ofChannel,
    outcome: z.enum(['delivered', 'failed']).optional().meta({ description: 'Only those that ended like this.', examples: ['failed'] }),
    status_class: z.union([z.literal(0), z.literal(100), z.literal(200), z.literal(300), z.literal(400), z.literal(500)]).optional().meta({ description: 'Only those that were answered like this; 0: not answered.', examples: [500] }), ...pastInput,
  }),
  output: pastOutput(schemasOf(attempt).view),
  failures: ['cursor.invalid'],
});

export const endpointStats = defineAction({
  id: 'endpoint_stats',
  title: 'Count attempts at an endpoint',
  description: 'How many attempts at an endpoint went well or failed in a window of time.',
  safety: 'safe',
  scope: 'attempt:read',
  input: z.strictObject({ endpoint: anId('The endpoint.').meta({ description: 'The endpoint.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }), since: pastInput.since, until: pastInput.until }),
  output: z.object({
    delivered: z.int().meta({ description: 'Taken by the endpoint.', examples: [1200] }),
    failed: z.int().meta({ description: 'Not taken.', examples: [3] }),
  }),
});
