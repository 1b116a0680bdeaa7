/** Alertmanager as Debian has it, behind TLS and a password, with a hub as its receiver: what it delivers is what it delivers everywhere. */
import { type AskFirst, fileOf, type Vendor } from '@patchbay/connectors/testing';
import type { JsonObject } from '@patchbay/sdk';
import { certificate, certificateKey } from '../../doubles/sinks/certificate.ts';
import { startProgram } from '../../doubles/program.ts';
import type { RealCase, RealPlace, RealSystem } from './real.ts';
import { type Odd, sendPlain, sendTls } from './tls-client.ts';

const PASSWORD = 'real-password-0123456789';
/** bcrypt, as its web configuration wants it. */
const HASH = '$2b$05$abcdefghijklmnopqrstuuraQ6ctBe2uOr/YOaRifKwglsI4CWj56';
const TOKEN = 'receiver-token-0123456789';
const NONE = '00000000-0000-4000-8000-000000000000';

const web = `tls_server_config: { cert_file: FOLDER/cert.pem, key_file: FOLDER/key.pem }\nbasic_auth_users: { hub: '${HASH}' }\n`;
const configOf = (webhookUrl: string): string => `route: { receiver: hub, group_by: [alertname], group_wait: 50ms, group_interval: 200ms, repeat_interval: 1h }
receivers:
  - name: hub
    webhook_configs: [{ url: '${webhookUrl}', send_resolved: true, http_config: { authorization: { type: Bearer, credentials: ${TOKEN} } } }]
  - name: pager
`;

type Fields = Readonly<Record<string, unknown>>;
const silence = { matchers: [{ name: 'service', value: 'none' }, { name: 'alertname', value: 'High.*', op: '=~' }], comment: 'Deployment of shop', minutes: 30 };
const silenced = async (ask: AskFirst): Promise<JsonObject> => ({ id: String(((await ask('create_silence', silence)) as Fields)['id']) });
const raise = (ask: AskFirst, alertname: string, more: JsonObject = {}) => ask('send_alerts', { alerts: [{ labels: { alertname, service: 'shop', severity: 'critical' }, annotations: { summary: alertname }, ...more }] });

const actions: Readonly<Record<string, RealCase>> = {
  create_silence: { input: silence, answers: (output) => String((output as Fields)['id']).length === 36, refused: { input: { ...silence, matchers: [{ name: 'no label', value: 'x' }] }, code: 'upstream.invalid' } },
  expire_silence: { input: silenced, answers: (output) => (output as Fields)['state'] === 'expired', refused: { input: { id: NONE }, code: 'upstream.not_found' } },
  send_alerts: { input: { alerts: [{ labels: { alertname: 'QueueFull', service: 'shop' }, annotations: { summary: 'Full' }, ends_at: new Date(Date.now() + 600_000).toISOString(), generator_url: 'https://prometheus.example.com/graph' }] }, answers: (output) => (output as Fields)['sent'] === 1, refused: { input: { alerts: [{ labels: {} }] }, code: 'upstream.invalid' } },
  list_alerts: { input: { filter: ['service="shop"', 'alertname=~"Queue.*"'] }, answers: (output) => (output as { items: { receivers: string[]; starts_at: string }[] }).items.every(({ receivers, starts_at }) => receivers.join() === 'hub' && Date.parse(starts_at) <= Date.now()), refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
  list_silences: { input: async (ask) => { await silenced(ask); return { filter: ['service="none"'] }; }, answers: (output) => (output as { items: unknown[] }).items.length > 0, refused: { input: { filter: ['no matcher at all'] }, code: 'upstream.invalid' } },
  get_silence: { input: silenced, answers: (output) => (output as { matchers: { op: string }[] }).matchers.map(({ op }) => op).sort().join() === '=,=~', refused: { input: { id: NONE }, code: 'upstream.not_found' } },
  list_receivers: { input: {}, answers: (output) => (output as { items: string[] }).items.join() === 'hub,pager', refused: { input: { containing: 'nobody' }, code: 'upstream.not_found' } },
};

const tells: NonNullable<RealPlace['tells']> = [
  { title: 'an alert that fires', happens: (ask) => raise(ask, 'HighErrorRate'), becomes: [{ type: 'alertmanager.alert.firing', subject: 'HighErrorRate' }] },
  { title: 'the alert is over, and what fired before is not told again', happens: (ask) => raise(ask, 'HighErrorRate', { ends_at: new Date(Date.now() - 1).toISOString() }), becomes: [{ type: 'alertmanager.alert.resolved', subject: 'HighErrorRate' }, { type: 'alertmanager.alert.firing', subject: 'HighErrorRate' }] },
];

async function start(port: number, webhookUrl: string): Promise<RealPlace> {
  const program = await startProgram({
    command: 'prometheus-alertmanager', port, files: { 'a.yml': configOf(webhookUrl), 'web.yml': web, 'cert.pem': certificate, 'key.pem': certificateKey },
    args: (folder) => ['--config.file', `${folder}/a.yml`, '--web.config.file', `${folder}/web.yml`, '--storage.path', `${folder}/data`, '--web.listen-address', `127.0.0.1:${port}`, '--cluster.listen-address=', '--log.level=error'],
  });
  return { actions, tells, send: async (odd) => (await sendTls(port, odd, { auth: `hub:${PASSWORD}` })).status, close: program.stop };
}

async function double(): Promise<Pick<RealPlace, 'send' | 'close'>> {
  const { startAlertmanager } = (await import(fileOf('alertmanager', 'double.ts'))) as { startAlertmanager(): Promise<Vendor> };
  const vendor = await startAlertmanager();
  return { send: (odd) => sendPlain(vendor.url, odd, `Bearer ${vendor.secrets['token']!}`), close: vendor.close };
}

const [now, later, before] = [0, 600_000, -600_000].map((ms) => new Date(Date.now() + ms).toISOString()) as [string, string, string];
const whole = { matchers: [{ name: 'service', value: 'none', isRegex: false }], startsAt: now, endsAt: later, createdBy: 'Ada', comment: 'x' };
const post = (path: string, body: unknown): Odd => ({ method: 'POST', path: `/api/v2${path}`, body: JSON.stringify(body) });
const matching = (...matchers: readonly object[]): object => ({ ...whole, matchers });
const odd: readonly Odd[] = [
  ...[
    whole, { ...whole, matchers: undefined }, matching(), { ...whole, comment: undefined }, { ...whole, createdBy: undefined }, { ...whole, startsAt: undefined }, { ...whole, startsAt: later, endsAt: now }, { ...whole, startsAt: before, endsAt: before }, { ...whole, endsAt: 'x' }, { ...whole, id: NONE },
    matching({ name: 'no label', value: 'x', isRegex: false }), matching({ name: 'a', value: '(', isRegex: true }), matching({ name: 'a', value: '', isRegex: false }), matching({ name: 'a', value: '.*', isRegex: true }), matching({ name: 'a', value: 'x' }), matching({ name: 'a', value: 'x', isRegex: false, isEqual: false }), 'nothing',
  ].map((body) => post('/silences', body)),
  { ...post('/silences', whole), type: 'text/plain' },
  ...['none', NONE].flatMap((id): Odd[] => [{ method: 'GET', path: `/api/v2/silence/${id}` }, { method: 'DELETE', path: `/api/v2/silence/${id}` }]),
  ...[
    [{ labels: {} }], [{}], {}, [], [{ labels: { a: '' } }], [{ labels: { 'no label': 'x' } }], [{ labels: { a: 'x' }, startsAt: later, endsAt: now }], [{ labels: { a: 'x' }, annotations: { 'no label': 'x' } }], [{ labels: { a: 'x' }, generatorURL: 'no url' }], [{ labels: { a: 'x' }, endsAt: before }], [{ labels: { a: 'x' } }, { labels: {} }],
  ].map((body) => post('/alerts', body)),
  ...['/alerts?filter=no matcher at all', '/alerts?filter=a=b', '/alerts?filter=a="b"', '/alerts?filter={a="b",c="d"}', '/alerts?filter=a=~"("', '/alerts?receiver=(', '/alerts?active=maybe', '/silences?filter=no matcher at all', '/silences?filter=a!~"b"', '/nothing', '/receivers', '/status'].map((path): Odd => ({ method: 'GET', path: `/api/v2${path}` })),
];

export const alertmanager: RealSystem = {
  connector: 'alertmanager', name: 'Alertmanager', tool: 'prometheus-alertmanager', start, double, odd,
  installed: (port) => ({ config: { base_url: `https://127.0.0.1:${port}`, ca_cert: certificate, username: 'hub' }, secrets: { password: PASSWORD, webhook_token: TOKEN } }),
};
