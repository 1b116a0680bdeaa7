/** One of each live resource: as it is created, changed, replaced, and changed behind terraform's back. Fields by the names of the hub. */
import { randomBytes } from 'node:crypto';

type Fields = Readonly<Record<string, unknown>>;

export interface Specimen {
  readonly create: Fields;
  /** Changes in place; null takes a line away. */
  readonly change: Fields;
  /** What only a new one can have; without it terraform is told to replace it. */
  readonly replace?: Fields;
  /** Somebody changes it at the hub. */
  readonly drift: Fields;
}

const secret = (): string => `secret${randomBytes(12).toString('hex')}`;
/** All secrets that were ever handed out: they must be in no state, plan or log. */
export const markers: string[] = [];
function marked(): string {
  const made = secret();
  markers.push(made);
  return made;
}

/** `tf` stands for an expression of Terraform. */
export const expression = (text: string): string => `\${${text}}`;

export const specimens: Readonly<Record<string, () => Specimen>> = {
  project: () => ({ create: { slug: 'shop', name: 'Shop', repository: { provider: 'github', owner: 'acme', name: 'shop' }, metadata: { team: 'a' } }, change: { name: 'Web shop', repository: null, default_branch: 'dev' }, drift: { default_branch: 'drifted' } }),
  api_key: () => ({ create: { name: 'ci', scopes: ['project:write', 'project:read'], expires_at: '2040-01-01T00:00:00Z' }, change: { rate_limit: 100 }, replace: { scopes: ['project:read'] }, drift: { enabled: false } }),
  endpoint: () => ({
    create: {
      name: 'billing', url: 'https://billing.example.com/hooks', project: expression('patchbay_project.it.id'), event_types: ['order.*', 'deployment.*'], filter: { 'data.tier': 'production', 'data.amount': { $gt: 5 } },
      headers: { 'X-Team': 'payments' }, secret_headers: { 'X-Api-Key': marked() }, signature: { profile: 'hmac', header: 'X-Signature' }, signing_secret: marked(), metadata: { b: '2', a: '1' },
    },
    change: { timeout: 20, retry: { delays: [1, 2, 3] }, filter: null, description: 'Invoices', signing_secret: marked() }, drift: { enabled: false, timeout: 7 },
  }),
  event_type: () => ({ create: { name: 'order.created', description: 'An order came in', schema: { type: 'object', properties: { n: { type: 'integer' } } } }, change: { description: null, deprecated: true }, replace: { name: 'order.made' }, drift: { deprecated: false } }),
  flag: () => ({ create: { name: 'new-checkout', description: 'Checkout', labels: ['b', 'a'] }, change: { enabled: true, rules: [{ name: 'half', split: [{ variant: 'on', percent: 50 }, { variant: 'off', percent: 50 }] }] }, replace: { name: 'newer-checkout' }, drift: { enabled: false } }),
  role_binding: () => ({ create: { subject_kind: 'group', subject: 'developers', role: 'viewer' }, change: { role: 'custom', scopes: ['project:read'] }, replace: { subject: 'operators' }, drift: { scopes: ['event:read'] } }),
  rule: () => ({
    create: { name: 'announce', event_types: ['order.*'], kind: 'action', action: { action: 'event_publish', input: { type: 'order.announced', subject: 'shop', data: { n: 1 } } }, scopes: ['event:write'], condition: { at_least: 2, within: 60 } },
    change: { condition: null, description: 'Tells the world' }, drift: { enabled: false },
  }),
  pipeline: () => ({
    create: { project: expression('patchbay_project.it.id'), name: 'deploy', provider: 'gitlab', gitlab: { project: 'acme/shop', ref: 'main' }, inputs: { version: '{{ version }}' }, timeout: 1800 },
    change: { description: 'Deploys the shop', inputs: null, may_approve: true }, drift: { timeout: 900 },
  }),
  environment: () => ({
    create: { project: expression('patchbay_project.it.id'), slug: 'staging', name: 'Staging', tier: 'staging', protection: { approvals: 1, freeze_windows: [{ reason: 'Holidays', kind: 'once', starts_at: '2040-12-24T00:00:00Z', ends_at: '2041-01-02T00:00:00Z' }] }, variables: { REGION: 'eu' } },
    change: { name: 'Staging and more', protection: { approvals: 2 }, variables: null }, drift: { max_instances: 7 },
  }),
  runbook: () => ({
    create: { slug: 'restart-service', name: 'Restart a service', guide: '1. Look whether its memory grows.', parameters: [{ name: 'service', options: ['api', 'web'] }], steps: [{ id: 'look', action: 'event_search', input: { limit: 1 } }] },
    change: { guide: null, on_failure: 'stop', steps: [{ id: 'look', action: 'event_search' }, { id: 'then', action: 'whoami', depends_on: ['look'] }] }, drift: { name: 'Somebody was here' },
  }),
  template: () => ({
    create: { name: 'deploy-failed', title: 'Deploying {{ subject }} failed', text: '**{{ data.actor }}** deployed {{ data.version }}.', facts: [{ name: 'Version', value: 'v{{ data.version }}' }], slack: { blocks: [{ type: 'divider' }] }, sms: { text: 'Failed: {{ subject }}' } },
    change: { text: null, title: 'Failed: {{ subject }}', sms: { segments: 1 } }, drift: { title: 'Somebody was here' },
  }),
  trust_policy: () => ({
    create: { name: 'ci', provider: 'github', issuer: 'https://token.actions.githubusercontent.com', audiences: ['patchbay'], claims: [{ claim: 'repository_owner_id', values: ['4711'] }], scopes: ['deployment:write'] },
    change: { lifetime: 600, claims: [{ claim: 'repository_owner_id', values: ['4711', '4712'] }] }, drift: { enabled: false },
  }),
  secret: () => ({ create: { name: 'slack/bot-token', value: marked() }, change: { description: 'Of the bot', value: marked() }, replace: { name: 'slack/bot' }, drift: { description: 'Somebody was here' } }),
  sink: () => ({ create: { name: 'lake', stream: 'events', kind: 'http', http: { url: 'https://lake.example.com/in', auth: 'bearer' }, auth_secret: marked(), enabled: false }, change: { batch_items: 100, batch_wait: 10 }, replace: { stream: 'audit_entries' }, drift: { batch_items: 7 } }),
  source: () => ({
    create: { slug: 'deploys', name: 'Deploys', scheme: 'custom', verification: { algorithm: 'hmac_sha256', header: 'x-signature' }, secret: marked(), mappings: [{ when: 'push', type: 'code.pushed', filter: { 'body.ref': 'main' } }] },
    change: { mappings: null, name: 'Deployments', secret: marked() }, replace: { slug: 'deployments' }, drift: { name: 'Somebody was here' },
  }),
  tenant: () => ({ create: { slug: 'payments', name: 'Payments', egress: { https_only: true } }, change: { name: 'Payments and more', rate_limit: 6000 }, replace: { slug: 'payments-eu' }, drift: { name: 'Somebody was here' } }),
  mcp_server: () => ({ create: { slug: 'docs', name: 'Docs', transport: 'http', http: { url: 'https://mcp.example.com/mcp' }, allowed_tools: ['search'], auth: { kind: 'bearer' }, auth_secret: marked() }, change: { name: 'Documents', max_output: 2048 }, replace: { slug: 'documents' }, drift: { name: 'Somebody was here' } }),
  registry: () => ({ create: { name: 'headquarters', url: 'https://hub.example.com', public_key: 'qA7c0dSbKxgGgYXT1zRrgoVBVHFYl3Kq4yQoJIXbZzs=', token: marked(), namespaces: ['acme'] }, change: { enabled: false, token: marked() }, replace: { name: 'branch' }, drift: { description: 'Somebody was here' } }),
  installation: () => ({ create: { plugin: 'acme/probe', name: 'main', config: { region: 'eu' } }, change: { enabled: false }, replace: { name: 'second' }, drift: { update_policy: 'latest' } }),
};
