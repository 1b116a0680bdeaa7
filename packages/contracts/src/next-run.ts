/** What becomes of work of the hub after its call failed. Pure. */
import { Failure, type FailureCode } from './failure.ts';

export type NextRun =
  /** Somebody has to approve it first; looked at again then. */
  | { readonly kind: 'wait'; readonly at: number; readonly approval: string | undefined }
  /** What was approved has changed meanwhile: somebody has to look again. */
  | { readonly kind: 'anew'; readonly at: number }
  /** `again`: under the same idempotency key, because the call did not come to an end. */
  | { readonly kind: 'retry'; readonly at: number; readonly again: boolean }
  | { readonly kind: 'dead'; readonly reason: 'refused' | 'exhausted' | 'unknown' | 'rejected' };

/** Seconds before each further try: eight tries in about ten hours. */
export const RUN_DELAYS = [5, 30, 120, 600, 3600, 10_800, 21_600];
const APPROVAL_LOOK_MS = 5_000;
const IN_PROGRESS_MS = 5_000;
const JITTER = 0.2;
/** Seconds: a system that names more is mistaken, or may be asked once a day. */
const LONGEST_WAIT = 86_400;

/** Nothing is wrong with the call; the time was. */
const PASSING: ReadonlySet<FailureCode> = new Set(['rate.limited', 'hub.overloaded', 'hub.stopping', 'hub.internal', 'storage.unavailable', 'storage.full', 'action.timeout', 'action.cancelled', 'resource.conflict', 'upstream.failed', 'upstream.unavailable', 'upstream.rate_limited', 'plugin.stopped']);

export function nextRun(error: unknown, { attempt, now, chance }: { readonly attempt: number; readonly now: number; readonly chance: number }): NextRun {
  const code: FailureCode = error instanceof Failure ? error.code : 'hub.internal';
  const details = error instanceof Failure ? error.details : {};
  switch (code) {
    case 'approval.required': return { kind: 'wait', at: now + APPROVAL_LOOK_MS, approval: String(details['approval_id']) };
    case 'approval.pending': return { kind: 'wait', at: now + APPROVAL_LOOK_MS, approval: undefined };
    case 'approval.mismatch': return { kind: 'anew', at: now };
    case 'approval.rejected':
    case 'approval.expired': return { kind: 'dead', reason: 'rejected' };
    case 'idempotency.in_progress': return { kind: 'retry', at: now + IN_PROGRESS_MS, again: true };
    case 'output.invalid': // it ran, and said something odd of what it did: done again, it would be done twice
    case 'idempotency.outcome_unknown': return { kind: 'dead', reason: 'unknown' };
    default: break;
  }
  if (!PASSING.has(code) || details['retryable'] === false) return { kind: 'dead', reason: 'refused' };
  const seconds = RUN_DELAYS[attempt - 1];
  if (seconds === undefined) return { kind: 'dead', reason: 'exhausted' };
  const planned = seconds * 1000 * (1 + JITTER * (2 * chance - 1));
  return { kind: 'retry', at: Math.ceil(now + Math.max(planned, askedWait(details['retry_after'], chance))), again: false };
}

/** Who asks to be left alone for longer is: some lock out for good who comes back too early. Not all come back in the same moment. */
const askedWait = (seconds: unknown, chance: number): number => (typeof seconds === 'number' && seconds > 0 ? Math.round(Math.min(seconds, LONGEST_WAIT) * 1000 * (1 + JITTER * chance)) : 0);
