/** What happened: kept in the order of commits, and told to who listens. */
import { type Append, type Context, eventPublish, eventRecord, type EventView, Failure, type NewId, operation, type Operation, type WatchQuery } from '@patchbay/contracts';
import type { Store } from '@patchbay/storage';
import { eventCollection } from './event-log.ts';
import { watch } from './watch.ts';

export interface EventDraft {
  readonly tenant: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: number;
}

export interface Events {
  readonly operations: readonly Operation[];
  /** An event as part of somebody's unit. */
  op(draft: EventDraft): Append;
  watch(query: WatchQuery, tenant: string, signal: AbortSignal): AsyncIterable<EventView>;
}

export function createEvents({ store, newId, platformTypes }: { store: Store; newId: NewId; platformTypes: ReadonlySet<string> }): Events {
  const op = ({ tenant, type, subject, data, at }: EventDraft): Append => ({ op: 'append', in: eventCollection.name, tenant, id: newId(eventRecord.prefix), body: { type, subject, data }, at });

  /** The hub's own types are facts about the hub: nobody else tells them. */
  const publish = operation(eventPublish, ({ type, subject, data }, ctx: Context) => {
    if (platformTypes.has(type)) throw new Failure('input.invalid', `${type} is told by the hub itself`, { issues: [{ path: 'type', message: 'a type of the hub’s own; choose another name' }] });
    const draft = op({ tenant: ctx.caller.tenant, type, subject, data, at: ctx.now });
    ctx.unit.add(draft);
    ctx.target(draft.id);
    return { id: draft.id };
  });

  return Object.freeze({
    operations: [publish],
    op,
    watch: (query: WatchQuery, tenant: string, signal: AbortSignal) => watch(query, tenant, store, signal),
  });
}
