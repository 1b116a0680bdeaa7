import { z } from 'zod';
import { defineAction } from '../action.ts';
import { eventDraft, published } from '../event-draft.ts';

const MOST = 1000;

export const eventPublishBatch = defineAction({
  id: 'event_publish_batch',
  title: 'Publish events',
  description: `Tells the hub of up to ${MOST} events at once, in their order: all of them are on disk before the answer, or none is.`,
  safety: 'moderate',
  scope: 'event:write',
  input: z.strictObject({ events: z.array(eventDraft).min(1).max(MOST).meta({ description: 'The events.', examples: [[{ type: 'build.finished', subject: 'shop', data: { number: 7 } }]] }) }),
  output: z.object({ items: z.array(published).meta({ description: 'What became of each, in the order of the events.' }) }),
  failures: ['event.id_reused', 'event.too_large', 'event_type.unknown', 'event_type.archived', 'event_type.mismatch', 'reference.not_found', 'resource.conflict'],
});
