import { Failure, type FailureCode, nextRun, RUN_DELAYS } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import { weigh } from './group.ts';
import { readTask, taskText } from './rule-work.ts';
import type { Rule } from './rule.ts';
import { type Happened, oneMore, timesIn } from './window.ts';

const ruleWith = (limits: Pick<Rule, 'condition' | 'throttle'>): Rule => ({ id: 'rule_1', ...limits }) as Rule;

/** At which of these instants a rule acts. */
function acts(limits: Pick<Rule, 'condition' | 'throttle'>, instants: readonly number[]): number[] {
  let memory: Parameters<typeof weigh>[1];
  return instants.filter((at) => {
    const { acts: yes, next } = weigh(ruleWith(limits), memory, { event: `evt_${at}`, key: [], at });
    memory = next;
    return yes;
  });
}

test('a rule acts on the last of so many within the time, and then counts from the start', () => {
  const condition = { most: 3, withinMs: 100 };
  expect(acts({ condition, throttle: undefined }, [0, 10, 20, 30, 40, 50])).toEqual([20, 50]);
  expect(acts({ condition, throttle: undefined }, [0, 60, 120, 180, 181])).toEqual([181]);
  expect(acts({ condition, throttle: undefined }, [0, 50, 100, 100])).toEqual([100]);
});

test('a rule acts so often within the time, and again when it is over', () => {
  expect(acts({ condition: undefined, throttle: { most: 2, withinMs: 100 } }, [0, 10, 20, 100, 105, 110, 111])).toEqual([0, 10, 100, 110]);
});

test('what is throttled away has been counted all the same', () => {
  expect(acts({ condition: { most: 2, withinMs: 1000 }, throttle: { most: 1, withinMs: 500 } }, [0, 1, 2, 3, 600, 601])).toEqual([1, 601]);
});

test('many are counted in parts of the window, and never take more room than those parts', () => {
  const limit = { most: 100_000, withinMs: 256_000 };
  let happened: Happened = [];
  for (let n = 0; n < 20_000; n++) happened = oneMore(happened, n * 10, limit);
  expect(happened.length).toBeLessThanOrEqual(257);
  expect(timesIn(happened, 199_990, limit.withinMs)).toBe(20_000);
  expect(Math.abs(timesIn(happened, 199_990 + 128_000, limit.withinMs) - 12_800)).toBeLessThan(200);
});

const outcome = (code: FailureCode, details: object = {}, attempt = 1) => nextRun(new Failure(code, 'x', { ...details }), { attempt, now: 0, chance: 0.5 });

test.each<[FailureCode, object, unknown]>([
  ['upstream.failed', { retryable: true }, { kind: 'retry', at: 5000, again: false }],
  ['storage.unavailable', {}, { kind: 'retry', at: 5000, again: false }],
  ['upstream.rate_limited', { retry_after: 90 }, { kind: 'retry', at: 99_000, again: false }],
  ['upstream.unavailable', { retry_after: 2 }, { kind: 'retry', at: 5000, again: false }],
  ['upstream.rate_limited', { retry_after: 1e9 }, { kind: 'retry', at: 95_040_000, again: false }],
  ['idempotency.in_progress', {}, { kind: 'retry', at: 5000, again: true }],
  ['approval.required', { approval_id: 'apr_1' }, { kind: 'wait', at: 5000, approval: 'apr_1' }],
  ['approval.pending', {}, { kind: 'wait', at: 5000, approval: undefined }],
  ['upstream.failed', { retryable: false }, { kind: 'dead', reason: 'refused' }],
  ['input.invalid', {}, { kind: 'dead', reason: 'refused' }],
  ['approval.mismatch', {}, { kind: 'anew', at: 0 }],
  ['approval.rejected', {}, { kind: 'dead', reason: 'rejected' }],
  ['idempotency.outcome_unknown', {}, { kind: 'dead', reason: 'unknown' }],
  ['output.invalid', {}, { kind: 'dead', reason: 'unknown' }],
])('after %s with %j comes %j', (code, details, next) => {
  expect(outcome(code, details)).toEqual(next);
});

test('a fault of the hub is tried again, each time later, until the schedule ends', () => {
  const waits = RUN_DELAYS.map((_, index) => nextRun(new Error('fault'), { attempt: index + 1, now: 0, chance: 0.5 }));
  expect(waits.map((next) => ('at' in next ? next.at / 1000 : next))).toEqual(RUN_DELAYS);
  expect(outcome('hub.overloaded', {}, RUN_DELAYS.length + 1)).toEqual({ kind: 'dead', reason: 'exhausted' });
  expect([0, 1].map((chance) => (nextRun(new Error('x'), { attempt: 2, now: 0, chance }) as { at: number }).at)).toEqual([24_000, 36_000]);
});

test('work says what it is about, what led to it, and whether somebody sent it anew', () => {
  for (const task of [{ event: 'evt_1', rule: 'rule_1', causes: [], anew: false }, { event: 'evt_1', rule: 'rule_1', causes: ['rule_2', 'rule_3'], anew: false }, { event: 'evt_1', rule: 'rule_1', causes: [], anew: true }]) expect(readTask({ work: taskText(task) })).toEqual(task);
});
