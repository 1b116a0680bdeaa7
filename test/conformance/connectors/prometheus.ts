/** Prometheus as Debian has it, behind TLS that wants a client certificate, watching itself and somebody who is not there. */
import { certificate, certificateKey } from '../../doubles/sinks/certificate.ts';
import { fileOf, type Vendor } from '@patchbay/connectors/testing';
import { startProgram } from '../../doubles/program.ts';
import type { RealCase, RealPlace, RealSystem } from './real.ts';
import { type Odd, sendPlain, sendTls } from './tls-client.ts';

const rules = `groups:
  - name: shop
    rules:
      - { alert: HighErrorRate, expr: vector(1), labels: { service: shop }, annotations: { summary: 5xx } }
`;
const web = 'tls_server_config: { cert_file: FOLDER/cert.pem, key_file: FOLDER/key.pem, client_auth_type: RequireAndVerifyClientCert, client_ca_file: FOLDER/cert.pem }\n';
const configOf = (port: number): string => `global: { scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms }
rule_files: [FOLDER/rules.yml]
scrape_configs:
  - { job_name: shop, scheme: https, tls_config: { ca_file: FOLDER/cert.pem, cert_file: FOLDER/cert.pem, key_file: FOLDER/key.pem }, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }
  - { job_name: store, static_configs: [{ targets: ['127.0.0.1:1'] }] }
`;

type Items = { readonly items: readonly { readonly value?: string; readonly points?: readonly unknown[]; readonly health?: string; readonly state?: string; readonly labels?: { readonly job?: string } }[] };
const items = (output: unknown): Items['items'] => (output as Items).items;

const actions: Readonly<Record<string, RealCase>> = {
  query: { input: { query: 'up{job="shop"}' }, answers: (output) => items(output)[0]?.value === '1', refused: { input: { query: 'sum(' }, code: 'upstream.invalid' } },
  query_range: { input: { query: 'vector(7)', start: '2026-11-20T09:00:00Z', end: '2026-11-20T10:00:00Z', step_seconds: 60 }, answers: (output) => items(output)[0]?.points?.length === 61, refused: { input: { query: 'up', minutes: 525_600, step_seconds: 1 }, code: 'upstream.invalid' } },
  series: { input: { match: ['up'] }, answers: (output) => items(output).length === 2, refused: { input: { match: ['{}'] }, code: 'upstream.invalid' } },
  labels: { input: { label: 'job', match: ['up'] }, answers: (output) => JSON.stringify(items(output)) === '["shop","store"]', refused: { input: { match: ['{}'] }, code: 'upstream.invalid' } },
  targets: { input: { job: 'store', health: 'down' }, answers: (output) => items(output)[0]?.health === 'down', refused: { input: { job: 'nobody' }, code: 'upstream.not_found' } },
  alerts: { input: { rule: 'HighErrorRate' }, answers: (output) => items(output)[0]?.state === 'firing', refused: { input: { rule: 'NoSuchRule' }, code: 'upstream.not_found' } },
};

async function start(port: number): Promise<RealPlace> {
  const program = await startProgram({
    command: 'prometheus', port, files: { 'p.yml': configOf(port), 'rules.yml': rules, 'web.yml': web, 'cert.pem': certificate, 'key.pem': certificateKey },
    args: (folder) => [`--config.file=${folder}/p.yml`, `--web.config.file=${folder}/web.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
  });
  return { actions, send: async (odd) => (await sendTls(port, odd, { cert: certificate, key: certificateKey })).status, close: program.stop };
}

async function double(): Promise<Pick<RealPlace, 'send' | 'close'>> {
  const { startPrometheus } = (await import(fileOf('prometheus', 'double.ts'))) as { startPrometheus(): Promise<Vendor> };
  const vendor = await startPrometheus();
  return { send: (odd) => sendPlain(vendor.url, odd, `Bearer ${vendor.secrets['token']!}`), close: vendor.close };
}

const post = (path: string, body: string): Odd => ({ method: 'POST', path: `/api/v1${path}`, body, type: 'application/x-www-form-urlencoded' });
const get = (path: string): Odd => ({ method: 'GET', path: `/api/v1${path}` });
const odd: readonly Odd[] = [
  ...['query=up', '', 'query=sum(', 'query=up&time=abc', 'query=1', 'query="a"', 'query=up&timeout=x'].map((form) => post('/query', form)),
  { ...post('/query', '{"query":"up"}'), type: 'application/json' },
  ...['query=up&start=1&end=2&step=1', 'query=up&start=1&end=2&step=0', 'query=up&start=2&end=1&step=1', 'query=up&start=1&end=2', 'start=1&end=2&step=1', 'query=up&start=a&end=2&step=1', 'query=up&start=1&end=11001&step=1', 'query=up&start=1&end=11002&step=1'].map((form) => post('/query_range', form)),
  ...['', 'match[]={}', 'match[]=up', 'match[]=up&start=x', 'match[]=up&start=2&end=1'].map((form) => post('/series', form)),
  ...['', 'match[]={}'].map((form) => post('/labels', form)),
  ...['/query?query=vector(1)', '/label/job/values', '/label/no-label/values', '/label/job/values?match[]={}', '/targets', '/targets?state=nonsense', '/targets?scrapePool=none', '/rules', '/rules?type=alert', '/rules?type=nonsense', '/nothing'].map(get),
];

export const prometheus: RealSystem = {
  connector: 'prometheus', name: 'Prometheus', tool: 'prometheus', start, double, odd,
  installed: (port) => ({ config: { base_url: `https://127.0.0.1:${port}`, ca_cert: certificate, client_cert: certificate }, secrets: { client_key: certificateKey } }),
};
