/** What was published, by project, types and channel together. */
import { eventRecord, eventSearch, operation, type Operation } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { channelCollection, projectChannel } from '../event-log.ts';
import { searchEvents } from '../search.ts';
import { isOf, viewOf, walk, type Walk } from './past.ts';

export interface EventsOf {
  readonly project?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly channel?: string | undefined;
}

export const searchAction = (store: Store): Operation => operation(eventSearch, ({ project, types, channel, ...past }, { caller: { tenant }, signal }) =>
  walk(past, { ...eventsOf(store, tenant, { project, types, channel }), pick: async (rows) => rows.filter((row) => isOf(row, { types, channel })).map((row) => ({ row, item: viewOf(row) })) }, signal) as never); // rows of the log fit the record

/** How the log is read that has these events: of a channel and of a project there is one each. */
export function eventsOf(store: Store, tenant: string, { project, types, channel }: EventsOf): Pick<Walk<never>, 'read' | 'placeOf'> {
  const through = channel ?? (project === undefined ? undefined : projectChannel(project));
  const type = types?.length === 1 ? types[0] : undefined;
  return {
    read: (stretch) => searchEvents(store, tenant, { ...stretch, type, project, channel }),
    async placeOf(id) {
      const row = through === undefined ? await store.get(eventRecord.name, tenant, id) : await store.get(channelCollection.name, tenant, `${id} ${through}`);
      return row?.seq;
    },
  };
}
