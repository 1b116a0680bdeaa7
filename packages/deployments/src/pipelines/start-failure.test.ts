import { Failure, type FailureCode } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { afterStart } from './start-failure.ts';

test.each<[FailureCode, string]>([
  ['upstream.rate_limited', 'again'], ['rate.limited', 'again'], ['upstream.invalid', 'refused'], ['upstream.unauthorized', 'refused'], ['action.not_found', 'refused'], ['caller.forbidden', 'refused'],
  ['upstream.unavailable', 'unknown'], ['action.timeout', 'unknown'], ['idempotency.outcome_unknown', 'unknown'], ['idempotency.in_progress', 'unknown'], ['output.invalid', 'unknown'],
])('after %s it is %s whether a run began', (code, meaning) => {
  expect(afterStart(new Failure(code, 'x', {} as never))).toBe(meaning);
});

test('after a fault of ours nobody knows', () => {
  expect(afterStart(new TypeError('x'))).toBe('unknown');
});
