import type { ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { startDatadog } from './double.ts';

type Fields = Readonly<Record<string, unknown>>;
const fieldIs = (field: string, value: unknown) => (output: unknown): boolean => (output as Fields)[field] === value;
const count = (wanted: number) => (output: unknown): boolean => (output as { items: unknown[] }).items.length === wanted;

const monitor = { name: '5xx of shop', query: 'avg(last_5m):sum:shop.errors{env:production} > 5', message: '@pagerduty' };
const NONE = '00000000-0000-1234-0000-999999999999';
const backwards = { from: '2026-11-20T10:00:00Z', to: '2026-11-20T09:00:00Z' };
let next = 0;

/** Another one each time, made as somebody else would. */
async function muted({ url, secrets }: Vendor): Promise<{ id: string }> {
  const body = JSON.stringify({ data: { type: 'downtime', attributes: { scope: '*', monitor_identifier: { monitor_id: 1 } } } });
  const reply = await fetch(`${url}/api/v2/downtime`, { method: 'POST', headers: { 'dd-api-key': secrets['api_key']!, 'dd-application-key': secrets['app_key']!, 'content-type': 'application/json' }, body });
  return { id: ((await reply.json()) as { data: { id: string } }).data.id };
}

const told = (transition: string, type: string): InboundCase => ({
  title: `a monitor that is ${transition}`,
  signs: false,
  request: ({ webhook_token }) => ({
    headers: { 'content-type': 'application/json', 'x-datadog-token': webhook_token! },
    body: JSON.stringify({ id: '6327818704671039975', transition, alert_id: '123456', event_type: 'metric_alert_monitor', title: '[Triggered] 5xx of shop', message: '5xx', priority: 'P1', scope: 'env:production', tags: 'env:production, service:shop', link: 'https://app.datadoghq.com/monitors/123456', host: '', at: '1790000000000' }),
  }),
  becomes: [{ type, subject: '123456' }],
});

export const cases: ConnectorCases = {
  start: startDatadog,
  described: [{ mock: 'datadog-v1', below: '/api/v1' }, { mock: 'datadog-v2', below: '/api/v2' }],
  context: {
    errors: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z' }, answers: (found) => found.length === 50 && found[0]?.severity === 'high' },
    events: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z' }, answers: (found) => found.length === 1 && found[0]?.title === 'Deployed' },
    monitors: { asked: { service: 'shop', until: '2026-11-20T10:00:00Z' }, answers: (found) => found.some(({ title, severity }) => title === 'Monitor 7: Alert' && severity === 'high') && found.every(({ title }) => !title.endsWith(': OK')) },
  },
  actions: {
    post_event: { input: { title: 'Deployed shop 1.4.2', text: 'By Ada', tags: ['service:shop'], kind: 'success' }, answers: fieldIs('id', '6327818704671039975'), refused: { input: { title: 'nul \u0000 inside', text: '' }, code: 'upstream.invalid' } },
    send_metrics: { input: { series: [{ metric: 'shop.orders', kind: 'count', tags: ['env:production'], host: 'web-1', points: [{ value: 3 }] }] }, answers: fieldIs('sent', 1), refused: { input: { series: [{ metric: '1 bad name', points: [{ value: 3 }] }] }, code: 'upstream.invalid' } },
    send_logs: { input: { logs: [{ message: 'Deployed shop 1.4.2', service: 'shop', tags: ['env:production'] }] }, answers: fieldIs('sent', 1), refused: { input: { logs: [{ message: 'nul \u0000 inside' }] }, code: 'upstream.invalid' } },
    send_check: { input: { check: 'shop.is_ok', host_name: 'web-1', status: 'ok' }, answers: fieldIs('status', 'ok'), refused: { input: { check: 'not a name', host_name: 'web-1', status: 'ok' }, code: 'upstream.invalid' } },
    create_monitor: { input: monitor, answers: fieldIs('state', 'No Data'), refused: { input: { ...monitor, query: 'what is wrong?' }, code: 'upstream.invalid' } },
    update_monitor: { input: { id: '1', name: '5xx of the shop' }, answers: fieldIs('name', '5xx of the shop'), refused: { input: { id: '999999', name: 'x' }, code: 'upstream.not_found' } },
    delete_monitor: { input: () => ({ id: String(++next + 10) }), answers: (output) => String((output as Fields)['id']) !== '', refused: { input: { id: '999999' }, code: 'upstream.not_found' } },
    create_downtime: { input: { scope: 'env:production', monitor_tags: ['service:shop'], minutes: 30, message: 'Deployment' }, answers: fieldIs('status', 'active'), refused: { input: { scope: '*', monitor_id: '999999' }, code: 'upstream.not_found' } },
    cancel_downtime: { input: muted, answers: (output) => String((output as Fields)['id']).startsWith('0000'), refused: { input: { id: NONE }, code: 'upstream.not_found' } },
    get_monitor: { input: { id: '2' }, answers: fieldIs('name', 'Monitor 1'), refused: { input: { id: '999999' }, code: 'upstream.not_found' } },
    list_monitors: { input: { limit: 105 }, answers: count(105), refused: { input: { name: '' }, code: 'upstream.invalid' } },
    list_downtimes: { input: async (vendor) => { await muted(vendor); return { limit: 1 }; }, answers: count(1), refused: { input: { monitor_id: '999999' }, code: 'upstream.not_found' } },
    query_metrics: { input: { query: 'sum:shop.orders{env:production}' }, answers: (output) => (output as { items: { points: unknown[] }[] }).items[0]?.points.length === 1, refused: { input: { query: 'what is wrong?' }, code: 'upstream.invalid' } },
    search_logs: { input: { query: 'service:shop', limit: 1000 }, answers: count(1000), refused: { input: backwards, code: 'upstream.invalid' } },
    list_events: { input: { query: 'service:shop' }, answers: count(1), refused: { input: backwards, code: 'upstream.invalid' } },
  },
  inbound: [told('Triggered', 'datadog.monitor.triggered'), told('Re-Triggered', 'datadog.monitor.re_triggered'), told('No Data', 'datadog.monitor.no_data')],
};
