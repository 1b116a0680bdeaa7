/** What becomes of a deployment after the hub's call failed. Pure. */
import { Failure, type FailureCode } from '@patchbay/contracts';

export type NextTry =
  /** Somebody has to approve the call first. */
  | { readonly kind: 'approval'; readonly at: number; readonly approval: string }
  /** What was approved has changed meanwhile: somebody has to look again. */
  | { readonly kind: 'anew'; readonly at: number }
  /** The first call with this key has not ended: look again, under the same key. */
  | { readonly kind: 'again'; readonly at: number }
  | { readonly kind: 'retry'; readonly at: number }
  | { readonly kind: 'over' };

/** Seconds before each further try. */
export const TRY_DELAYS = [5, 15, 60, 180, 600];
const AGAIN_MS = 5_000;
const LONGEST_S = 3_600;
const JITTER = 0.2;

/** Nothing is wrong with the call; the time was. */
const PASSING: ReadonlySet<FailureCode> = new Set(['rate.limited', 'hub.overloaded', 'hub.stopping', 'storage.unavailable', 'storage.full', 'resource.conflict', 'upstream.unavailable', 'upstream.rate_limited']);

/** `endless`: what is to go is tried until it is gone. */
export function nextTry(error: unknown, { attempt, now, chance, endless }: { readonly attempt: number; readonly now: number; readonly chance: number; readonly endless: boolean }): NextTry {
  const code: FailureCode = error instanceof Failure ? error.code : 'hub.internal';
  const details = error instanceof Failure ? error.details : {};
  if (code === 'approval.required' || code === 'approval.pending') return { kind: 'approval', at: now + AGAIN_MS, approval: String(details['approval_id']) };
  if (code === 'approval.mismatch') return { kind: 'anew', at: now };
  if (code === 'idempotency.in_progress') return { kind: 'again', at: now + AGAIN_MS };
  const passes = PASSING.has(code) || (code === 'upstream.failed' && details['retryable'] === true);
  const seconds = TRY_DELAYS[attempt - 1] ?? (endless ? LONGEST_S : undefined);
  if (seconds === undefined || !(passes || endless)) return { kind: 'over' };
  return { kind: 'retry', at: Math.ceil(now + seconds * 1000 * (1 + JITTER * (2 * chance - 1))) };
}
