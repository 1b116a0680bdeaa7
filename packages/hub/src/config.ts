/** What the hub is told from outside, in sections. Each has its own variables, all beginning with PATCHBAY_. */
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
const httpAddress = z.url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' });

export const Listen = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8085),
  /** Where this hub is reached from outside, without a path: https://hub.example.com. Senders of webhooks are told this address. */
  publicUrl: z.url({ protocol: /^https?$/ }).regex(/^[^?#]*[^/?#]$/, 'expected no slash at the end').optional(),
  /** Addresses of proxies that are believed when they say X-Forwarded-For. */
  trustProxy: z.array(z.string().refine(isProxyAddress, 'expected addresses or ranges like 10.0.0.0/8, or loopback; names of hosts are not looked up')).default([]),
  /** Origins of browsers that may call: none by default. */
  corsOrigins: z.array(z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/i, 'expected origins like https://console.example.com, without a path or a slash at the end')).default([]),
  /** Issuers whose tokens MCP clients may bring; told to clients that have none. */
  mcpAuthorizationServers: z.array(httpAddress).default([]),
  /** Over MCP nothing is offered or done that writes. */
  mcpReadonly: z.boolean().default(false),
  /** Programs that attached MCP servers may be: none by default. A program alone needs the consent of two people to each command line; a whole line is agreed to. */
  mcpCommands: z.array(z.string().min(1)).default([]),
  bodyLimit: z.int().min(1024).max(64 * 1024 * 1024).default(1024 * 1024),
  /** How long running requests get when the hub stops. */
  drainMs: z.int().min(0).max(600_000).default(8000),
  /** A folder with releases of the Terraform provider, which this hub then serves to terraform init. */
  providerReleases: z.string().min(1).optional(),
  /** Asked for at /metrics; open without one. */
  metricsToken: z.string().min(16).optional(),
});

export const Keeping = z.strictObject({
  dataDir: z.string().min(1).default(join(homedir(), '.patchbay')),
  /** postgres://… ; without it the hub keeps everything in a SQLite file in the data folder. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user@host:port/database' }).optional(),
  databasePool: z.int().min(2).max(200).default(10),
  /** How long deployments, previews, runs and scans are kept after their end, 400 days if nobody says; what runs somewhere stays. */
  deploymentDays: z.int().min(1).max(36_500).optional(),
});

export const Keys = z.strictObject({
  kind: z.enum(['file', 'environment', 'aws_kms', 'vault_transit']).default('file'),
  file: z.string().optional(),
  value: z.string().optional(),
  awsKeyId: z.string().optional(),
  awsRegion: z.string().regex(/^[a-z0-9-]+$/, 'expected a region like eu-central-1').optional(),
  awsEndpoint: httpAddress.optional(),
  awsAccessKeyId: z.string().optional(),
  awsSecretAccessKey: z.string().optional(),
  awsSessionToken: z.string().optional(),
  vaultAddress: httpAddress.optional(),
  vaultMount: z.string().default('transit'),
  vaultKey: z.string().optional(),
  vaultToken: z.string().optional(),
  /** Ranges that are not public and where the KMS or Vault is all the same: 10.20.0.0/16. Nothing else may go there. */
  egressAllow: networks,
}).superRefine(({ kind, value, awsKeyId, vaultKey }, { addIssue }) => {
  if (kind !== 'file') return;
  // A key file would be made in its place: of a container it is gone with the first restart, and all secrets with it.
  for (const [path, other, given] of [['value', 'environment', value], ['awsKeyId', 'aws_kms', awsKeyId], ['vaultKey', 'vault_transit', vaultKey]] as const) {
    if (given !== undefined) addIssue({ code: 'custom', path: [path], message: `it is not used, because PATCHBAY_MASTER_KEY_KIND is file: set that to ${other}, or leave this out` });
  }
});

export const Observe = z.strictObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  format: z.enum(['json', 'pretty']).default('json'),
  otlpEndpoint: httpAddress.optional(),
  /** name=value, separated by commas. */
  otlpHeaders: z.string().regex(/^[\w-]+=[^,]+(,[\w-]+=[^,]+)*$/, 'expected name=value, separated by commas').optional(),
});

export const Deliveries = z.strictObject({
  /** Ranges that are not public and where webhooks may go all the same: 10.20.0.0/16. */
  egressAllow: networks,
  /** Ranges that nothing may go to, public or not. */
  egressDeny: networks,
  /** Names that may lead to addresses inside: jenkins.internal. Each is one host; the address of another name stays closed. */
  egressHosts: z.array(z.string().refine(isExactName, 'expected exact host names like jenkins.internal, without a star, a port or an address')).default([]),
  /** Whether plain http is refused, whatever a tenant says. */
  httpsOnly: z.boolean().default(false),
  /** A forward proxy for everything that leaves the hub but its requests to a KMS: http://proxy.internal:3128. It may be inside. */
  proxy: z.url({ protocol: /^https?$/, error: 'expected http://host:port or https://host:port of a proxy that speaks CONNECT' }).refine((text) => !text.includes('@'), 'expected no user and no password in it: they go into PATCHBAY_EGRESS_PROXY_AUTHORIZATION').optional(),
  /** What the proxy is shown as Proxy-Authorization. */
  proxyAuthorization: z.string().min(1).optional(),
  /** Addresses that receivers see, for those that filter; shown by delivery_sources. */
  sourceAddresses: z.array(z.string()).default([]),
  /** How long a hub has a delivery to itself; after that another takes it over. Longer than the longest attempt. */
  leaseMs: z.int().min(1000).max(600_000).default(60_000),
  /** How long a hub has a sink to itself without saying that it still lives. */
  sinkLeaseMs: z.int().min(1000).max(600_000).default(15_000),
});

export const Events = z.strictObject({
  /** What happens to events of types that nobody declared: accept, warn or refuse. */
  unknownTypes: z.enum(['accept', 'warn', 'refuse']).default('accept'),
  /** Bytes of an event's data as JSON. */
  maxBytes: z.int().min(1024).max(16 * 1024 * 1024).default(256 * 1024),
  /** Seconds that events, their attempts and their dead letters are kept, where the event type says nothing else; 0: for ever. */
  retentionSeconds: z.int().min(0).max(3_153_600_000).refine((seconds) => seconds === 0 || seconds >= 3600, 'expected 0, or 3600 at least').default(7_776_000),
});

export const Limits = z.strictObject({
  /** Calls per minute of one principal, and of one tenant. */
  principalPerMinute: z.int().min(1).default(6000),
  tenantPerMinute: z.int().min(1).default(60_000),
  approvalSeconds: z.int().min(60).max(2_592_000).default(86_400),
  idempotencySeconds: z.int().min(60).max(2_592_000).default(86_400),
  actionTimeoutMs: z.int().min(100).max(3_600_000).default(60_000),
  graphqlDepth: z.int().min(1).default(12),
  graphqlCost: z.int().min(1).default(10_000),
  graphqlIntrospection: z.boolean().default(true),
});

export const Plugins = z.strictObject({
  /** Where packages run: in threads of the hub, or in a process of their own that has no rights. */
  isolation: z.enum(['thread', 'process'], 'expected thread or process').default('thread'),
  /** What publishers get of a sale that says nothing else, in hundredths of a percent. */
  publisherShare: z.int().min(0).max(10_000).default(8000),
});

export const Config = z.strictObject({ listen: Listen.prefault({}), keeping: Keeping.prefault({}), keys: Keys.prefault({}), observe: Observe.prefault({}), deliveries: Deliveries.prefault({}), events: Events.prefault({}), limits: Limits.prefault({}), plugins: Plugins.prefault({}) });
export type Config = z.output<typeof Config>;
export type ConfigInput = z.input<typeof Config>;

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
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path: [section, field], message }) => `PATCHBAY_${variables[section as keyof Config]?.[String(field)] ?? String(field)}: ${message}`);
  throw new Error(`The configuration is not valid. ${lines.join('; ')}`);
}

const numbers = new Set(['publisherShare', 'port', 'bodyLimit', 'drainMs', 'databasePool', 'deploymentDays', 'leaseMs', 'sinkLeaseMs', 'maxBytes', 'retentionSeconds', ...Object.keys(variables.limits).filter((field) => field !== 'graphqlIntrospection')]);

function typed(section: keyof Config, field: string, text: string): unknown {
  if (field === 'graphqlIntrospection' || field === 'httpsOnly' || field === 'mcpReadonly') return text === 'true' || (text === 'false' ? false : text);
  if (field === 'corsOrigins' || field === 'mcpAuthorizationServers' || field === 'mcpCommands' || field === 'trustProxy' || field === 'egressAllow' || field === 'egressDeny' || field === 'egressHosts' || field === 'sourceAddresses') return text.split(',').map((each) => each.trim());
  return numbers.has(field) && (section === 'listen' || section === 'keeping' || section === 'deliveries' || section === 'events' || section === 'limits' || section === 'plugins') ? Number(text) : text;
}
