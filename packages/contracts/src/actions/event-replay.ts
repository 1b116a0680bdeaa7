import { z } from 'zod';
import { defineAction } from '../action.ts';
import { schemasOf } from '../derive.ts';
import { channel, eventTypeName } from '../event-draft.ts';
import { instant } from '../field.ts';
import { job } from '../records/job.ts';

const MOST = 500;

export const eventReplay = defineAction({
  id: 'event_replay',
  title: 'Replay events',
  description: 'Starts a job that sends events to an endpoint once more: those named, whatever it listens to, or those of the log that it takes. Events that come after the start are not its business.',
  safety: 'moderate',
  scope: 'event:write',
  input: z.strictObject({
    endpoint: z.string().min(1).max(64).meta({ description: 'Where to.', examples: ['ep_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
    ids: z.array(z.string().min(1).max(64)).min(1).max(MOST).optional().meta({ description: 'Just these events.', examples: [['evt_01jd8xk3v2q4r6t8w0y2a4c6e8']] }),
    type: eventTypeName.optional().meta({ description: 'Only events of this type.', examples: ['build.finished'] }),
    subject: z.string().max(255).optional().meta({ description: 'Only events about this.', examples: ['shop'] }),
    channel: channel.optional().meta({ description: 'Only events published to this channel.', examples: ['eu'] }),
    since: instant.optional().meta({ description: 'Not before this instant.', examples: ['2030-01-01T00:00:00.000Z'] }),
    until: instant.optional().meta({ description: 'Before this instant.', examples: ['2030-01-02T00:00:00.000Z'] }),
    only: z.enum(['all', 'undelivered', 'untried', 'failed']).default('all').meta({ description: 'All of them, those that the endpoint never took, those that were never tried there, or those that were tried in vain, whatever it listens to now.', examples: ['undelivered'] }),
  }),
  output: schemasOf(job).view,
  failures: ['resource.not_found', 'endpoint.disabled'],
});
