import type { ConnectorCases, InboundCase, Vendor } from '../testing/index.ts';
import { startAlertmanager } from './double.ts';

const silence = { matchers: [{ name: 'service', value: 'none' }], comment: 'Deployment of shop', minutes: 30 };
const NONE = '00000000-0000-4000-8000-000000000000';

/** Another one each time, made as somebody else would. */
async function silenced({ url, secrets }: Vendor): Promise<{ id: string }> {
  const reply = await fetch(`${url}/api/v2/silences`, {
    method: 'POST', headers: { authorization: `Bearer ${secrets['token']!}`, 'content-type': 'application/json' },
    body: JSON.stringify({ matchers: [{ name: 'service', value: 'none', isRegex: false }], startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 60_000).toISOString(), createdBy: 'Ada', comment: 'x' }),
  });
  return { id: ((await reply.json()) as { silenceID: string }).silenceID };
}

const alert = (status: string, fingerprint: string) => ({ status, labels: { alertname: 'HighErrorRate', service: 'shop', severity: 'critical' }, annotations: { summary: '5xx above 5 %' }, startsAt: '2026-11-20T09:30:00Z', endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-20T09:40:00Z', generatorURL: 'https://prometheus.example.com/graph', fingerprint });

const group = (title: string, alerts: readonly object[], becomes: InboundCase['becomes']): InboundCase => ({
  title, becomes, signs: false,
  request: ({ webhook_token }) => ({
    headers: { 'content-type': 'application/json', authorization: `Bearer ${webhook_token!}` },
    body: JSON.stringify({ version: '4', groupKey: '{}:{alertname="HighErrorRate"}', truncatedAlerts: 0, status: 'firing', receiver: 'hub', groupLabels: { alertname: 'HighErrorRate' }, commonLabels: {}, commonAnnotations: {}, externalURL: 'https://alertmanager.example.com', alerts }),
  }),
});

export const cases: ConnectorCases = {
  start: startAlertmanager,
  described: [{ mock: 'alertmanager', prefix: '/api/v2' }],
  context: {
    alerts: { asked: { service: 'store', until: '2100-01-01T00:00:00Z' }, answers: (found) => found.length === 1 && found[0]?.title === 'DiskFull is active' && found[0].severity === 'critical' },
  },
  actions: {
    create_silence: { input: silence, answers: (output) => (output as { id: string }).id.length === 36, refused: { input: { ...silence, matchers: [{ name: 'no label', value: 'x' }] }, code: 'upstream.invalid' } },
    expire_silence: { input: silenced, answers: (output) => (output as { state: string }).state === 'expired', refused: { input: { id: NONE }, code: 'upstream.not_found' } },
    send_alerts: { input: { alerts: [{ labels: { alertname: 'QueueFull', service: 'shop' }, annotations: { summary: 'Full' } }] }, answers: (output) => (output as { sent: number }).sent === 1, refused: { input: { alerts: [{ labels: {} }] }, code: 'upstream.invalid' } },
    list_alerts: { input: { filter: ['service="shop"', 'alertname=~"High.*"'] }, answers: (output) => (output as { items: { labels: { alertname: string } }[] }).items.map(({ labels }) => labels.alertname).join() === 'HighErrorRate', refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
    list_silences: { input: async (vendor) => { await silenced(vendor); return {}; }, answers: (output) => (output as { items: unknown[] }).items.length > 0, refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
    get_silence: { input: silenced, answers: (output) => (output as { matchers: { op: string }[] }).matchers[0]?.op === '=', refused: { input: { id: NONE }, code: 'upstream.not_found' } },
    list_receivers: { input: {}, answers: (output) => (output as { items: string[] }).items.includes('hub'), refused: { input: { containing: 'nobody' }, code: 'upstream.not_found' } },
  },
  inbound: [
    group('an alert that fires', [alert('firing', 'a1')], [{ type: 'alertmanager.alert.firing', subject: 'HighErrorRate' }]),
    group('the group again, with one that is over: what was told is not told again', [alert('firing', 'a1'), alert('resolved', 'b2')], [{ type: 'alertmanager.alert.resolved', subject: 'HighErrorRate' }]),
  ],
};
