import { Failure } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { nextTry, TRY_DELAYS } from './next-try.ts';

const about = { attempt: 1, now: 1_000_000, chance: 0.5, endless: false };

test('what may pass is tried again, later each time, and then no more', () => {
  const busy = new Failure('upstream.unavailable', 'x');
  expect(TRY_DELAYS.map((_, index) => nextTry(busy, { ...about, attempt: index + 1 }))).toEqual(TRY_DELAYS.map((seconds) => ({ kind: 'retry', at: 1_000_000 + seconds * 1000 })));
  expect(nextTry(busy, { ...about, attempt: TRY_DELAYS.length + 1 })).toEqual({ kind: 'over' });
});

test('what nobody knows the outcome of is not begun again, nor what was refused', () => {
  for (const code of ['idempotency.outcome_unknown', 'upstream.invalid', 'caller.forbidden', 'input.invalid', 'action.timeout', 'action.cancelled', 'approval.rejected', 'hub.internal'] as const) expect([code, nextTry(new Failure(code, 'x'), about)]).toEqual([code, { kind: 'over' }]);
  expect(nextTry(new Error('a bug'), about)).toEqual({ kind: 'over' });
  expect(nextTry(new Failure('upstream.failed', 'x', { retryable: true }), about).kind).toBe('retry');
  expect(nextTry(new Failure('upstream.failed', 'x'), about).kind).toBe('over');
});

test('what is to be taken away is tried until it is gone, once an hour in the end', () => {
  const hangs = new Failure('upstream.invalid', 'x');
  expect(nextTry(hangs, { ...about, endless: true })).toEqual({ kind: 'retry', at: 1_005_000 });
  expect(nextTry(hangs, { ...about, endless: true, attempt: 500 })).toEqual({ kind: 'retry', at: 4_600_000 });
  expect(nextTry(new Failure('idempotency.outcome_unknown', 'x'), { ...about, endless: true }).kind).toBe('retry');
});

test('a call that is still under way is looked at again, and one that needs an approval waits for it', () => {
  expect(nextTry(new Failure('idempotency.in_progress', 'x'), about)).toEqual({ kind: 'again', at: 1_005_000 });
  expect(nextTry(new Failure('approval.required', 'x', { approval_id: 'apr_1' }), about)).toEqual({ kind: 'approval', at: 1_005_000, approval: 'apr_1' });
  expect(nextTry(new Failure('approval.mismatch', 'x', { approval_id: 'apr_1' }), about), 'of what has changed meanwhile').toEqual({ kind: 'anew', at: 1_000_000 });
});
