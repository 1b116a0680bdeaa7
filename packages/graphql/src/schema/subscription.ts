/** What a caller can follow: the events of its tenant, as they are committed. */
import type { EventView, WatchQuery } from '@patchbay/contracts';
import { type GraphQLFieldConfig, GraphQLID, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString } from '../graphql-js.ts';
import type { CallContext } from '../call-context.ts';
import type { Names } from './names.ts';
import { DateTime, JsonScalar, Long } from './scalars.ts';

export const eventsField = (names: Names): GraphQLFieldConfig<EventView, CallContext> => ({
  type: new GraphQLNonNull(names.claim(['EventNotice'], 'event notice', noticeType)),
  description: 'Events as they are committed, in order. Sent as server-sent events to `Accept: text/event-stream`.',
  args: {
    types: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)), description: 'Event types, or prefixes that end in `.*`; all when absent.' },
    after: { type: Long, description: 'Go on after this `seq`: nothing between is missed. Without it, start with what happens next.' },
  },
  subscribe: (_source, { types, after }: { types?: readonly string[] | null; after?: number | null }, context) => context.watch(queryOf(types, after)),
  resolve: (event) => event,
});

const queryOf = (types: readonly string[] | null | undefined, after: number | null | undefined): WatchQuery => ({
  ...(types === null || types === undefined ? {} : { types }),
  ...(after === null || after === undefined ? {} : { after }),
});

const noticeType = (name: string): GraphQLObjectType => new GraphQLObjectType({
  name,
  description: 'An event as it is told to who follows.',
  fields: {
    id: { type: new GraphQLNonNull(GraphQLID) },
    seq: { type: new GraphQLNonNull(Long), description: 'Its place in the order of commits: `after` of a later subscription.' },
    type: { type: new GraphQLNonNull(GraphQLString) },
    subject: { type: new GraphQLNonNull(GraphQLString) },
    time: { type: new GraphQLNonNull(DateTime) },
    data: { type: new GraphQLNonNull(JsonScalar) },
  },
});
