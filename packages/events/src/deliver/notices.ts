/** Tells of deliveries that don't go well, in the unit of the attempt that made it so. */
import type { Op, Plan } from '@patchbay/contracts';
import type { Delivery } from './delivery.ts';
import type { Receiver } from '../match/receiver.ts';
import type { Outcome, Step } from './next-step.ts';

export interface NoticePorts {
  readonly now: () => number;
  readonly tell: (event: { tenant: string; type: string; subject: string; data: Readonly<Record<string, unknown>>; at: number }) => Plan;
}

const FAILING_AFTER = 4;
/** What the hub tells about endpoints: when that fails in turn, nobody is told. */
const QUIET = /^(endpoint|message\.attempt)\./;

export function createNotices({ now, tell }: NoticePorts) {
  /** What there is to tell, if anything: most deliveries are over after one comparison. */
  return (delivery: Delivery, { uid, project }: Pick<Receiver, 'uid' | 'project'>, outcome: Outcome, step: Step, record: Op): Plan | undefined => {
    if (delivery.attempt < FAILING_AFTER && step.kind !== 'dead') return undefined;
    const said = saidOf(delivery.attempt, step);
    if (said === undefined || QUIET.test(delivery.event.type)) return undefined;
    const { tenant, endpoint, event, attempt } = delivery;
    const at = now();
    const last = { id: 'id' in record ? record.id : '', number: attempt, at: new Date(at).toISOString(), ...(outcome.kind === 'answered' ? { status: outcome.status } : outcome.kind === 'failed' ? { failure: outcome.reason } : {}) };
    return tell({ tenant, type: said.type, subject: endpoint, data: { endpoint, ...(uid === undefined ? {} : { endpoint_uid: uid }), ...(project === undefined ? {} : { project }), event: event.id, event_type: event.type, attempt: last, ...said.more }, at });
  };
}

function saidOf(attempt: number, step: Step): { readonly type: string; readonly more: Readonly<Record<string, unknown>> } | undefined {
  if (step.kind === 'dead') return { type: 'message.attempt.exhausted', more: { reason: step.reason } };
  if (step.kind === 'retry') return attempt === FAILING_AFTER ? { type: 'message.attempt.failing', more: { next_at: new Date(step.at).toISOString() } } : undefined;
  return attempt > FAILING_AFTER ? { type: 'message.attempt.recovered', more: {} } : undefined;
}
