import { createHmac } from 'node:crypto';
import type { ConnectorCases, InboundCase } from '../testing/index.ts';
import { startPagerduty } from './double.ts';

const alert = { summary: '5xx above 5 %', source: 'shop', severity: 'critical', dedup_key: 'shop/5xx' };
const fieldIs = (field: string, value: unknown) => (output: unknown): boolean => (output as Record<string, unknown>)[field] === value;

const triggered: InboundCase = {
  title: 'an incident that was triggered',
  request({ webhook_secret }) {
    const body = JSON.stringify({ event: { id: '01CH754SM17TWPE2V2H4VPBRO7', event_type: 'incident.triggered', resource_type: 'incident', occurred_at: '2026-11-20T09:30:00Z', agent: { summary: 'Ada' }, data: { id: 'PT4KHLK', type: 'incident', title: '5xx above 5 %', status: 'triggered' } } });
    return { body, headers: { 'content-type': 'application/json', 'x-pagerduty-signature': `v1=${createHmac('sha256', webhook_secret!).update(body).digest('hex')}` } };
  },
  becomes: [{ type: 'pagerduty.incident.triggered', subject: 'PT4KHLK' }],
};

export const cases: ConnectorCases = {
  start: startPagerduty,
  described: [{ mock: 'pagerduty-events', prefix: '/v2' }, { mock: 'pagerduty' }],
  context: {
    incidents: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z' }, answers: (found) => found.length === 50 && found[0]?.url === 'https://acme.pagerduty.com/incidents/P000000' },
  },
  actions: {
    trigger: { input: alert, answers: fieldIs('dedup_key', 'shop/5xx'), refused: { input: { ...alert, summary: 'nul \u0000 inside' }, code: 'upstream.invalid' } },
    acknowledge_alert: { input: { dedup_key: 'shop/5xx' }, answers: fieldIs('status', 'success'), refused: { input: { dedup_key: '!' }, code: 'upstream.invalid' } },
    resolve_alert: { input: { dedup_key: 'shop/5xx' }, answers: fieldIs('status', 'success'), refused: { input: { dedup_key: '!' }, code: 'upstream.invalid' } },
    acknowledge: { input: { id: 'P000001' }, answers: fieldIs('status', 'acknowledged'), refused: { input: { id: 'NONE' }, code: 'upstream.not_found' } },
    resolve: { input: { id: 'P000002', resolution: 'Rolled back' }, answers: fieldIs('status', 'resolved'), refused: { input: { id: 'NONE' }, code: 'upstream.not_found' } },
    escalate: { input: { id: 'P000003', level: 2 }, answers: fieldIs('id', 'P000003'), refused: { input: { id: 'NONE', level: 2 }, code: 'upstream.not_found' } },
    add_note: { input: { id: 'P000001', content: 'Rolled back.' }, answers: fieldIs('id', 'PN1'), refused: { input: { id: 'NONE', content: 'x' }, code: 'upstream.not_found' } },
    list_incidents: { input: { statuses: ['triggered'], limit: 105 }, answers: (output) => (output as { items: unknown[] }).items.length === 105, refused: { input: { statuses: ['resolved'] }, code: 'upstream.forbidden' } },
    on_call: { input: {}, answers: (output) => (output as { items: { user: string }[] }).items[0]?.user === 'Ada', refused: { input: { escalation_policy: 'NONE' }, code: 'upstream.not_found' } },
  },
  inbound: [triggered],
};
