/** An event as somebody outside tells it. */
import { z } from 'zod';
import { seconds, setOf } from './field.ts';
import { idPattern } from './id.ts';

/** As other webhook systems write them, too: `build.finished`, `InvoicePaid`, `user-created`. */
export const EVENT_TYPE = /^[a-zA-Z0-9._-]+$/;
export const eventTypeName = z.string().min(1).max(256).regex(EVENT_TYPE, 'expected letters, digits, dots, underscores and hyphens, such as build.finished');

/** A name that receivers choose by, such as a region or a customer. */
export const channel = z.string().min(1).max(128).regex(/^[a-zA-Z0-9._-]+$/, 'expected letters, digits, dots, underscores and hyphens');

/** The id that the teller gave an event. No spaces: it is safe in a path, a header or a log. */
export const ownId = z.string().min(1).max(320).regex(/^[\x21-\x7e]+$/, 'expected printable ASCII without spaces');

/** Five days: longer than the usual delays of retries together. */
const LEAST_CONTENT_RETENTION = 432_000;

export const eventDraft = z.strictObject({
  own_id: ownId.optional().meta({ description: 'Your own id of the event. Published again with the same content it is one event, however often; with other content it is refused.', examples: ['build-4711-finished'] }),
  type: eventTypeName.meta({ description: 'What happened.', examples: ['build.finished'] }),
  subject: z.string().min(1).max(255).meta({ description: 'What it happened to.', examples: ['shop'] }),
  channels: setOf(channel).max(5).optional().meta({ description: 'Whom it concerns: endpoints with channels get it only if they share one.', examples: [['eu']] }),
  project: z.string().regex(idPattern('prj'), 'expected the id of a project: prj_ and 26 characters').optional().meta({ description: 'The project that it belongs to: endpoints of a project get it only then.', examples: ['prj_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  data: z.record(z.string().max(255), z.unknown()).default({}).meta({ description: 'The facts of it.', examples: [{ number: 7 }] }),
  content_retention: seconds.min(LEAST_CONTENT_RETENTION).optional().meta({ description: 'Seconds after which `data`, `body` and what transformations made of them are taken out for good, while it stays on record that it happened. As long as the event is kept, if absent.', examples: [2_592_000] }),
  body: z.string().min(1).optional().meta({ description: 'What endpoints with the payload format raw get in place of `data`, byte for byte.', examples: ['{"number": 7.0}'] }),
});

export const published = z.object({
  id: z.string().meta({ description: 'Id of the event; receivers see it as webhook-id.', examples: ['evt_01jd8xk3v2q4r6t8w0y2a4c6e8'] }),
  duplicate: z.literal(true).optional().meta({ description: 'It was published before, and nothing was sent again.' }),
  warnings: z.array(z.object({
    path: z.string().meta({ description: 'Where in the event.', examples: ['data.number'] }),
    message: z.string().meta({ description: 'What is wrong there.', examples: ['expected a whole number'] }),
  })).optional().meta({ description: 'What does not fit the event type, where that is told and not refused.' }),
});
