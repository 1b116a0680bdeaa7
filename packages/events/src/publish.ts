/** Puts an event into somebody's unit: the log entry, where it is found by channel, and a delivery for each endpoint that takes it. */
import { type Append, type Document, eventRecord, type NewId, type Op, type Plan } from '@patchbay/contracts';
import type { DeliveryEngine } from './deliver/engine.ts';
import { channelEntries, eventCollection } from './event-log.ts';
import type { EventFacts } from './match/event-facts.ts';
import { eventIdOf } from './own-id.ts';
import { contentOp } from './retention/content.ts';

export interface EventDraft {
  readonly tenant: string;
  /** The id that its teller gave it: told again under it, it is the same event. */
  readonly id?: string | undefined;
  readonly type: string;
  readonly subject: string;
  readonly channels?: readonly string[] | undefined;
  readonly project?: string | undefined;
  /** The inbound source that it came by. */
  readonly source?: string | undefined;
  readonly data: Document;
  /** `data` as JSON, by who has written it already. */
  readonly dataText?: string;
  /** What is sent in place of `data` to those who get it raw. */
  readonly body?: string | undefined;
  /** When its content is taken out; not before the event itself goes, if absent. */
  readonly contentUntil?: number | undefined;
  /** The rules, and the installations that listened, that led to it, one by the other. */
  readonly causes?: readonly string[] | undefined;
  readonly at: number;
}

export interface EventPlan extends Plan {
  readonly id: string;
  /** The entry of the log. Refused as a duplicate: the event is there already. */
  readonly entry: Append;
}

export function planEvent(draft: EventDraft, { newId, delivery, react }: { readonly newId: NewId; readonly delivery: DeliveryEngine; readonly react?: React | undefined }): EventPlan {
  const { tenant, type, subject, channels = NONE, project, data, body, at } = draft;
  const id = draft.id === undefined ? newId(eventRecord.prefix) : eventIdOf(draft.id);
  const dataText = draft.dataText ?? JSON.stringify(data);
  const facts: EventFacts = project === undefined && body === undefined ? { tenant, id, at, type, subject, channels, data, dataText } : { tenant, id, at, type, subject, channels, ...(project === undefined ? {} : { project }), ...(body === undefined ? {} : { body }), data, dataText };
  const { ops, committed } = both(delivery.plan(facts), react?.(facts, draft.causes));
  const entry: Append = { op: 'append', in: eventCollection.name, tenant, id, body: { type, subject, data }, text: textOf(draft, dataText), at };
  const found = channels.length === 0 && project === undefined ? NOTHING : channelEntries(tenant, id, channels, project, at);
  const fading = draft.contentUntil === undefined ? NOTHING : [contentOp(tenant, newId('evc'), id, draft.contentUntil)];
  return { id, entry, ops: [entry, ...found, ...fading, ...ops], committed };
}

const NONE: readonly string[] = [];
const NOTHING: readonly Op[] = [];

/** What rules make of an event. */
export type React = (event: EventFacts, causes: readonly string[] | undefined) => Plan;

function both(first: Plan, second: Plan | undefined): Plan {
  if (second === undefined || second.ops.length === 0) return first;
  return { ops: [...first.ops, ...second.ops], committed: () => { first.committed(); second.committed(); } };
}

/** Joined by hand: the data is text already, and most events have none of the rest. */
function textOf({ id, type, subject, channels, project, source, causes, body, contentUntil }: EventDraft, dataText: string): string {
  const rest = (channels === undefined || channels.length === 0 ? '' : `,"channels":${JSON.stringify(channels)}`)
    + (project === undefined ? '' : `,"project":${JSON.stringify(project)}`)
    + (id === undefined ? '' : `,"own_id":${JSON.stringify(id)}`)
    + (source === undefined ? '' : `,"source":${JSON.stringify(source)}`)
    + (causes === undefined || causes.length === 0 ? '' : `,"causes":${JSON.stringify(causes)}`)
    + (contentUntil === undefined ? '' : `,"content_until":"${new Date(contentUntil).toISOString()}"`)
    + (body === undefined ? '' : `,"body":${JSON.stringify(body)}`);
  return `{"type":${JSON.stringify(type)},"subject":${JSON.stringify(subject)}${rest},"data":${dataText}}`;
}
