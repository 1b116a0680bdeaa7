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
    attempt({ tenant, event, endpoint, attempt, manual }: Delivery, attempted: Attempted, step: Step, at: number): Op {
      return { op: 'append', in: attemptCollection.name, tenant, id: newId(attemptRecord.prefix), body: { event: event.id, endpoint }, text: textOf(event.id, endpoint, attempt, manual === true, attempted, step), at };
    },
    /** Without a last outcome it was not tried once more. */
    deadLetter({ tenant, event, endpoint, attempt }: Delivery, reason: WhyDead, last: Outcome | undefined): Op {
      const body = {
        event: event.id, endpoint, type: event.type, reason, attempts: last === undefined ? attempt - 1 : attempt, fault: reason === 'ours' ? 'ours' : 'theirs',
        ...(last?.kind === 'answered' ? { last_status: last.status } : last?.kind === 'failed' ? { last_failure: last.reason } : {}),
      };
      return { op: 'insert', in: deadLetterRecord.name, tenant, id: newId(deadLetterRecord.prefix), body, at: now() };
    },
  };
}

/** Joined by hand: an attempt that went well has little in it that may need to be escaped. */
function textOf(event: string, endpoint: string, number: number, manual: boolean, attempted: Attempted, step: Step): string {
  const { outcome, ms, response } = attempted;
  const notes = notesOf(attempted);
  return `{"event":${JSON.stringify(event)},"endpoint":${JSON.stringify(endpoint)},"number":${number},"outcome":"${outcome.kind === 'skipped' ? 'skipped' : step.kind === 'delivered' ? 'delivered' : 'failed'}","duration_ms":${ms}`
    + (outcome.kind === 'answered' ? `,"status":${outcome.status}` : outcome.kind === 'failed' ? `,"failure":${JSON.stringify(outcome.reason)}` : '')
    + (manual ? ',"trigger":"manual"' : '')
    + (notes === undefined ? '' : `,${JSON.stringify(notes).slice(1, -1)}`)
    + (response === '' ? '' : `,"response":${JSON.stringify(response)}`)
    + (step.kind === 'retry' ? `,"next_at":"${new Date(step.at).toISOString()}"}` : '}');
}

export type Records = ReturnType<typeof createRecords>;
