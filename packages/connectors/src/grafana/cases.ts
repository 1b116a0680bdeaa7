import { createHmac } from 'node:crypto';
import type { ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { startGrafana } from './double.ts';

type Fields = Readonly<Record<string, unknown>>;
const fieldIs = (field: string, value: unknown) => (output: unknown): boolean => (output as Fields)[field] === value;
const filled = (field: string) => (output: unknown): boolean => String((output as Fields)[field] ?? '') !== '';
const some = (output: unknown): boolean => (output as { items: unknown[] }).items.length > 0;

const silence = { matchers: [{ name: 'service', value: 'shop' }], comment: 'Deployment of shop', minutes: 30 };
const rule = { title: 'High error rate', folder_uid: 'shop', group: 'shop', condition: 'A', data: [{ refId: 'A', datasourceUid: '__expr__', relativeTimeRange: { from: 0, to: 0 }, model: { type: 'math', expression: '1 == 1', refId: 'A' } }], labels: { service: 'shop' } };
const NONE = '00000000-0000-4000-8000-000000000000';
let next = 0;

/** Another one each time, made as somebody else would. */
async function silenced({ url, secrets }: Vendor): Promise<{ id: string }> {
  const body = JSON.stringify({ matchers: [{ name: 'service', value: 'none', isRegex: false }], startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 60_000).toISOString(), createdBy: 'Ada', comment: 'x' });
  const reply = await fetch(`${url}/api/alertmanager/grafana/api/v2/silences`, { method: 'POST', headers: { authorization: `Bearer ${secrets['token']!}`, 'content-type': 'application/json' }, body });
  return { id: ((await reply.json()) as { silenceID: string }).silenceID };
}

const group = (fingerprint: string, status: string): string => JSON.stringify({
  receiver: 'hub', status, orgId: 1, version: '1', groupKey: '{}:{alertname="HighErrorRate"}', truncatedAlerts: 0, title: `[${status.toUpperCase()}:1] HighErrorRate`, state: 'alerting', message: '', groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: 'https://grafana.example.com/',
  alerts: [{ status, labels: { alertname: 'HighErrorRate', severity: 'critical' }, annotations: { summary: '5xx' }, startsAt: '2026-11-20T09:30:00Z', endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-20T09:40:00Z', values: { A: 0.07 }, generatorURL: 'https://grafana.example.com/alerting/x', fingerprint, silenceURL: 'https://grafana.example.com/alerting/silence/new', dashboardURL: '', panelURL: '' }],
});

const signed: InboundCase = {
  title: 'an alert that fires, signed',
  request({ webhook_secret }, now) {
    const body = group('a1', 'firing');
    return { body, headers: { 'content-type': 'application/json', 'x-grafana-alerting-timestamp': String(now), 'x-grafana-alerting-signature': createHmac('sha256', webhook_secret!).update(`${now}:${body}`).digest('hex') } };
  },
  becomes: [{ type: 'grafana.alert.firing', subject: 'HighErrorRate' }],
};
const shown: InboundCase = {
  title: 'an alert that is over, with a token',
  signs: false,
  request: ({ webhook_token }) => ({ body: group('a1', 'resolved'), headers: { 'content-type': 'application/json', authorization: `Bearer ${webhook_token!}` } }),
  becomes: [{ type: 'grafana.alert.resolved', subject: 'HighErrorRate' }],
};

export const cases: ConnectorCases = {
  start: startGrafana,
  described: [{ mock: 'grafana', prefix: '/api', except: [{ path: /^\/api\/alertmanager\//, because: 'the description is a selection without it' }] }],
  context: {
    annotations: { asked: { service: 'deployment', until: '2026-09-21T15:00:00Z' }, answers: (found) => found.length === 50 && found[0]?.title === 'Deployed' },
  },
  actions: {
    create_annotation: { input: { text: 'Deployed shop 1.4.2', tags: ['deployment'], dashboard_uid: 'board-1' }, answers: filled('id'), refused: { input: { text: 'x', dashboard_uid: 'none' }, code: 'upstream.not_found' } },
    update_annotation: { input: { id: '1', time_end: '2026-11-20T09:40:00Z' }, answers: fieldIs('time_end', '2026-11-20T09:40:00.000Z'), refused: { input: { id: '99999', text: 'x' }, code: 'upstream.not_found' } },
    delete_annotation: { input: () => ({ id: String(++next + 10) }), answers: filled('id'), refused: { input: { id: '99999' }, code: 'upstream.not_found' } },
    save_dashboard: { input: { dashboard: { id: 99, uid: 'shop-overview', title: 'Shop', panels: [] }, folder_uid: 'shop', message: 'Latency added', overwrite: true }, answers: (output) => String((output as Fields)['url']).endsWith('/d/shop-overview/board'), refused: { input: { dashboard: { uid: 'board-1', title: 'Board' } }, code: 'upstream.conflict' } },
    delete_dashboard: { input: () => ({ uid: `board-${++next + 10}` }), answers: filled('title'), refused: { input: { uid: 'none' }, code: 'upstream.not_found' } },
    create_folder: { input: () => ({ title: 'Store', uid: `store-${++next}` }), answers: fieldIs('title', 'Store'), refused: { input: { title: 'Shop', uid: 'shop' }, code: 'upstream.conflict' } },
    create_alert_rule: { input: rule, answers: filled('uid'), refused: { input: { ...rule, condition: 'B' }, code: 'upstream.invalid' } },
    pause_alert_rule: { input: () => ({ uid: `rule-${++next}`, paused: true }), answers: fieldIs('paused', true), refused: { input: { uid: 'none' }, code: 'upstream.not_found' } },
    delete_alert_rule: { input: () => ({ uid: `rule-${++next + 40}` }), answers: filled('title'), refused: { input: { uid: 'none' }, code: 'upstream.not_found' } },
    create_silence: { input: silence, answers: filled('id'), refused: { input: { ...silence, starts_at: '2020-01-01T00:00:00Z', ends_at: '2020-01-01T01:00:00Z' }, code: 'upstream.invalid' } },
    expire_silence: { input: silenced, answers: fieldIs('state', 'expired'), refused: { input: { id: NONE }, code: 'upstream.not_found' } },
    list_annotations: { input: { tags: ['deployment'], limit: 5 }, answers: (output) => (output as { items: unknown[] }).items.length === 5, refused: { input: { dashboard_uid: 'none' }, code: 'upstream.invalid' } },
    get_dashboard: { input: { uid: 'board-1' }, answers: fieldIs('folder_uid', 'shop'), refused: { input: { uid: 'none' }, code: 'upstream.not_found' } },
    search_dashboards: { input: { text: 'board', folder_uid: 'shop', limit: 105 }, answers: (output) => (output as { items: unknown[] }).items.length === 105, refused: { input: { folder_uid: 'none' }, code: 'upstream.not_found' } },
    list_folders: { input: {}, answers: some, refused: { input: { parent_uid: 'none' }, code: 'upstream.not_found' } },
    get_alert_rule: { input: { uid: 'rule-0' }, answers: fieldIs('group', 'shop'), refused: { input: { uid: 'none' }, code: 'upstream.not_found' } },
    list_alert_rules: { input: { folder_uid: 'shop' }, answers: some, refused: { input: { folder_uid: 'none' }, code: 'upstream.not_found' } },
    list_silences: { input: async (vendor) => { await silenced(vendor); return {}; }, answers: some, refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
    list_alerts: { input: { filter: ['alertname="HighErrorRate"'] }, answers: some, refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
  },
  inbound: [signed, shown],
};
