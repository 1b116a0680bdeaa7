/** What the hub is told from outside, in sections. Each has its own variables, all beginning with PATCHBAY_. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isExactName, parseRange } from '@patchbay/egress';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a range, egress says. */
const networks = z.array(z.string().superRefine((text, { addIssue }) => {
  const wrong = wrongRange(text);
  if (wrong !== undefined) addIssue(wrong);
})).default([]);
/** The largest `timeout` of an endpoint. */
const LONGEST_ATTEMPT_MS = 30_000;

const httpAddress = z.url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' });

export const Listen = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('the address to listen at; `0.0.0.0` is all of them'),
  port: z.int().min(0).max(65_535).default(8085).describe('the port to listen at; 0 for any free one'),
  publicUrl: z.url({ protocol: /^https?$/ }).regex(/^[^?#]*[^/?#]$/, 'expected no slash at the end').optional().describe('where this hub is reached from outside, without a slash at the end: `https://hub.example.com`. Senders of webhooks are told this address'),
  trustProxy: z.array(z.string().refine(isProxyAddress, 'expected addresses or ranges like 10.0.0.0/8, or loopback; names of hosts are not looked up')).default([]).describe('addresses and ranges of proxies that are believed when they say `X-Forwarded-For`, or `loopback`'),
  corsOrigins: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/i, 'expected origins like https://console.example.com, without a path or a slash at the end')).default([]).describe('origins of browsers that may call: `https://console.example.com`'),
  mcpAuthorizationServers: z.array(httpAddress).default([]).describe('issuers whose tokens MCP clients may bring; told to clients that have none'),
  mcpReadonly: z.boolean().default(false).describe('whether over MCP nothing is offered or done that writes'),
  mcpCommands: z.array(z.string().min(1)).default([]).describe('programs that attached MCP servers may be. A program alone needs the consent of two people to each command line; a whole line is agreed to'),
  bodyLimit: z.int().min(1024).max(64 * 1024 * 1024).default(1024 * 1024).describe('bytes of a request'),
  drainMs: z.int().min(0).max(600_000).default(8000).describe('how long running requests get when the hub stops'),
  providerReleases: z.string().min(1).superRefine((path, { addIssue }) => { if (!isFolder(path)) addIssue(`expected a folder with releases of the provider, and there is none at ${path}`); }).optional().describe('a folder with releases of the Terraform provider, which this hub then serves to `terraform init`'),
  metricsToken: z.string().min(16).optional().describe('what `/metrics` asks for; it is open without one'),
});

export const Keeping = z.strictObject({
  dataDir: z.string().min(1).default(join(homedir(), '.patchbay')).describe('where a hub without a database keeps everything, and where its master key is'),
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user@host:port/database' }).optional().describe('PostgreSQL: `postgres://user@host:port/database`. Without it the hub keeps everything in a SQLite file in the data folder'),
  databasePool: z.int().min(2).max(200).default(10).describe('connections to PostgreSQL for reading; a hub has a few more'),
  deploymentDays: z.int().min(1).max(36_500).optional().describe('days that deployments, previews, runs and scans are kept after their end, 400 if nobody says; what runs somewhere stays'),
});

export const Keys = z.strictObject({
  kind: z.enum(['file', 'environment', 'aws_kms', 'vault_transit']).default('file').describe('where the master key is, which is the key over all keys'),
  file: z.string().optional().describe('of `file`: its path, if not `master.key` in the data folder'),
  value: z.string().optional().describe('of `environment`: 32 bytes in base64'),
  awsKeyId: z.string().optional().describe('of `aws_kms`: the id, ARN or alias of the key'),
  awsRegion: z.string().regex(/^[a-z0-9-]+$/, 'expected a region like eu-central-1').optional().describe('of `aws_kms`: `eu-central-1`'),
  awsEndpoint: httpAddress.optional().describe('of `aws_kms`: where it is, if not at AWS'),
  awsAccessKeyId: z.string().optional().describe('of `aws_kms`'),
  awsSecretAccessKey: z.string().optional().describe('of `aws_kms`'),
  awsSessionToken: z.string().optional().describe('of `aws_kms`, for credentials that end'),
  vaultAddress: httpAddress.optional().describe('of `vault_transit`: `https://vault.example.com`'),
  vaultMount: z.string().default('transit').describe('of `vault_transit`: where the engine is mounted'),
  vaultKey: z.string().optional().describe('of `vault_transit`: the name of the key'),
  vaultToken: z.string().optional().describe('of `vault_transit`'),
  egressAllow: networks.describe('ranges that are not public and where the KMS or Vault is all the same: `10.20.0.0/16`. Nothing else may go there'),
}).superRefine(({ kind, file, value, awsKeyId, vaultKey }, { addIssue }) => {
  if (kind !== 'file') {
    if (file !== undefined) addIssue({ code: 'custom', path: ['file'], message: `it is not used, because PATCHBAY_MASTER_KEY_KIND is ${kind}: set that to file, or leave this out` });
    return;
  }
  // A key file would be made in its place: of a container it is gone with the first restart, and all secrets with it.
  for (const [path, other, given] of [['value', 'environment', value], ['awsKeyId', 'aws_kms', awsKeyId], ['vaultKey', 'vault_transit', vaultKey]] as const) {
    if (given !== undefined) addIssue({ code: 'custom', path: [path], message: `it is not used, because PATCHBAY_MASTER_KEY_KIND is file: set that to ${other}, or leave this out` });
  }
});

export const Observe = z.strictObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('what is logged, and all that is worse'),
  format: z.enum(['json', 'pretty']).default('json').describe('`patchbay start` on a terminal is `pretty` if nobody says'),
  otlpEndpoint: httpAddress.optional().describe('where traces and metrics go by OTLP'),
  otlpHeaders: z.string().regex(/^[\w-]+=[^,]+(,[\w-]+=[^,]+)*$/, 'expected name=value, separated by commas').optional().describe('what goes with them: `name=value`, separated by commas'),
}).superRefine(({ otlpEndpoint, otlpHeaders }, { addIssue }) => {
  if (otlpHeaders !== undefined && otlpEndpoint === undefined) addIssue({ code: 'custom', path: ['otlpHeaders'], message: lonely('OTLP_ENDPOINT') });
});

export const Deliveries = z.strictObject({
  egressAllow: networks.describe('ranges that are not public and where webhooks may go all the same: `10.20.0.0/16`'),
  egressDeny: networks.describe('ranges that nothing may go to, public or not'),
  egressHosts: z.array(z.string().refine(isExactName, 'expected exact host names like jenkins.internal, without a star, a port or an address')).default([]).describe('names that may lead to addresses inside: `jenkins.internal`. Each is one host; the address of another name stays closed'),
  httpsOnly: z.boolean().default(false).describe('whether plain http is refused, whatever a tenant says'),
  proxy: z.url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port of a proxy that speaks CONNECT' }).refine((text) => !text.includes('@'), 'expected no user and no password in it: they go into PATCHBAY_EGRESS_PROXY_AUTHORIZATION').optional().describe('a forward proxy for everything that leaves the hub but its requests to a KMS: `http://proxy.internal:3128`. It may be inside'),
  proxyAuthorization: z.string().min(1).optional().describe('what the proxy is shown as `Proxy-Authorization`'),
  sourceAddresses: networks.describe('addresses that receivers see, for those that filter; shown by `delivery_sources`'),
  leaseMs: z.int().min(1000).max(600_000).default(60_000).meta({ minimum: LONGEST_ATTEMPT_MS + 1, description: 'how long a hub has a delivery to itself; after that another one takes it over. Longer than the longest attempt' }),
  sinkLeaseMs: z.int().min(1000).max(600_000).default(15_000).describe('how long a hub has a sink to itself without saying that it still lives'),
}).superRefine(({ proxy, proxyAuthorization }, { addIssue }) => {
  if (proxyAuthorization !== undefined && proxy === undefined) addIssue({ code: 'custom', path: ['proxyAuthorization'], message: lonely('EGRESS_PROXY') });
});

export const Events = z.strictObject({
  unknownTypes: z.enum(['accept', 'warn', 'refuse']).default('accept').describe('what happens to events of types that nobody declared'),
  maxBytes: z.int().min(1024).max(16 * 1024 * 1024).default(256 * 1024).describe("bytes of an event's data as JSON"),
  retentionSeconds: z.int().min(0).max(3_153_600_000).refine((seconds) => seconds === 0 || seconds >= 3600, 'expected 0, or 3600 at least').default(7_776_000).describe('how long events, their attempts and their dead letters are kept, where the event type says nothing else: 3600 at least, or 0 for ever'),
});

export const Limits = z.strictObject({
  principalPerMinute: z.int().min(1).default(6000).describe('calls per minute of one principal'),
  tenantPerMinute: z.int().min(1).default(60_000).describe('calls per minute of one tenant'),
  approvalSeconds: z.int().min(60).max(2_592_000).default(86_400).describe('how long an approval may be given and used, from when it was asked for'),
  idempotencySeconds: z.int().min(60).max(2_592_000).default(86_400).describe('how long the answer of an idempotency key is kept'),
  actionTimeoutMs: z.int().min(100).max(3_600_000).default(60_000).describe('how long an action may take'),
  graphqlDepth: z.int().min(1).default(12).describe('levels of a query'),
  graphqlCost: z.int().min(1).default(10_000).describe('what a query may cost'),
  graphqlIntrospection: z.boolean().default(true).describe('whether the schema may be asked for'),
});

export const Plugins = z.strictObject({
  isolation: z.enum(['thread', 'process'], 'expected thread or process').default('thread').describe('where packages run: in threads of the hub, or in a process of their own that has no rights'),
  publisherShare: z.int().min(0).max(10_000).default(8000).describe('what publishers get of a sale that says nothing else, in hundredths of a percent'),
});

export const Config = z.strictObject({ listen: Listen.prefault({}), keeping: Keeping.prefault({}), keys: Keys.prefault({}), observe: Observe.prefault({}), deliveries: Deliveries.prefault({}), events: Events.prefault({}), limits: Limits.prefault({}), plugins: Plugins.prefault({}) });
export type Config = z.output<typeof Config>;
export type ConfigInput = z.input<typeof Config>;

const lonely = (needs: string): string => `it is not used, because PATCHBAY_${needs} is not set: set that, or leave this out`;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** As Fastify takes them. */
function isProxyAddress(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = Number(prefix ?? 1);
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text) || (more.length === 0 && wrongRange(address) === undefined && Number.isInteger(bits) && bits >= 1 && bits <= (address.includes(':') ? 128 : 32));
}

function wrongRange(text: string): string | undefined {
  try {
    parseRange(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Sections and fields as variables: listen.port is PATCHBAY_PORT, keeping.databaseUrl is PATCHBAY_DATABASE_URL. */
const variables: { readonly [S in keyof Config]: Readonly<Record<string, string>> } = {
  listen: { host: 'HOST', port: 'PORT', publicUrl: 'PUBLIC_URL', trustProxy: 'TRUST_PROXY', corsOrigins: 'CORS_ORIGINS', mcpAuthorizationServers: 'MCP_AUTHORIZATION_SERVERS', mcpReadonly: 'MCP_READONLY', mcpCommands: 'MCP_COMMANDS', bodyLimit: 'BODY_LIMIT', drainMs: 'DRAIN_MS', providerReleases: 'PROVIDER_RELEASES', metricsToken: 'METRICS_TOKEN' },
  keeping: { dataDir: 'DATA_DIR', databaseUrl: 'DATABASE_URL', databasePool: 'DATABASE_POOL', deploymentDays: 'DEPLOYMENT_DAYS' },
  keys: {
    kind: 'MASTER_KEY_KIND', file: 'MASTER_KEY_FILE', value: 'MASTER_KEY', awsKeyId: 'AWS_KMS_KEY_ID', awsRegion: 'AWS_REGION', awsEndpoint: 'AWS_KMS_ENDPOINT', awsAccessKeyId: 'AWS_ACCESS_KEY_ID',
    awsSecretAccessKey: 'AWS_SECRET_ACCESS_KEY', awsSessionToken: 'AWS_SESSION_TOKEN', vaultAddress: 'VAULT_ADDRESS', vaultMount: 'VAULT_MOUNT', vaultKey: 'VAULT_KEY', vaultToken: 'VAULT_TOKEN', egressAllow: 'MASTER_KEY_EGRESS_ALLOW',
  },
  observe: { level: 'LOG_LEVEL', format: 'LOG_FORMAT', otlpEndpoint: 'OTLP_ENDPOINT', otlpHeaders: 'OTLP_HEADERS' },
  deliveries: {
    egressAllow: 'EGRESS_ALLOW', egressDeny: 'EGRESS_DENY', egressHosts: 'EGRESS_HOSTS', httpsOnly: 'EGRESS_HTTPS_ONLY', proxy: 'EGRESS_PROXY', proxyAuthorization: 'EGRESS_PROXY_AUTHORIZATION', sourceAddresses: 'EGRESS_SOURCE_ADDRESSES', leaseMs: 'DELIVERY_LEASE_MS', sinkLeaseMs: 'SINK_LEASE_MS',
  },
  events: { unknownTypes: 'EVENT_UNKNOWN_TYPES', maxBytes: 'EVENT_MAX_BYTES', retentionSeconds: 'EVENT_RETENTION_SECONDS' },
  limits: {
    principalPerMinute: 'RATE_LIMIT_PRINCIPAL', tenantPerMinute: 'RATE_LIMIT_TENANT', approvalSeconds: 'APPROVAL_SECONDS', idempotencySeconds: 'IDEMPOTENCY_SECONDS', actionTimeoutMs: 'ACTION_TIMEOUT_MS',
    graphqlDepth: 'GRAPHQL_DEPTH', graphqlCost: 'GRAPHQL_COST', graphqlIntrospection: 'GRAPHQL_INTROSPECTION',
  },
  plugins: { isolation: 'PLUGIN_ISOLATION', publisherShare: 'PLUGIN_PUBLISHER_SHARE' },
};

/** A variable, and what may be in it: JSON Schema, where lists are written with commas. */
export interface Setting {
  readonly name: string;
  readonly section: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export const describeSettings = (): readonly Setting[] => Object.entries(variables).flatMap(([section, fields]) => {
  const { properties = {} } = z.toJSONSchema(Config.shape[section as keyof Config], { io: 'input' });
  return Object.entries(fields).map(([field, name]) => ({ name: `PATCHBAY_${name}`, section, schema: properties[field] as Setting['schema'] }));
});

/** The names of all variables. */
export const settings: ReadonlySet<string> = new Set(Object.values(variables).flatMap((fields) => Object.values(fields).map((name) => `PATCHBAY_${name}`)));

/** The environment, with what was given on the command line over it. Throws an error whose message names the variable. */
export function readConfig(environment: Environment, given: ConfigInput = {}): Config {
  const sections = Object.entries(variables).map(([section, fields]) => {
    const read = Object.entries(fields).flatMap(([field, variable]) => {
      const text = environment[`PATCHBAY_${variable}`];
      return text === undefined || text === '' ? [] : [[field, typed(section as keyof Config, field, text)]];
    });
    return [section, { ...Object.fromEntries(read), ...given[section as keyof Config] }];
  });
  const parsed = Config.safeParse(Object.fromEntries(sections));
  if (!parsed.success) throw invalid(parsed.error.issues.map(({ path: [section, field], message }) => `${variables[section as keyof Config]?.[String(field)] ?? String(field)}: ${message}`));
  const { leaseMs } = parsed.data.deliveries; // tests that kill hubs don't come here
  if (leaseMs <= LONGEST_ATTEMPT_MS) throw invalid([`DELIVERY_LEASE_MS: expected more than ${LONGEST_ATTEMPT_MS}, which one attempt may take, and ${leaseMs} came: another hub would send what this one is still sending`]);
  return parsed.data;
}

const invalid = (wrong: readonly string[]): Error => new Error(`The configuration is not valid. ${wrong.map((each) => `PATCHBAY_${each}`).join('; ')}`);

const numbers = new Set(['publisherShare', 'port', 'bodyLimit', 'drainMs', 'databasePool', 'deploymentDays', 'leaseMs', 'sinkLeaseMs', 'maxBytes', 'retentionSeconds', ...Object.keys(variables.limits).filter((field) => field !== 'graphqlIntrospection')]);

function typed(section: keyof Config, field: string, text: string): unknown {
  if (field === 'graphqlIntrospection' || field === 'httpsOnly' || field === 'mcpReadonly') return text === 'true' || (text === 'false' ? false : text);
  if (field === 'corsOrigins' || field === 'mcpAuthorizationServers' || field === 'mcpCommands' || field === 'trustProxy' || field === 'egressAllow' || field === 'egressDeny' || field === 'egressHosts' || field === 'sourceAddresses') return text.split(',').map((each) => each.trim());
  return numbers.has(field) && (section === 'listen' || section === 'keeping' || section === 'deliveries' || section === 'events' || section === 'limits' || section === 'plugins') && text.trim() !== '' ? Number(text) : text;
}
