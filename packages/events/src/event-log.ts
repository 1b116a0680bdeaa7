/** The log that events are kept in, and an entry of it as everybody sees it. */
import { type Collection, eventRecord, type EventView, indexedFields, type Row } from '@patchbay/contracts';

export const eventCollection: Collection = { name: eventRecord.name, kind: 'log', lean: true, fields: Object.fromEntries(indexedFields(eventRecord).map((field) => [field, 'text' as const])) };

export const showEvent = (row: Row): EventView => ({
  id: row.id,
  seq: row.seq ?? 0,
  type: String(row.body['type']),
  subject: String(row.body['subject']),
  time: new Date(row.created_at).toISOString(),
  data: row.body['data'] as EventView['data'],
});
