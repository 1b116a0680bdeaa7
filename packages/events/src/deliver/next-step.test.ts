import { describe, expect, test } from 'vitest';
import { nextStep, type Outcome, type Tried, waitUntil } from './next-step.ts';

const NOW = 1_800_000_000_000;
const tried = (over: Partial<Tried> = {}): Tried => ({ attempt: 1, policy: { delays: [5, 300], jitter: 0.2, disable_after: 3600 }, now: NOW, chance: 0.5, ...over });
const answered = (status: number, retryAfter?: string): Outcome => ({ kind: 'answered', status, retryAfter });
const wait = (outcome: Outcome, over: Partial<Tried> = {}): number => {
  const step = nextStep(outcome, tried(over));
  return step.kind === 'retry' ? step.at - NOW : -1;
};

describe('what becomes of a delivery', () => {
  test.each([200, 201, 204, 299])('%i is a success', (status) => expect(nextStep(answered(status), tried())).toEqual({ kind: 'delivered' }));

  test.each([301, 302, 400, 401, 404, 500, 503])('%i is a failure and tried again by the schedule', (status) => expect(wait(answered(status))).toBe(5000));

  test('what a transformation skips is done', () => expect(nextStep({ kind: 'skipped' }, tried({ attempt: 9 }))).toEqual({ kind: 'delivered' }));

  test('410 ends it at once', () => expect(nextStep(answered(410), tried())).toEqual({ kind: 'dead', reason: 'gone' }));

  test.each([429, 502, 504])('%i waits a minute at least', (status) => {
    expect(wait(answered(status))).toBe(60_000);
    expect(wait(answered(status), { attempt: 2 })).toBe(300_000);
  });

  test('a delay is up to a fifth shorter or longer, so that receivers are not hit in step', () => {
    expect(wait(answered(500), { chance: 0 })).toBe(4000);
    expect(wait(answered(500), { chance: 1 })).toBe(6000);
  });

  test('the schedule at its end, it is dead: theirs after an answer, ours when it never left', () => {
    expect(nextStep(answered(500), tried({ attempt: 3 }))).toEqual({ kind: 'dead', reason: 'exhausted' });
    expect(nextStep({ kind: 'failed', reason: 'timeout', ours: false }, tried({ attempt: 3 }))).toEqual({ kind: 'dead', reason: 'exhausted' });
    expect(nextStep({ kind: 'failed', reason: 'egress.denied', ours: true }, tried({ attempt: 3 }))).toEqual({ kind: 'dead', reason: 'ours' });
  });

  test('it is not tried before Retry-After, in seconds whole or not, or as a date, a day at most', () => {
    expect(wait(answered(503, '120'))).toBe(120_000);
    expect(wait(answered(503, ' 7.2 '))).toBe(8000);
    expect(wait(answered(503, '1'))).toBe(5000);
    expect(wait(answered(429, new Date(NOW + 90_000).toUTCString()))).toBe(90_000);
    expect(wait(answered(503, '99999999'))).toBe(86_400_000);
  });

  test.each(['', 'soon', '-5', 'Infinity', '1e9'])('a Retry-After of %j says nothing', (header) => expect(wait(answered(503, header))).toBe(5000));
});

describe('a delivery that finds the way closed', () => {
  const policy = { delays: [5, 3600], jitter: 0.2, disable_after: 3600 };
  const waits = (since: number, closedFor = 10_000, delays = policy.delays): number | undefined => {
    const until = waitUntil(NOW + closedFor, since, { policy: { ...policy, delays }, now: NOW, chance: 0 });
    return until === undefined ? undefined : until - NOW;
  };

  test('waits until it may be open, and longer the longer it is under way', () => expect([NOW, NOW - 60_000, NOW - 3_600_000, NOW + 3_600_000].map((since) => waits(since))).toEqual([10_000, 15_000, 900_000, 10_000]));

  test('waits as long as its schedule lasts, ten minutes at least', () => {
    expect([waits(NOW - 3_604_999), waits(NOW - 3_605_000)]).toEqual([901_250, undefined]);
    expect([waits(NOW - 599_999, 300_000, []), waits(NOW - 600_000, 300_000, [])]).toEqual([300_000, undefined]);
  });

  test('comes back apart from others', () => expect(waitUntil(NOW, NOW, { policy, now: NOW, chance: 1 })).toBe(NOW + 3000));
});
