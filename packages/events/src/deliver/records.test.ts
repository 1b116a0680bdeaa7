import { expect, test } from 'vitest';
import type { Attempted } from './attempt.ts';
import { notesOf } from './attempt-notes.ts';
import { parcelOf } from './delivery.ts';
import type { Outcome, Step } from './next-step.ts';
import { createRecords } from './records.ts';

const AT = 1_735_689_600_000;
const ODD = ['', 'ok', 'a "quoted" \\ word', 'line\nbreak\r\t\u0000\u001f\u007f', '\u2028\u2029', 'ünïcödé 你好 🦊', 'alone \ud800', '</script>', '{"json":true}'];
const STEPS: readonly Step[] = [{ kind: 'delivered' }, { kind: 'retry', at: AT + 5000, throttled: false }, { kind: 'dead', reason: 'exhausted' }];

const outcomes = (text: string): Outcome[] => [{ kind: 'skipped' }, { kind: 'answered', status: 200, retryAfter: undefined }, { kind: 'answered', status: 503, retryAfter: text }, { kind: 'failed', reason: text, ours: false }];

interface Case { readonly text: string; readonly outcome: Outcome; readonly step: Step; readonly manual: boolean; readonly more: Partial<Attempted> }

const cases = ODD.flatMap((text) => outcomes(text).flatMap((outcome) => STEPS.flatMap((step) => [true, false].flatMap((manual) => moreOf(text).map((more): Case => ({ text, outcome, step, manual, more }))))));

test('the text of an attempt is what JSON would make of its fields, whatever is in them', () => {
  const records = createRecords({ newId: (prefix) => `${prefix}_1` as never, now: () => AT });
  for (const { text, outcome, step, manual, more } of cases) {
    const event = parcelOf({ tenant: 'ten_1', id: `evt${text}`, at: AT, type: 't', subject: 's', channels: [], data: {} });
    const attempted: Attempted = { outcome, ms: 12, response: text, ...more };
    const record = records.attempt({ tenant: 'ten_1', id: 'dlv_1', lane: '', endpoint: `ep${text}`, event, attempt: 3, manual, lease: 1, until: 0 }, attempted, step, AT);
    expect(record).toMatchObject({ op: 'append', tenant: 'ten_1', at: AT, body: { event: `evt${text}`, endpoint: `ep${text}` } });
    expect('text' in record ? record.text : undefined).toBe(JSON.stringify({
      event: `evt${text}`, endpoint: `ep${text}`, number: 3, outcome: outcome.kind === 'skipped' ? 'skipped' : step.kind === 'delivered' ? 'delivered' : 'failed', duration_ms: 12,
      ...(outcome.kind === 'answered' ? { status: outcome.status } : outcome.kind === 'failed' ? { failure: outcome.reason } : {}),
      ...(manual ? { trigger: 'manual' } : {}),
      ...notesOf(attempted),
      ...(text === '' ? {} : { response: text }),
      ...(step.kind === 'retry' ? { next_at: new Date(step.at).toISOString() } : {}),
    }));
  }
});

function moreOf(text: string): Partial<Attempted>[] {
  return [{}, { detail: text }, { encoding: 'base64', detail: text, sent: { headers: { [`x-${text}`]: text, authorization: 'secret' }, body: Buffer.from(text), transformed: true, hidden: new Set(['authorization']) } }];
}
