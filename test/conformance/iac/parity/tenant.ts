/** A whole tenant: every resource that is live, several of some, each naming what stands before it. Defaults are left out here and given there. */
import type { CatalogDocument, CatalogResource } from '@patchbay/contracts';
import { liveResources } from '../terraform/configuration.ts';
import { markers, specimens } from '../terraform/specimens.ts';
import type { Declaration, Reference } from './tool.ts';

type Fields = Declaration['fields'];

export function fullTenant(catalog: CatalogDocument): Declaration[] {
  const written = ours();
  const known = new Set(written.map(({ resource }) => resource));
  const live = new Set(liveResources(catalog).map(({ name }) => name));
  // What went live since is as its specimen says, until somebody writes more of it here.
  const rest = liveResources(catalog).filter(({ name }) => !known.has(name)).map((resource) => specimenOf(resource, written));
  return [...written.filter(({ resource }) => live.has(resource)), ...rest];
}

const one = (resource: string, label: string, fields: Fields): Declaration => ({ resource, label, fields });
const to = (label: string): Reference => ({ $ref: label });
const secret = (name: string): string => {
  const made = `parity0secret0of0${name}`;
  if (!markers.includes(made)) markers.push(made);
  return made;
};

function ours(): Declaration[] {
  return [
    one('project', 'shop', { slug: 'shop', name: 'Web shop', repository: { provider: 'github', owner: 'acme', name: 'shop' }, metadata: { team: 'a', 'cost centre': '4711' }, event_rate: 100 }),
    one('project', 'bare', { slug: 'bare', name: 'Nothing but what it must have' }),
    one('project', 'usual', { slug: 'usual', name: 'Defaults, given', default_branch: 'main' }),
    one('event_type', 'order_paid', { name: 'order.paid', description: 'An order was paid.', enforcement: 'reject', schema: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer', minimum: 0 }, note: { type: ['string', 'null'] } } }, example: { amount: 12, note: null }, retry_delays: [5, 60, 600] }),
    one('event_type', 'order_sent', { name: 'order.sent', deprecated: true, feature_flags: ['b', 'a'] }),
    one('secret', 'token', { name: 'slack/bot-token', value: secret('slack'), description: 'Of the bot: "{{ quoted }}" and ${braced} and %{percent}' }),
    one('secret', 'database', { name: 'shop/database-url', value: secret('database') }),
    one('endpoint', 'billing', {
      name: 'billing', url: 'https://billing.example.com/hooks', project: to('shop'), event_types: ['order.paid', 'deployment.*'], filter: { 'data.tier': 'production', 'data.amount': { $gt: 5 }, 'data.note': null },
      headers: { 'X-Team': 'payments' }, secret_headers: { 'X-Api-Key': secret('header') }, signature: { profile: 'hmac', header: 'X-Signature' }, signing_secret: secret('signing'), metadata: { b: '2', a: '1' }, retry: { delays: [1, 2, 3] }, allowed_networks: ['203.0.113.0/24', '198.51.100.7'],
    }),
    one('endpoint', 'everything', { name: 'everything', url: 'https://archive.example.com/', auth: { kind: 'bearer' }, auth_secret: secret('bearer'), event_types: ['*'], enabled: true, timeout: 15, transform: 'export default (event) => ({ text: `${event.type}` })' }),
    one('endpoint', 'lake_feed', { name: 'lake feed', url: 'https://lake.example.com/feed', payload_format: 'cloudevents', enabled: false }),
    one('sink', 'lake', { name: 'lake', stream: 'events', kind: 'http', http: { url: 'https://lake.example.com/in', auth: 'bearer' }, auth_secret: secret('lake'), filter: { type: { $in: ['order.paid'] } }, enabled: false }),
    one('sink', 'feed', { name: 'feed', stream: 'events', kind: 'endpoint', endpoint: to('lake_feed'), enabled: false }),
    one('source', 'deploys', { slug: 'deploys', name: 'Deploys', scheme: 'custom', verification: { algorithm: 'hmac_sha256', header: 'x-signature' }, secret: secret('source'), mappings: [{ when: 'push', type: 'code.pushed', filter: { 'body.ref': 'main' } }] }),
    one('source', 'github', { slug: 'github', name: 'GitHub', scheme: 'github', secret: secret('github'), max_body: 1048576 }),
    one('template', 'failed', { name: 'deploy-failed', title: 'Deploying {{ subject }} failed', text: '**{{ data.actor }}** deployed {{ data.version }}.\n\nTwo lines, ünïcödé and "quotes".', facts: [{ name: 'Version', value: 'v{{ data.version }}' }], slack: { blocks: [{ type: 'divider' }] }, sms: { text: 'Failed: {{ subject }}' } }),
    one('runbook', 'restart', { slug: 'restart-service', name: 'Restart a service', guide: '1. Look whether its memory grows.\n2. Restart it.\n', parameters: [{ name: 'service', options: ['web', 'api'] }], steps: [{ id: 'look', action: 'event_search', input: { limit: 1 } }, { id: 'then', action: 'whoami', depends_on: ['look'] }] }),
    one('rule', 'announce', { name: 'announce', event_types: ['order.*'], kind: 'action', action: { action: 'event_publish', input: { type: 'order.announced', subject: '{{event.subject}}', data: { n: 1, of: '{{event.id}}' } } }, scopes: ['event:write'], condition: { at_least: 2, within: 60 } }),
    one('rule', 'tell', { name: 'tell', event_types: ['deployment.failed'], project: to('shop'), kind: 'notify', template: to('failed'), notify: [{ channel: 'slack', recipients: ['C0123456789', 'C0123456788'] }], grouping: { wait: 30 } }),
    one('pipeline', 'deploy', { project: to('shop'), name: 'deploy', provider: 'gitlab', gitlab: { project: 'acme/shop', ref: 'main' }, inputs: { version: '{{ version }}' }, timeout: 1800 }),
    one('environment', 'staging', {
      project: to('shop'), slug: 'staging', name: 'Staging', tier: 'staging', protection: { approvals: 1, freeze_windows: [{ reason: 'Holidays', kind: 'once', starts_at: '2040-12-24T00:00:00Z', ends_at: '2041-01-02T00:00:00Z' }] },
      variables: { REGION: 'eu' }, secret_variables: { DATABASE_URL: 'shop/database-url' }, labels: ['z', 'a'],
    }),
    one('environment', 'production', { project: to('shop'), slug: 'production', name: 'Production', tier: 'production', bring_up_pipeline: to('deploy'), max_instances: 20, when_busy: 'wait' }),
    one('environment', 'elsewhere', { project: to('bare'), slug: 'staging', name: 'The same slug, of another project', tier: 'preview', time_to_live: 259200 }),
    one('flag', 'checkout', { name: 'new-checkout', description: 'Checkout', labels: ['b', 'a'], enabled: true, rules: [{ name: 'half', split: [{ variant: 'on', percent: 50 }, { variant: 'off', percent: 50 }] }] }),
    one('flag', 'limit', { name: 'limit', type: 'number', variants: { low: '10', high: '100' }, default_variant: 'high', off_variant: 'low' }),
    one('api_key', 'ci', { name: 'ci', scopes: ['project:write', 'project:read'], expires_at: '2040-01-01T00:00:00+01:00', project: to('shop'), rate_limit: 100 }),
    one('role_binding', 'developers', { subject_kind: 'group', subject: 'developers', role: 'viewer' }),
    one('role_binding', 'operators', { subject_kind: 'group', subject: 'operators', role: 'custom', scopes: ['project:write', 'project:read'] }),
    one('trust_policy', 'github_actions', { name: 'github-actions', provider: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['patchbay'], claims: [{ claim: 'repository_owner_id', values: ['4711', '42'] }], scopes: ['deployment:write'], lifetime: 900 }),
    one('tenant', 'payments', { slug: 'payments', name: 'Payments', egress: { https_only: true }, rate_limit: 6000 }),
    one('mcp_server', 'docs', { slug: 'docs', name: 'Docs', transport: 'http', http: { url: 'https://mcp.example.com/mcp' }, allowed_tools: ['search', 'fetch'], auth: { kind: 'bearer' }, auth_secret: secret('mcp'), safety: { search: 'safe' }, enabled: false }),
    one('registry', 'headquarters', { name: 'headquarters', url: 'https://hub.example.com', public_key: 'qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs=', token: secret('registry'), namespaces: ['acme'], enabled: false }),
    one('installation', 'probe', { plugin: 'acme/probe', name: 'main', config: { region: 'eu', deep: { list: [1, 'two', null, { three: 3.5 }] } }, secrets: { token: secret('installation') }, enabled: false }),
    one('installation', 'other', { plugin: 'acme/other', enabled: false }),
  ];
}

const EXPRESSION = /^\$\{patchbay_(\w+)\.it\.id\}$/;

/** References of a specimen are expressions of Terraform. */
function specimenOf({ name }: CatalogResource, written: readonly Declaration[]): Declaration {
  const create = specimens[name]?.().create;
  if (create === undefined) throw new Error(`there is neither a declaration in tenant.ts nor a specimen of ${name}`);
  const labelled = (kind: string): string => written.find(({ resource }) => resource === kind)?.label ?? kind;
  const fields = Object.entries(create).map(([field, value]) => {
    const target = typeof value === 'string' ? EXPRESSION.exec(value)?.[1] : undefined;
    return [field, target === undefined ? value : to(labelled(target))] as const;
  });
  return one(name, `some_${name}`, Object.fromEntries(fields));
}
