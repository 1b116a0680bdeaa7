/** What the host must know about a plugin without running it: plugin.json. People consent to this, and what is not in it is unreachable. */
import { type AuthSlot, secretsOf } from './auth.ts';
import type { MeterDef, PlanDef } from './commerce.ts';
import { decideHooks, type DecideDef, observeHooks, type Plugin, type Safety, type WebhookScheme, type WidgetDef } from './definition.ts';
import type { ContextKind } from './incident-context.ts';
import type { Json } from './json.ts';

type JsonSchema = { readonly [keyword: string]: unknown };

export interface ManifestIo { readonly name: string; readonly title: string; readonly description: string; readonly input: JsonSchema; readonly output: JsonSchema; readonly example?: Json }

export interface Manifest {
  readonly api: 1;
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly categories: readonly string[];
  readonly engines: { readonly hub: string };
  readonly runtime: 'any' | 'trusted';
  /** Of the configuration without the secrets. */
  readonly config: JsonSchema;
  readonly secrets: readonly { readonly name: string; readonly description: string; readonly required: boolean; readonly hosts?: readonly string[] }[];
  readonly auth: readonly (AuthSlot & { readonly name: string; readonly secrets: readonly string[] })[];
  readonly hosts: readonly string[];
  readonly http: { readonly base_url?: string; readonly headers?: Readonly<Record<string, string>>; readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string } };
  /** Everything that it may ask for, sorted: `net:…`, `subscribe:…`, `emit:…`, `invoke:…`, `query:…`, `secret:…`, `reveal:…`, `schedule`. Templates stand until there is a configuration. */
  readonly permissions: readonly string[];
  readonly emits: readonly string[];
  /** Absent: it costs nothing. */
  readonly plans?: readonly (PlanDef & { readonly name: string })[];
  readonly meters?: readonly (MeterDef & { readonly name: string })[];
  readonly license?: 'required';
  readonly actions: readonly (ManifestIo & { readonly safety: Safety; readonly idempotent: boolean; readonly dry_run: boolean })[];
  readonly queries: readonly (ManifestIo & { readonly ttl: number })[];
  /** Absent: it knows nothing of services. */
  readonly context?: readonly { readonly name: string; readonly title: string; readonly description: string; readonly kind: ContextKind; readonly query: JsonSchema }[];
  readonly hooks: readonly { readonly name: string; readonly mode: 'observe' | 'decide'; readonly events: readonly string[]; readonly order: number; readonly on_failure: 'open' | 'closed' }[];
  readonly webhooks: readonly { readonly name: string; readonly description: string; readonly verify: WebhookScheme; readonly secret: string; readonly username?: string; readonly events: boolean; readonly responds: boolean }[];
  readonly routes: readonly (ManifestIo & { readonly auth: 'apiKey' | 'none'; readonly scope?: string })[];
  readonly schedules: readonly { readonly name: string; readonly cron: string; readonly description: string }[];
  readonly widgets: readonly (WidgetDef & { readonly name: string })[];
  readonly lifecycle: readonly ('install' | 'configure' | 'enable' | 'disable' | 'uninstall' | 'update')[];
  readonly health: boolean;
}

/** One function of a plugin. */
export type Handler = 'action' | 'dry_run' | 'query' | 'context' | 'hook' | 'decide' | 'webhook' | 'respond' | 'route' | 'schedule' | 'lifecycle' | 'health';

const entries = <T>(of: Readonly<Record<string, T>> | undefined): [string, T][] => Object.entries(of ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

export function manifestOf(plugin: Plugin): Manifest {
  const { config, secrets } = splitConfig(plugin);
  return {
    api: 1, id: plugin.id, version: plugin.version, title: plugin.title, summary: plugin.summary, categories: plugin.categories ?? [], engines: plugin.engines ?? { hub: '*' }, runtime: plugin.runtime ?? 'any',
    config, secrets,
    auth: Object.entries(plugin.auth ?? {}).map(([name, slot]) => ({ ...slot, name, secrets: secretsOf(slot) })),
    hosts: plugin.hosts ?? [],
    http: httpOf(plugin),
    permissions: permissionsOf(plugin, secrets.map(({ name }) => name)),
    emits: plugin.emits ?? [],
    ...(plugin.plans === undefined ? {} : { plans: entries(plugin.plans).map(([name, plan]) => ({ name, ...plan })) }),
    ...(plugin.meters === undefined ? {} : { meters: entries(plugin.meters).map(([name, meter]) => ({ name, ...meter })) }),
    ...(plugin.license === 'required' ? { license: plugin.license } : {}),
    actions: entries(plugin.actions).map(([name, each]) => ({ ...ioOf(name, each), safety: each.safety, idempotent: each.idempotent ?? each.safety === 'safe', dry_run: each.dryRun !== undefined })),
    queries: entries(plugin.queries).map(([name, each]) => ({ ...ioOf(name, each), ttl: each.ttl ?? 0 })),
    ...(plugin.context === undefined ? {} : { context: entries(plugin.context).map(([name, { title, description, kind, query }]) => ({ name, title, description, kind, query: query ?? NOTHING })) }),
    hooks: hooksOf(plugin),
    webhooks: entries(plugin.webhooks).map(([name, { description, verify, secret, username, toEvents, respond }]) => ({ name, description, verify, secret, ...(username === undefined ? {} : { username }), events: toEvents !== undefined, responds: respond !== undefined })),
    routes: entries(plugin.routes).map(([name, each]) => ({ ...ioOf(name, each), auth: each.auth, ...(each.scope === undefined ? {} : { scope: each.scope }) })),
    schedules: entries(plugin.schedules).map(([name, { cron, description }]) => ({ name, cron, description })),
    widgets: entries(plugin.widgets).map(([name, widget]) => ({ ...widget, name })),
    lifecycle: (['install', 'configure', 'enable', 'disable', 'uninstall', 'update'] as const).filter((step) => plugin.lifecycle?.[step] !== undefined),
    health: plugin.health !== undefined,
  };
}

const NOTHING: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

interface IoFacts { readonly title: string; readonly description: string; readonly input: JsonSchema; readonly output: JsonSchema; readonly example?: unknown }
const ioOf = (name: string, { title, description, input, output, example }: IoFacts): ManifestIo => ({ name, title, description, input, output, ...(example === undefined ? {} : { example: example as Json }) });

function httpOf({ http: { base_url, headers, tls } = {} }: Plugin): Manifest['http'] {
  return { ...(base_url === undefined ? {} : { base_url }), ...(headers === undefined ? {} : { headers }), ...(tls === undefined ? {} : { tls }) };
}

/** Secrets leave the schema: they are handed over apart, and are sealed. */
function splitConfig({ config }: Plugin): Pick<Manifest, 'config' | 'secrets'> {
  if (config === undefined) return { config: { type: 'object', properties: {}, additionalProperties: false }, secrets: [] };
  const properties = (config['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (config['required'] ?? []) as readonly string[];
  const isSecret = (name: string): boolean => properties[name]?.['writeOnly'] === true;
  const { required: _, ...rest } = config;
  const kept = required.filter((name) => !isSecret(name));
  return {
    config: { ...rest, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !isSecret(name))), ...(kept.length === 0 ? {} : { required: kept }) },
    secrets: Object.keys(properties).filter(isSecret).map((name) => {
      const hosts = (properties[name]!['x-secret'] as { hosts?: readonly string[] } | undefined)?.hosts;
      return { name, description: String(properties[name]!['description'] ?? ''), required: required.includes(name), ...(hosts === undefined ? {} : { hosts }) };
    }),
  };
}

function hooksOf({ hooks = {} }: Plugin): Manifest['hooks'] {
  const observed = (Object.keys(observeHooks) as (keyof typeof observeHooks)[]).filter((name) => hooks[name] !== undefined).map((name) => ({ name, mode: 'observe' as const, events: observeHooks[name], order: 0, on_failure: 'open' as const }));
  const others = Object.keys(hooks.on ?? {}).sort().map((pattern) => ({ name: `on ${pattern}`, mode: 'observe' as const, events: [pattern], order: 0, on_failure: 'open' as const }));
  const decided = decideHooks.filter((name) => hooks[name] !== undefined).map((name) => {
    const { order = 100, onFailure } = hooks[name] as DecideDef;
    return { name, mode: 'decide' as const, events: [], order, on_failure: onFailure };
  });
  return [...observed, ...others, ...decided];
}

function permissionsOf(plugin: Plugin, secrets: readonly string[]): string[] {
  const { invoke = [], query = [], reveal = [] } = plugin.permissions ?? {};
  const hooks = hooksOf(plugin);
  return [...new Set([
    ...(plugin.hosts ?? []).map((host) => `net:${host}`),
    ...hooks.flatMap(({ events }) => events.map((type) => `subscribe:${type}`)),
    ...hooks.filter(({ mode }) => mode === 'decide').map(({ name }) => `decide:${name}`),
    ...(plugin.emits ?? []).map((type) => `emit:${type}`),
    ...invoke.map((name) => `invoke:${name}`),
    ...query.map((name) => `query:${name}`),
    ...secrets.map((name) => `secret:${name}`),
    ...reveal.map((name) => `reveal:${name}`),
    ...(Object.keys(plugin.schedules ?? {}).length > 0 ? ['schedule'] : []),
    ...Object.entries(plugin.routes ?? {}).flatMap(([name, { auth }]) => (auth === 'none' ? [`public:${name}`] : [])),
  ])].sort();
}
