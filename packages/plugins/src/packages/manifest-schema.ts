/** plugin.json as it may be: untrusted, so everything has its bounds. */
import { contextKinds, type Manifest } from '@patchbay/sdk';
import { z } from 'zod';

const short = z.string().max(200);
const long = z.string().max(4000);
const key = z.string().regex(/^[a-z][a-z0-9_]{0,79}$/, 'expected lower-case letters, digits and _');
const template = z.string().max(2048);
const templates = z.record(z.string().max(200), template);
const schema = z.record(z.string(), z.unknown());
const hook = z.string().max(140).regex(/^(on [a-z*][a-z0-9_.*]*|on[A-Z][A-Za-z]*)$/);
const io = { title: short, description: long, input: schema, output: schema, example: z.json().optional() };
const jwt = z.strictObject({ algorithm: z.enum(['RS256', 'ES256', 'HS256']), key: short, claims: templates, ttl: z.number().min(1).max(86_400), key_id: template.optional(), backdate: z.number().min(0).max(600).optional() });
const slot = { name: z.string().max(80), secrets: z.array(short).max(20), hosts: z.array(template).max(50).optional(), description: long.optional() };

const coins = z.int().min(0).max(1_000_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, such as EUR');

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ ...slot, kind: z.literal('placed'), headers: templates.optional(), query: templates.optional(), body: templates.optional(), url: template.optional() }),
  z.strictObject({ ...slot, kind: z.literal('basic'), username: template, password: template }),
  z.strictObject({
    ...slot, kind: z.literal('oauth2'), grant: z.enum(['client_credentials', 'refresh_token']), token_url: template, client_id: template, client_secret: template.optional(), refresh_token: short.optional(),
    scopes: z.array(short).max(100).optional(), parameters: templates.optional(), client_auth: z.enum(['basic', 'body']).optional(), scheme: short.optional(),
  }),
  z.strictObject({
    ...slot, kind: z.literal('exchange'), jwt: jwt.optional(), request: z.strictObject({ method: z.enum(['POST', 'GET', 'PUT']), url: template, headers: templates.optional(), json: z.json().optional(), form: templates.optional() }),
    token: short, expires_at: short.optional(), expires_in: short.optional(), ttl: z.number().min(1).optional(), headers: templates,
  }),
  z.strictObject({ ...slot, kind: z.literal('jwt'), jwt, headers: templates }),
  z.strictObject({ ...slot, kind: z.literal('sigv4'), access_key_id: template, secret_access_key: template, session_token: template.optional(), region: template, service: short }),
]);

const verification = z.strictObject({
  algorithm: z.enum(['hmac_sha1', 'hmac_sha256', 'hmac_sha512', 'ed25519', 'equal', 'basic', 'jwt_hs256']), header: short.optional(), layout: z.enum(['single', 'list', 'pairs']).optional(), prefix: short.optional(), encoding: z.enum(['hex', 'base64']).optional(),
  content: short.optional(), key_encoding: z.enum(['utf8', 'base64', 'hex', 'whsec']).optional(), timestamp_from: short.optional(), tolerance: z.number().min(0).max(86_400).optional(), event_name_from: short.optional(), deduplicate_by: short.optional(),
});

export const PluginJson = z.strictObject({
  api: z.literal(1),
  id: z.string().max(120).regex(/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/, 'expected namespace/name'),
  version: z.string().max(60),
  title: short.min(1),
  summary: long.min(1),
  categories: z.array(z.string().max(60)).max(10),
  engines: z.strictObject({ hub: short }),
  runtime: z.literal('any', 'a package runs in the sandbox'),
  config: schema,
  secrets: z.array(z.strictObject({ name: z.string().max(80).regex(/^[A-Za-z0-9_]+$/), description: long, required: z.boolean(), hosts: z.array(template).max(50).optional() })).max(50),
  auth: z.array(auth).max(20),
  hosts: z.array(template).max(50),
  http: z.strictObject({ base_url: template.optional(), headers: templates.optional(), tls: z.strictObject({ ca: template.optional(), cert: template.optional(), key: short.optional() }).optional() }),
  permissions: z.array(z.string().max(512)).max(200),
  emits: z.array(z.string().max(120)).max(100),
  plans: z.array(z.strictObject({ name: key, title: short, description: long.optional(), price: z.strictObject({ amount: coins, currency, per: z.enum(['month', 'year', 'once']) }), features: z.array(short).max(50).optional() })).max(20).optional(),
  meters: z.array(z.strictObject({ name: key, title: short, unit: short, price: z.strictObject({ amount: coins, currency, units: z.int().min(1) }).optional(), included: z.int().min(0).optional() })).max(50).optional(),
  license: z.literal('required').optional(),
  actions: z.array(z.strictObject({ name: key, ...io, safety: z.enum(['safe', 'moderate', 'destructive']), idempotent: z.boolean(), dry_run: z.boolean() })).max(200),
  queries: z.array(z.strictObject({ name: key, ...io, ttl: z.number().min(0).max(86_400) })).max(200),
  context: z.array(z.strictObject({ name: key, title: short, description: long, kind: z.enum(contextKinds), query: schema })).max(50).optional(),
  hooks: z.array(z.strictObject({ name: hook, mode: z.enum(['observe', 'decide']), events: z.array(z.string().max(120)).max(20), order: z.number(), on_failure: z.enum(['open', 'closed']) })).max(100),
  webhooks: z.array(z.strictObject({ name: key, description: long, verify: z.union([z.enum(['standard', 'github', 'gitlab', 'bitbucket', 'azure_devops', 'jira', 'slack', 'stripe', 'pagerduty', 'notion', 'okta', 'microsoft_graph', 'linear', 'servicenow', 'twilio']), verification]), secret: short, username: template.optional(), events: z.boolean(), responds: z.boolean() })).max(20),
  routes: z.array(z.strictObject({ name: z.string().max(200), ...io, auth: z.enum(['apiKey', 'none']), scope: short.optional() })).max(100),
  schedules: z.array(z.strictObject({ name: key, cron: z.string().max(120), description: long })).max(50),
  widgets: z.array(z.looseObject({ name: key, title: short })).max(50),
  lifecycle: z.array(z.enum(['install', 'configure', 'enable', 'disable', 'uninstall', 'update'])).max(6),
  health: z.boolean(),
  files: z.array(z.strictObject({ path: z.string().max(100), size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(500),
});

export type PluginJson = Manifest & { readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[] };
