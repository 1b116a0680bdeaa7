/** What it means when the CI was asked to start a run and did not say that it did. Pure. */
import { Failure, type FailureCode } from '@patchbay/contracts';

export type AfterStart =
  /** Nothing happened; it is asked again. */
  | 'again'
  /** Nobody knows; it is looked for. */
  | 'unknown'
  /** It said no. */
  | 'refused';

/** The hub, or the CI, was too busy to look at it. */
const BUSY: ReadonlySet<FailureCode> = new Set(['rate.limited', 'upstream.rate_limited', 'hub.overloaded', 'storage.full']);
const REFUSED: ReadonlySet<FailureCode> = new Set([
  'upstream.unauthorized', 'upstream.forbidden', 'upstream.not_found', 'upstream.invalid', 'upstream.conflict', 'action.not_found', 'action.planned', 'caller.forbidden', 'input.invalid', 'input.unknown_field',
  'plugin.denied', 'package.damaged', 'approval.required', 'approval.pending', 'decision.denied',
]);

export function afterStart(error: unknown): AfterStart {
  if (!(error instanceof Failure)) return 'unknown';
  return BUSY.has(error.code) ? 'again' : REFUSED.has(error.code) ? 'refused' : 'unknown';
}
