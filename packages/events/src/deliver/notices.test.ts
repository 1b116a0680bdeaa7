import type { Op } from '@patchbay/contracts';
import { expect, test } from 'vitest';
import type { Delivery } from './delivery.ts';
import type { Outcome, Step } from './next-step.ts';
import { createNotices } from './notices.ts';

const record = { op: 'append', in: 'attempt', tenant: 'ten_a', id: 'att_1', body: {}, at: 0 } satisfies Op;
const failed: Outcome = { kind: 'answered', status: 500, retryAfter: undefined };
const retry: Step = { kind: 'retry', at: 60_000, throttled: false };

function told(attempt: number, step: Step, type = 'build.finished', outcome = failed, receiver: { uid: string | undefined; project: string | undefined } = { uid: undefined, project: undefined }): Record<string, unknown>[] {
  const events: Record<string, unknown>[] = [];
  const noticeOf = createNotices({ now: () => 0, tell: (event) => { events.push({ ...event }); return { ops: [], committed: () => undefined }; } });
  noticeOf({ tenant: 'ten_a', endpoint: 'ep_1', attempt, event: { id: 'evt_1', type } } as Delivery, receiver, outcome, step, record); // nothing else is looked at
  return events;
}
const types = (...given: Parameters<typeof told>): unknown[] => told(...given).map(({ type }) => type);

test('the fourth attempt in vain is told, with what came of it and when it is tried again', () => {
  expect(told(4, retry)).toEqual([{ tenant: 'ten_a', type: 'message.attempt.failing', subject: 'ep_1', at: 0, data: {
    endpoint: 'ep_1', event: 'evt_1', event_type: 'build.finished', attempt: { id: 'att_1', number: 4, at: '1970-01-01T00:00:00.000Z', status: 500 }, next_at: '1970-01-01T00:01:00.000Z',
  } }]);
  expect(told(4, retry, 'build.finished', failed, { uid: 'billing-eu', project: 'prj_1' })).toMatchObject([{ data: { endpoint: 'ep_1', endpoint_uid: 'billing-eu', project: 'prj_1' } }]);
  for (const attempt of [1, 2, 3, 5, 9]) expect(types(attempt, retry)).toEqual([]);
});

test('a success after four in vain is told, an earlier one is not', () => {
  const well: Outcome = { kind: 'answered', status: 200, retryAfter: undefined };
  expect(types(5, { kind: 'delivered' }, 'build.finished', well)).toEqual(['message.attempt.recovered']);
  for (const attempt of [1, 4]) expect(types(attempt, { kind: 'delivered' }, 'build.finished', well)).toEqual([]);
});

test('the last attempt is told whatever its number, with the reason of the dead letter', () => {
  for (const reason of ['exhausted', 'gone', 'ours'] as const) expect(told(1, { kind: 'dead', reason })).toMatchObject([{ type: 'message.attempt.exhausted', data: { reason } }]);
});

test('what the hub tells about endpoints tells nothing more when it fails itself', () => {
  for (const type of ['message.attempt.failing', 'message.attempt.exhausted', 'endpoint.disabled', 'endpoint.updated']) expect(types(4, retry, type).concat(types(10, { kind: 'dead', reason: 'exhausted' }, type))).toEqual([]);
});
