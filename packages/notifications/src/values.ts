/** What a template knows of events: what everybody sees of them. */
import type { Document, Row } from '@patchbay/contracts';

export const viewOf = ({ id, created_at, body }: Row): Document => ({
  id, type: body['type'], subject: body['subject'], time: new Date(created_at).toISOString(), data: body['data'] ?? {},
  ...(body['project'] === undefined ? {} : { project: body['project'] }), ...(body['channels'] === undefined ? {} : { channels: body['channels'] }),
});

/** One that somebody made up, with what every event has. */
export const madeUp = (sample: Document, now: number): Document => ({ id: 'evt_00000000000000000000000000', type: 'event.sample', subject: 'sample', time: new Date(now).toISOString(), data: {}, ...sample });
