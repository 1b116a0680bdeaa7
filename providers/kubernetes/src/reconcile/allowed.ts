/** A change that somebody else may have to allow. The hub names one approval for the same change however often it is asked. */
import { HubError } from '@patchbay/client';
import { Refusal, refusalOf } from '../refusal.ts';

const TRIES = 3;

/** `known`: the approval that an earlier look was told of; with it the hub also remembers that it was rejected. */
export async function allowed<T>(change: (approvalId: string | undefined) => Promise<T>, known: string | undefined): Promise<T> {
  let id = known;
  for (let tries = 1; ; tries++) {
    try {
      return await change(id);
    } catch (error) {
      const next = nextId(error, id);
      if (next === id || tries === TRIES) throw refused(error, id);
      id = next;
    }
  }
}

/** Who was told no is not to ask again with every look: the approval is remembered with it. */
function refused(error: unknown, id: string | undefined): unknown {
  const facts = error instanceof HubError && error.code === 'approval.rejected' ? refusalOf(error, { approvalPollMs: 0 }) : undefined;
  return facts === undefined || id === undefined ? error : new Refusal({ ...facts, approval: id });
}

/** The same one: there is nothing more to try. */
function nextId(error: unknown, id: string | undefined): string | undefined {
  if (!(error instanceof HubError)) return id;
  const named = error.details['approval_id'];
  if (error.code === 'approval.required' || error.code === 'approval.pending') return typeof named === 'string' ? named : id;
  return ['approval.expired', 'approval.used', 'approval.mismatch', 'resource.not_found'].includes(error.code) ? undefined : id;
}
