/** Finds events in the log: by type, subject and time through its own indexes, by channel through the entries of channels, by own id at once. */
import { type Behaviour, eventRecord, type PageQuery, type RecordPage, type Row } from '@patchbay/contracts';
import type { ListQuery, Store } from '@patchbay/storage';
import { channelCollection, projectChannel } from './event-log.ts';
import { eventIdOf } from './own-id.ts';

export interface Search {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly channel?: string | undefined;
  readonly project?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly descending?: boolean;
  /** `next` of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** So many entries of a channel are looked at for one page, at most: a page may be short and still not be the last. */
const ROUNDS = 10;

export async function searchEvents(store: Store, tenant: string, search: Search): Promise<RecordPage> {
  const { channel, project } = search;
  if (channel === undefined && project === undefined) return byLog(store, tenant, search);
  return byChannel(store, tenant, search, channel ?? projectChannel(project!));
}

export function eventBehaviour(store: Store): Behaviour {
  return {
    page(query, { caller: { tenant } }) {
      if (query.filters['own_id'] !== undefined) return byOwnId(store, tenant, query, String(query.filters['own_id']));
      return query.filters['channel'] === undefined && query.filters['project'] === undefined ? undefined : searchEvents(store, tenant, { ...query, ...query.filters });
    },
  };
}

async function byLog(store: Store, tenant: string, search: Search): Promise<RecordPage> {
  const { type, subject, limit } = search;
  const rows = await store.list(eventRecord.name, { ...listed(tenant, search, limit), where: { ...(type === undefined ? {} : { type }), ...(subject === undefined ? {} : { subject }) } });
  return { rows, ...(rows.length < limit ? {} : { next: rows.at(-1)!.seq! }) };
}

async function byChannel(store: Store, tenant: string, search: Search, channel: string): Promise<RecordPage> {
  const found: Row[] = [];
  let { after } = search;
  for (let round = 0; round < ROUNDS; round++) {
    const wanted = search.limit - found.length;
    const entries = await store.list(channelCollection.name, { ...listed(tenant, { ...search, after }, wanted), where: { channel } });
    found.push(...await eventsOf(store, tenant, entries, search));
    after = entries.at(-1)?.seq ?? after;
    if (entries.length < wanted) return { rows: found };
    if (found.length >= search.limit) break;
  }
  return { rows: found, ...(after === undefined ? {} : { next: after }) };
}

/** In the order of the entries. Entries may outlive their events. */
async function eventsOf(store: Store, tenant: string, entries: readonly Row[], search: Search): Promise<Row[]> {
  const rows = new Map((await store.getMany(eventRecord.name, tenant, entries.map(({ body }) => String(body['event'])))).map((row) => [row.id, row]));
  return entries.map(({ body }) => rows.get(String(body['event']))).filter((row): row is Row => row !== undefined && fits(row, search));
}

const fits = ({ body }: Row, { type, subject, project }: Pick<Search, 'type' | 'subject' | 'project'>): boolean => (type === undefined || body['type'] === type) && (subject === undefined || body['subject'] === subject) && (project === undefined || body['project'] === project);

async function byOwnId(store: Store, tenant: string, { filters, since = 0, until = Infinity }: PageQuery, ownId: string): Promise<RecordPage> {
  const row = await store.get(eventRecord.name, tenant, eventIdOf(ownId));
  const { channel, type, subject, project } = filters as { channel?: string; type?: string; subject?: string; project?: string }; // parsed by the schema of the list
  const holds = row !== undefined && fits(row, { type, subject, project }) && row.created_at >= since && row.created_at < until && (channel === undefined || ((row.body['channels'] ?? []) as string[]).includes(channel));
  return { rows: holds ? [row] : [] };
}

const listed = (tenant: string, { since, until, descending = false, after }: Search, limit: number): ListQuery => ({
  tenant, limit, sort: { field: 'seq', descending },
  ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }), ...(after === undefined ? {} : { after: { value: after, id: '' } }),
});
