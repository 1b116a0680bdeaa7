/** The log that events are kept in, where they are found by channel, and an entry as everybody sees it. */
import { type Append, type Collection, eventRecord, type EventView, Failure, indexedFields, type Row } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';

export const eventCollection: Collection = { name: eventRecord.name, kind: 'log', lean: true, fields: Object.fromEntries(indexedFields(eventRecord).map((field) => [field, 'text' as const])) };

/** An entry for each channel of an event: an event without channels costs nothing, and one with many is found by each. */
export const channelCollection: Collection = { name: 'event_channel', kind: 'log', lean: true, fields: { channel: 'text' } };

/** Events of a project are found as those of a channel are; no channel is named like this. */
export const projectChannel = (project: string): string => `~${project}`;

export const channelEntries = (tenant: string, event: string, channels: readonly string[], project: string | undefined, at: number): Append[] =>
  (project === undefined ? channels : [projectChannel(project), ...channels]).map((channel) => ({ op: 'append', in: channelCollection.name, tenant, id: `${event} ${channel}`, body: { event, channel }, at }));

/** Under which ids an event is found by channel and project. */
export const entryIdsOf = ({ tenant, id, body, created_at }: Row): string[] =>
  channelEntries(tenant, id, (body['channels'] ?? []) as string[], body['project'] as string | undefined, created_at).map((entry) => entry.id); // as publish wrote it

const OPTIONAL = ['channels', 'project', 'own_id', 'source', 'causes', 'content_until'] as const;

export const showEvent = ({ id, seq = 0, created_at, body }: Row): EventView => ({
  id,
  seq,
  type: String(body['type']),
  subject: String(body['subject']),
  time: new Date(created_at).toISOString(),
  ...Object.fromEntries(OPTIONAL.filter((field) => body[field] !== undefined).map((field) => [field, body[field]])),
  data: body['data'] as EventView['data'],
});

/** A place that the log has not come to: it was restored from an earlier copy, or another hub told the place. What comes up to there would be passed over without a word. */
export async function refuseAhead(store: Pick<Store, 'head'>, tenant: string, place: number): Promise<void> {
  const head = place === 0 ? 0 : await store.head(eventCollection.name, tenant);
  if (place > head) throw new Failure('cursor.invalid', `The log ends at ${head}, and ${place} is behind that`, { issues: [{ path: 'after', message: `expected no more than ${head}` }] });
}
