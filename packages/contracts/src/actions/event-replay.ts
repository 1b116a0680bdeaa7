import { z } from 'zod';
import { defineAction } from '../action.ts';
import { instant } from '../field.ts';

const MOST = 500;

export const eventReplay = defineAction({
  id: 'event_replay',
  title: 'Replay events',
  description: 'Sends events to an endpoint once more: those named, whatever it listens to, or those of a window of time that it takes. Repeat with `next` as `after` until it is null.',
  safety: 'moderate',
  scope: 'event:write',
  dryRun: true,
  input: z.strictObject({
    endpoint: z.string().min(1).max(64).meta({ description: 'Where to.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    ids: z.array(z.string().min(1).max(64)).min(1).max(MOST).optional().meta({ description: 'Just these events.', examples: [['evt_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    type: z.string().max(120).optional().meta({ description: 'Only events of this type.', examples: ['build.finished'] }),
    since: instant.optional().meta({ description: 'Not before this instant.', examples: ['2030-01-01T00:00:00.000Z'] }),
    until: instant.optional().meta({ description: 'Before this instant.', examples: ['2030-01-02T00:00:00.000Z'] }),
    after: z.int().min(0).optional().meta({ description: 'Go on behind this place of the log.', examples: [42] }),
    limit: z.int().min(1).max(MOST).default(100).meta({ description: 'So many events are looked at.', examples: [100] }),
  }),
  output: z.object({
    replayed: z.int().meta({ description: 'How many are sent.', examples: [3] }),
    next: z.int().nullable().meta({ description: 'Where to go on; null at the end.', examples: [142] }),
  }),
  failures: ['resource.not_found'],
});
