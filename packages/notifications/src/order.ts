/** A message to everybody that a rule names: one notification for each recipient, with its work, as a part of a unit. */
import { type Enqueue, type MessageOrder, type NewId, notificationRecord, type Op, type Plan, type Target, type Work } from '@patchbay/contracts';
import type { Notification } from './collections.ts';
import { QUEUE } from './collections.ts';

export interface OrderPorts {
  readonly newId: NewId;
  /** Work that is done as soon as it is on disk, without being claimed; undefined, if there is no room. */
  readonly keep: () => { readonly until: number; take(work: Work): void } | undefined;
  readonly wake: () => void;
}

/** Of what does not come to an end by itself. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

export function createOrders({ newId, keep, wake }: OrderPorts): (order: MessageOrder) => Plan {
  return (order) => {
    const plans = order.targets.flatMap((target) => recipientsOf(target).map((recipient) => plan(order, target, recipient)));
    return { ops: plans.flatMap(({ ops }) => ops), committed: () => { for (const { committed } of plans) committed(); } };
  };

  function plan(order: MessageOrder, target: Target, recipient: string | undefined): Plan {
    const id = newId(notificationRecord.prefix);
    const body = notificationOf(order, target, recipient);
    const lane = body.thread ?? '';
    const kept = lane === '' ? keep() : undefined;
    const work = workOf(order.tenant, newId('nwk'), { id, body }, lane, kept?.until ?? order.at);
    const ops: Op[] = [{ op: 'insert', in: notificationRecord.name, tenant: order.tenant, id, body, at: order.at }, work];
    return { ops, committed: kept === undefined ? wake : () => kept.take({ ...work, attempt: 1, lease: 1 }) };
  }
}

/** Without any, it goes where the webhook of the installation leads. */
const recipientsOf = ({ recipients }: Target): readonly (string | undefined)[] => (recipients.length === 0 ? [undefined] : recipients);

/** An event first: what is needed is not removed. Then the notification, and whose connector it keeps busy. */
export const workOf = (tenant: string, id: string, { id: notification, body }: { readonly id: string; readonly body: Notification }, lane: string, at: number): Enqueue =>
  ({ op: 'enqueue', in: QUEUE, tenant, id, at, lane, work: `${body.event} ${notification} ${body.channel}/${encodeURIComponent(body.installation)}` });

export function readWork({ tenant, work }: Pick<Work, 'tenant' | 'work'>): { readonly notification: string; readonly busy: string } {
  const [, notification = '', connector = ''] = work.split(' ');
  return { notification, busy: `${tenant} ${connector}` };
}

function notificationOf({ rule, template, events, group, thread, causes }: MessageOrder, { channel, installation }: Target, recipient: string | undefined): Notification {
  return {
    rule: rule.id, rule_name: rule.name, template, event: events[0]!, events: group.count, suppressed: group.suppressed, channel, installation, ...(recipient === undefined ? {} : { recipient }),
    status: 'waiting', attempts: 0, about: events, first_at: new Date(group.firstAt).toISOString(), last_at: new Date(group.lastAt).toISOString(), causes,
    ...(thread === undefined ? {} : { thread: `${thread} ${channel}/${installation} ${recipient ?? ''}` }), round: 1, expires: FOR_EVER,
  };
}
