import { describe, expect, it } from 'vitest';
import { schemasOf } from '../derive.ts';
import { exampleOf } from '../example.ts';
import type { ResourceDefinition } from '../resource.ts';
import * as resources from './index.ts';

const id = (prefix: string): string => `${prefix}_01jd8xk3v2q4r6t8w0y2a4c6e8`;
const pipelineOf = (provider: string, more: object) => ({ github: undefined, provider, ...more });
const step = (name: string, ...depends_on: string[]) => ({ id: name, action: 'wait', depends_on });
const split = (...percents: number[]) => [{ name: 'some', split: percents.map((percent) => ({ variant: 'on', percent })) }];

/** A change to a valid example, and the places where it is refused; none when it is fine. */
const rules: readonly (readonly [string, ResourceDefinition, string, object, readonly string[]])[] = ([
  ['role_binding', resources.roleBinding, 'a custom role without scopes', { role: 'custom' }, ['scopes']],
  ['role_binding', resources.roleBinding, 'scopes of a role that is not custom', { role: 'viewer', scopes: ['project:read'] }, ['scopes']],
  ['role_binding', resources.roleBinding, 'a custom role with scopes', { role: 'custom', scopes: ['project:read'] }, []],
  ['environment', resources.environment, 'two ways to bring it up', { bring_up_pipeline: id('pipe') }, ['bring_up_pipeline']],
  ['environment', resources.environment, 'a pipeline in place of an action', { bring_up: undefined, bring_up_pipeline: id('pipe') }, []],
  ['environment', resources.environment, 'a place that others deploy to', { bring_up: undefined, tear_down: undefined }, []],
  ['environment', resources.environment, 'a preview that nobody takes away', { tier: 'preview', tear_down: undefined }, ['tear_down']],
  ['environment', resources.environment, 'a gate that names no pipeline', { protection: { gates: [{ kind: 'pipeline' }] } }, ['protection.gates.0.pipeline']],
  ['environment', resources.environment, 'a freeze window without an end', { protection: { freeze_windows: [{ reason: 'x', kind: 'once', starts_at: '2030-01-02T00:00:00Z' }] } }, ['protection.freeze_windows.0.ends_at']],
  ['environment', resources.environment, 'a freeze window that ends before it starts', { protection: { freeze_windows: [{ reason: 'x', kind: 'once', starts_at: '2030-01-02T00:00:00Z', ends_at: '2030-01-01T00:00:00Z' }] } }, ['protection.freeze_windows.0.ends_at']],
  ['environment', resources.environment, 'a recurring freeze window', { protection: { freeze_windows: [{ reason: 'x', kind: 'recurring', cron: '0 15 * * 5', duration: 3600 }] } }, []],
  ['pipeline', resources.pipeline, 'coordinates of another provider', { gitlab: { project: 'acme/shop' } }, ['gitlab']],
  ['pipeline', resources.pipeline, 'no coordinates', { github: undefined }, ['github']],
  ['pipeline', resources.pipeline, 'a Jenkins job', pipelineOf('jenkins', { jenkins: { url: 'https://jenkins.example.com', job: 'shop/deploy' } }), []],
  ['pipeline', resources.pipeline, 'an Azure pipeline', pipelineOf('azure_devops', { azure_devops: { organization_url: 'https://dev.azure.com/acme', project: 'shop', pipeline_id: 12 } }), []],
  ['pipeline', resources.pipeline, 'an AWS pipeline', pipelineOf('codepipeline', { codepipeline: { region: 'eu-west-1', name: 'shop-deploy' } }), []],
  ['trust_policy', resources.trustPolicy, 'keys given twice', { jwks_url: 'https://example.com/keys', jwks: [{ kid: 'a', kty: 'RSA' }] }, ['jwks']],
  ['identity_provider', resources.identityProvider, 'a password of LDAP with OpenID Connect', { bind_password: 'x' }, ['bind_password']],
  ['identity_provider', resources.identityProvider, 'LDAP without a password', { kind: 'ldap', oidc: undefined, client_secret: undefined, ldap: { url: 'ldaps://ldap.example.com', bind_dn: 'cn=a', user_base: 'ou=b' } }, ['bind_password']],
  ['identity_provider', resources.identityProvider, 'a grant of a custom role without scopes', { grants: [{ group: 'a', role: 'custom' }] }, ['grants.0.scopes']],
  ['event_type', resources.eventType, 'enforcement of no schema', { schema: undefined, enforcement: 'reject' }, ['schema']],
  ['endpoint', resources.endpoint, 'a bearer token that is missing', { auth: { kind: 'bearer' } }, ['auth_secret']],
  ['endpoint', resources.endpoint, 'a bearer token', { auth: { kind: 'bearer' }, auth_secret: 'x' }, []],
  ['endpoint', resources.endpoint, 'a secret without a use', { auth_secret: 'x' }, ['auth_secret']],
  ['endpoint', resources.endpoint, 'OAuth without a token URL and client', { auth: { kind: 'oauth2' }, auth_secret: 'x' }, ['auth.token_url', 'auth.client_id']],
  ['endpoint', resources.endpoint, 'an HMAC without a header', { signature: { profile: 'hmac' } }, ['signature.header']],
  ['endpoint', resources.endpoint, 'OAuth and its client', { auth: { kind: 'oauth2', token_url: 'https://login.example.com/token', client_id: 'patchbay' }, auth_secret: 'x' }, []],
  ['endpoint', resources.endpoint, 'parts of a custom signature with a standard one', { signature: { profile: 'standard', header: 'X-A', separator: ',', headers: { 'X-B': '{type}' } } }, ['signature.header', 'signature.separator', 'signature.headers']],
  ['endpoint', resources.endpoint, 'Ed25519 in a header of its own', { signature: { profile: 'hmac', header: 'X-A', algorithm: 'ed25519' } }, []],
  ['endpoint', resources.endpoint, 'headers that are the hub’s', { headers: { 'Content-Type': 'x', 'Webhook-Id': 'x', 'X-Amz-Date': 'x' } }, ['headers.Content-Type', 'headers.Webhook-Id', 'headers.X-Amz-Date']],
  ['endpoint', resources.endpoint, 'a secret header that everybody could read', { headers: { Authorization: 'x' } }, ['headers.Authorization']],
  ['endpoint', resources.endpoint, 'one header twice', { headers: { 'X-Team': 'a' }, secret_headers: { 'x-team': 'b' } }, ['secret_headers.x-team']],
  ['endpoint', resources.endpoint, 'a credential in a header of the connection', { auth: { kind: 'header', header: 'Connection' }, auth_secret: 'x' }, ['auth.header']],
  ['tenant', resources.tenant, 'words for a proxy that is not there', { egress_proxy_authorization: 'Basic x' }, ['egress_proxy_authorization']],
  ['endpoint', resources.endpoint, 'a key without a signature', { signature: { profile: 'none' } }, ['signing_secret']],
  ['source', resources.source, 'a scheme of its own that is not described', { scheme: 'custom' }, ['verification']],
  ['source', resources.source, 'a vendor’s scheme described otherwise', { event_name_from: 'header:X-Event' }, ['event_name_from']],
  ['source', resources.source, 'a signed time from nowhere', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{timestamp}.{body}' } }, ['verification.timestamp_from']],
  ['source', resources.source, 'a user of a scheme without users', { username: 'x' }, ['username']],
  ['source', resources.source, 'a user of Bitbucket Data Center', { scheme: 'bitbucket', username: 'x' }, []],
  ['source', resources.source, 'a header for the secret of Okta', { scheme: 'okta', header: 'X-Okta-Secret' }, []],
  ['source', resources.source, 'a header for what another vendor signs', { header: 'X-Signature' }, ['header']],
  ['source', resources.source, 'a time in a header of pairs', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', layout: 'pairs', prefix: 'v1', content: '{timestamp}.{body}', timestamp_from: 'pair:t' } }, []],
  ['source', resources.source, 'a time in pairs where there are none', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{timestamp}.{body}', timestamp_from: 'pair:t' } }, ['verification.timestamp_from']],
  ['source', resources.source, 'a signed id from nowhere', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{id}.{body}' } }, ['deduplicate_by']],
  ['source', resources.source, 'a signed id', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', content: '{id}.{body}' }, deduplicate_by: 'header:X-Id' }, []],
  ['source', resources.source, 'an id and a name in pairs where there are none', { scheme: 'custom', verification: { algorithm: 'hmac_sha256' }, deduplicate_by: 'pair:id', event_name_from: 'pair:kind' }, ['event_name_from', 'deduplicate_by']],
  ['source', resources.source, 'an id and a name in a header of pairs', { scheme: 'custom', verification: { algorithm: 'hmac_sha256', layout: 'pairs', prefix: 'v1' }, deduplicate_by: 'pair:id', event_name_from: 'pair:kind' }, []],
  ['source', resources.source, 'user and password', { scheme: 'custom', username: 'x', verification: { algorithm: 'basic' } }, []],
  ['sink', resources.sink, 'where another system is', { s3: { bucket: 'x' } }, ['s3']],
  ['sink', resources.sink, 'Splunk without a token', { kind: 'splunk', syslog: undefined, auth_secret: undefined, splunk: { url: 'https://splunk.example.com:8088' } }, ['auth_secret']],
  ['sink', resources.sink, 'a bucket without a key', { kind: 's3', syslog: undefined, auth_secret: undefined, s3: { bucket: 'x' } }, ['auth_secret', 's3.access_key_id']],
  ['sink', resources.sink, 'a token that is missing', { kind: 'http', syslog: undefined, auth_secret: undefined, http: { url: 'https://logs.example.com', auth: 'bearer' } }, ['auth_secret']],
  ['sink', resources.sink, 'a receiver that wants no token', { kind: 'http', syslog: undefined, auth_secret: undefined, http: { url: 'https://logs.example.com' } }, []],
  ['sink', resources.sink, 'audit entries for an endpoint', { kind: 'endpoint', syslog: undefined, endpoint: id('ep') }, ['kind']],
  ['sink', resources.sink, 'event types of the audit trail', { event_types: ['deployment.*'] }, ['event_types']],
  ['sink', resources.sink, 'Kafka with a password and no user', { kind: 'kafka', syslog: undefined, kafka: { brokers: ['a:9092'], topic: 't', sasl: 'plain' } }, ['kafka.username']],
  ['rule', resources.rule, 'a runbook, which comes later', { kind: 'runbook', action: undefined, runbook: id('rbk') }, ['kind']],
  ['rule', resources.rule, 'a message to everybody', { kind: 'notify', action: undefined, template: id('tpl'), grouping: {}, notify: [{ channel: 'slack', recipients: ['C0123456789'] }, { channel: 'teams' }, { channel: 'discord' }, { channel: 'email', recipients: ['ada@example.com'] }, { channel: 'sms', recipients: ['+14155550199'] }] }, []],
  ['rule', resources.rule, 'a message without a recipient', { kind: 'notify', action: undefined, template: id('tpl'), notify: [{ channel: 'email' }] }, ['notify.0.recipients']],
  ['rule', resources.rule, 'recipients of another kind', { kind: 'notify', action: undefined, template: id('tpl'), notify: [{ channel: 'sms', recipients: ['ada@example.com'] }, { channel: 'email', recipients: ['Ada <ada@example.com>'] }, { channel: 'discord', recipients: ['#deploys'] }] }, ['notify.0.recipients.0', 'notify.1.recipients.0', 'notify.2.recipients.0']],
  ['rule', resources.rule, 'an action with groups', { grouping: {} }, ['grouping']],
  ['rule', resources.rule, 'a runbook, which comes later', { kind: 'runbook', action: undefined, runbook: id('rbk') }, ['kind']],
  ['rule', resources.rule, 'an action that is not said', { action: undefined }, ['action']],
  ['rule', resources.rule, 'a value from nowhere', { action: { action: 'whoami', input: { a: ['{{env.secret}}'] } } }, ['action.input.a.0']],
  ['rule', resources.rule, 'parameters without a runbook', { parameters: { a: 1 } }, ['parameters']],
  ['alert_rule', resources.alertRule, 'a count of events below zero', { threshold: -1 }, ['threshold']],
  ['alert_rule', resources.alertRule, 'a metric without a query', { kind: 'metric', events: undefined }, ['metric']],
  ['runbook', resources.runbook, 'a step that waits for one that is not there', { steps: [step('a', 'b')] }, ['steps.0.depends_on']],
  ['runbook', resources.runbook, 'steps that wait for each other', { steps: [step('a', 'c'), step('b', 'a'), step('c', 'b'), step('d')] }, ['steps.0.depends_on', 'steps.1.depends_on', 'steps.2.depends_on']],
  ['runbook', resources.runbook, 'two steps with one name', { steps: [step('a'), step('a')] }, ['steps.1.id']],
  ['runbook', resources.runbook, 'steps in any order', { steps: [step('c', 'b'), step('b', 'a'), step('a')] }, []],
  ['flag', resources.flag, 'a variant that is not there', { default_variant: 'blue' }, ['default_variant']],
  ['flag', resources.flag, 'a variant of another type', { variants: { on: 'yes', off: 'false' } }, ['variants.on']],
  ['flag', resources.flag, 'shares that are not the whole', { rules: split(50, 40) }, ['rules.0.split']],
  ['flag', resources.flag, 'shares that are the whole', { rules: split(33.3, 33.3, 33.4) }, []],
  ['flag', resources.flag, 'another service that is not named', { provider: 'flagsmith' }, ['installation']],
  ['flag', resources.flag, 'a number', { type: 'number', variants: { on: '1.5', off: '0' } }, []],
  ['flag', resources.flag, 'JSON that is none', { type: 'json', variants: { on: '{', off: '{}' } }, ['variants.on']],
  ['mcp_server', resources.mcpServer, 'a program with credentials', { transport: 'stdio', http: undefined, stdio: { command: 'x' }, auth: { kind: 'bearer' }, auth_secret: 'x' }, ['auth']],
  ['mcp_server', resources.mcpServer, 'no place', { http: undefined }, ['http']],
  ['mcp_server', resources.mcpServer, 'headers that the protocol, the hub and its credentials have', { http: { url: 'https://mcp.example.com/mcp', headers: { 'Mcp-Session-Id': 'x', ACCEPT: 'x', Host: 'x', 'X-Api-Key': 'x', 'X-Team': 'a', 'x-team': 'b' } } }, ['http.headers.Mcp-Session-Id', 'http.headers.ACCEPT', 'http.headers.Host', 'http.headers.X-Api-Key', 'http.headers.x-team']],
  ['mcp_server', resources.mcpServer, 'a header that is two', { http: { url: 'https://mcp.example.com/mcp', headers: { 'X-Team': 'a\r\nX-Other: b' } } }, ['http.headers.X-Team']],
  ['dashboard', resources.dashboard, 'a widget that shows nothing', { widgets: [{ id: 'a', title: 'A', kind: 'stat' }] }, ['widgets.0.query']],
  ['dashboard', resources.dashboard, 'a text with a query', { widgets: [{ id: 'a', title: 'A', kind: 'markdown', text: 'x', query: 'y' }] }, ['widgets.0.query']],
  ['dashboard', resources.dashboard, 'two widgets with one name', { widgets: [{ id: 'a', title: 'A', kind: 'stat', query: 'y' }, { id: 'a', title: 'B', kind: 'stat', query: 'y' }] }, ['widgets.1.id']],
] as const) as never; // each definition has its own shape; the table only hands them on

describe('rules over several fields', () => {
  it.each(rules)('%s: $2', (_, definition, __, change, refused) => {
    const fields = Object.fromEntries(Object.entries({ ...exampleOf(definition), ...change }).filter(([, value]) => value !== undefined));
    const issues = schemasOf(definition).create.safeParse(fields).error?.issues ?? [];
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(refused);
  });

  it('are tried for every resource that has some', () => {
    const withRules = (Object.values(resources) as unknown as ResourceDefinition[]).filter((each) => each.check !== undefined).map((each) => each.name);
    expect([...new Set(rules.map(([name]) => name))].sort()).toEqual(withRules.sort());
  });
});
