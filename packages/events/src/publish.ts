/** Puts an event into somebody's unit: the log entry, and a delivery for each endpoint that takes it. */
import { type Document, eventRecord, type NewId, type Plan } from '@patchbay/contracts';
import type { DeliveryEngine } from './deliver/engine.ts';
import { eventCollection } from './event-log.ts';

export interface EventDraft {
  readonly tenant: string;
  readonly type: string;
  readonly subject: string;
  readonly channels?: readonly string[] | undefined;
  readonly data: Document;
  readonly at: number;
}

export interface EventPlan extends Plan {
  readonly id: string;
}

export function planEvent({ tenant, type, subject, channels, data, at }: EventDraft, { newId, delivery }: { readonly newId: NewId; readonly delivery: DeliveryEngine }): EventPlan {
  const id = newId(eventRecord.prefix);
  const dataText = JSON.stringify(data);
  const { ops, committed } = delivery.plan({ tenant, id, at, type, subject, channels: channels ?? NONE, data, dataText });
  const concerned = channels === undefined ? '' : `,"channels":${JSON.stringify(channels)}`;
  const text = `{"type":${JSON.stringify(type)},"subject":${JSON.stringify(subject)}${concerned},"data":${dataText}}`;
  return { id, ops: [{ op: 'append', in: eventCollection.name, tenant, id, body: { type, subject, data }, text, at }, ...ops], committed };
}

const NONE: readonly string[] = [];
