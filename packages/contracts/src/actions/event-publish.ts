import { defineAction } from '../action.ts';
import { eventDraft, published } from '../event-draft.ts';

export { EVENT_TYPE } from '../event-draft.ts';

export const eventPublish = defineAction({
  id: 'event_publish',
  title: 'Publish an event',
  description: 'Tells the hub that something happened. It is on disk before the answer.',
  safety: 'moderate',
  scope: 'event:write',
  input: eventDraft,
  output: published,
  failures: ['event.id_reused', 'event.too_large', 'event_type.unknown', 'event_type.archived', 'event_type.mismatch', 'reference.not_found', 'resource.conflict'],
});
