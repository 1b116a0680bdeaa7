/** What is kept of deliveries: every attempt in a log, and what could not be delivered until somebody decides. */
import { attemptRecord, type Collection, deadLetterRecord, type NewId, type Op } from '@patchbay/contracts';
import type { Attempted } from './attempt.ts';
import { notesOf } from './attempt-notes.ts';
import type { Delivery } from './delivery.ts';
import type { DeadReason, Outcome, Step } from './next-step.ts';

export const attemptCollection: Collection = { name: attemptRecord.name, kind: 'log', lean: true, fields: { event: 'text', endpoint: 'text' }, distinct: ['event'] };

export type WhyDead = DeadReason | 'disabled';

export function createRecords({ newId, now }: { readonly newId: NewId; readonly now: () => number }) {
  return {
    attempt({ tenant, event, endpoint, attempt, manual }: Delivery, attempted: Attempted, step: Step): Op {
      const { outcome, ms, response } = attempted;
      const body = {
        event: event.id, endpoint, number: attempt, outcome: outcome.kind === 'skipped' ? 'skipped' : step.kind === 'delivered' ? 'delivered' : 'failed', duration_ms: ms,
        ...(outcome.kind === 'answered' ? { status: outcome.status } : outcome.kind === 'failed' ? { failure: outcome.reason } : {}),
        ...(manual === true ? { trigger: 'manual' } : {}),
        ...notesOf(attempted),
        ...(response === '' ? {} : { response }),
        ...(step.kind === 'retry' ? { next_at: new Date(step.at).toISOString() } : {}),
      };
      return { op: 'append', in: attemptCollection.name, tenant, id: newId(attemptRecord.prefix), body, at: now() };
    },
    deadLetter({ tenant, event, endpoint, attempt }: Delivery, reason: WhyDead, last: Outcome | undefined): Op {
      const body = {
        event: event.id, endpoint, type: event.type, reason, attempts: attempt, fault: reason === 'ours' ? 'ours' : 'theirs',
        ...(last?.kind === 'answered' ? { last_status: last.status } : last?.kind === 'failed' ? { last_failure: last.reason } : {}),
      };
      return { op: 'insert', in: deadLetterRecord.name, tenant, id: newId(deadLetterRecord.prefix), body, at: now() };
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
