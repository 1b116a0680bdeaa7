/** What an author writes down about a plugin. */
import type { AuthSlot, Template } from './auth.ts';
import type { MeterDef, PlanDef } from './commerce.ts';
import type { Ctx, ReadCtx } from './context.ts';
import type { HttpHabits } from './http.ts';
import type { ContextDef } from './incident-context.ts';
import type { Json, JsonObject } from './json.ts';
import type { Infer, Schema } from './schema.ts';

/** safe: reads · moderate: bounded, reversible writes · destructive: hard to undo, waits for an approval */
export type Safety = 'safe' | 'moderate' | 'destructive';
type Later<T> = T | Promise<T>;

interface Io<I, O> {
  readonly title: string;
  readonly description: string;
  readonly input: Schema<I>;
  /** What the answer has besides is cut off. */
  readonly output: Schema<O>;
  /** A valid input, for documents and tests. */
  readonly example?: NoInfer<I>;
}

export interface ActionDef<I = never, O = unknown, C = never> extends Io<I, O> {
  readonly safety: Safety;
  /** The same call again does nothing more. Then it may be repeated after a crash. */
  readonly idempotent?: boolean;
  /** Says what would happen, and does nothing. */
  dryRun?(input: I, ctx: ReadCtx<C>): Later<NoInfer<O>>;
  run(input: I, ctx: Ctx<C>): Later<NoInfer<O>>;
}

export interface QueryDef<I = never, O = unknown, C = never> extends Io<I, O> {
  /** Seconds that an answer may be served again. */
  readonly ttl?: number;
  run(input: I, ctx: ReadCtx<C>): Later<NoInfer<O>>;
}

/** An event as the hub tells it. */
export interface HubEvent { readonly id: string; readonly type: string; readonly subject: string; readonly time: string; readonly data: JsonObject }

export type Decision = { readonly kind: 'allow' } | { readonly kind: 'deny'; readonly reason: string } | { readonly kind: 'require_approval'; readonly reason: string };

/** Hooks that look on: at least once, later, retried. */
export const observeHooks = {
  onAlert: ['alert.*'],
  onAnomalyDetected: ['anomaly.*'],
  onSlaBreach: ['sla.*'],
  onThreadCreated: ['thread.created'],
  onExecutionComplete: ['execution.completed', 'plan.completed', 'run.succeeded', 'run.failed', 'run.cancelled', 'run.lost'],
  onError: ['execution.failed', 'plan.failed', 'run.failed', 'run.lost', 'deployment.failed'],
  onIncident: ['incident.*'],
  onApprovalRequested: ['approval.requested'],
  onDeploymentStarted: ['deployment.created', 'deployment.running'],
  onDeploymentSucceeded: ['deployment.succeeded'],
  onDeploymentFailed: ['deployment.failed'],
  onDeploymentRolledBack: ['deployment.rolled_back'],
} as const satisfies Record<string, readonly string[]>;
export type ObserveHook = keyof typeof observeHooks;

/** Hooks that decide, before it happens: in order, within a tight budget. */
export const decideHooks = ['onPlanProposed', 'onDeploymentRequested', 'onActionRequested'] as const;
export type DecideHook = (typeof decideHooks)[number];

export interface DecideDef<C = never> {
  /** Low numbers are asked first. */
  readonly order?: number;
  /** What counts when the plugin fails or is late: closed denies. */
  readonly onFailure: 'open' | 'closed';
  run(proposed: JsonObject, ctx: ReadCtx<C>): Later<Decision>;
}

export type Hooks<C = never> = {
  readonly [H in ObserveHook]?: (event: HubEvent, ctx: Ctx<C>) => Later<void>;
} & { readonly [H in DecideHook]?: DecideDef<C> } & {
  /** Any other event, by type or pattern: `project.created`, `deployment.*`. */
  readonly on?: Readonly<Record<string, (event: HubEvent, ctx: Ctx<C>) => Later<void>>>;
};

/** How the sender of an inbound webhook proves itself: a vendor that the hub knows, or a description of its own. */
export type WebhookScheme =
  | 'standard' | 'github' | 'gitlab' | 'bitbucket' | 'azure_devops' | 'jira' | 'slack' | 'stripe' | 'pagerduty' | 'notion' | 'okta' | 'microsoft_graph' | 'linear' | 'servicenow' | 'twilio'
  | {
    readonly algorithm: 'hmac_sha1' | 'hmac_sha256' | 'hmac_sha512' | 'ed25519' | 'equal' | 'basic' | 'jwt_hs256';
    readonly header?: string; readonly layout?: 'single' | 'list' | 'pairs'; readonly prefix?: string; readonly encoding?: 'hex' | 'base64';
    /** What is signed, from {id}, {timestamp}, {body}, {url}. */
    readonly content?: string; readonly key_encoding?: 'utf8' | 'base64' | 'hex' | 'whsec'; readonly timestamp_from?: string; readonly tolerance?: number;
    readonly event_name_from?: string; readonly deduplicate_by?: string;
  };

/** A request whose sender was proved. */
export interface WebhookRequest {
  /** The sender's name of the event. */
  readonly event: string;
  readonly method: string;
  /** Lower-case names, without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** JSON; of a form its fields, with JSON in `payload` read. */
  readonly body: Json;
}

export interface EventDraft { readonly type: string; readonly subject: string; readonly data: JsonObject; /** Stays the same when the sender tries again. */ readonly dedupe?: string }
export interface WebhookReply { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: Json; readonly text?: string }

export interface WebhookDef<C = never> {
  readonly description: string;
  readonly verify: WebhookScheme;
  /** The secret that the sender shares, by its name in `config`. */
  readonly secret: string;
  /** Of Basic: the user. */
  readonly username?: Template;
  /** Pure: the events that a request becomes. Their types must be in `emits`. */
  toEvents?(request: WebhookRequest): readonly EventDraft[];
  /** For senders that wait for an answer: slash commands, buttons, interactions. */
  respond?(request: WebhookRequest, ctx: Ctx<C>): Later<WebhookReply>;
}

export interface RouteDef<I = never, O = unknown, C = never> extends Io<I, O> { readonly auth: 'apiKey' | 'none'; readonly scope?: string; run(input: I, ctx: Ctx<C>): Later<NoInfer<O>> }
export interface ScheduleDef<C = never> { /** Five fields, UTC. */ readonly cron: string; readonly description: string; run(ctx: Ctx<C>): Later<void> }
export type WidgetDef = { readonly title: string; readonly kind: 'timeseries' | 'stat' | 'table' | 'list' | 'markdown'; readonly query: string; readonly refresh?: number } | { readonly title: string; readonly kind: 'frame'; readonly entry: `ui/${string}` };

export interface HealthReport { readonly state: 'ok' | 'degraded' | 'down'; readonly reason?: string; /** What the credential may do, where the system tells. */ readonly scopes?: readonly string[] }

export interface Lifecycle<C = never> {
  /** Before it runs for the first time. */
  install?(ctx: Ctx<C>): Later<void>;
  configure?(ctx: Ctx<C>): Later<void>;
  enable?(ctx: Ctx<C>): Later<void>;
  disable?(ctx: Ctx<C>): Later<void>;
  uninstall?(ctx: Ctx<C>): Later<void>;
  update?(from: string, ctx: Ctx<C>): Later<void>;
}

type ConfigOf<S> = S extends Schema ? Infer<S> : JsonObject;

export interface PluginDef<S extends Schema | undefined = undefined> {
  /** namespace/name; ours are `patchbay/…`. */
  readonly id: `${string}/${string}`;
  /** Semantic version. */
  readonly version: string;
  readonly title: string;
  /** One sentence for the list. */
  readonly summary: string;
  readonly categories?: readonly string[];
  readonly engines?: { readonly hub: string };
  /** `trusted`: needs more than HTTP, so only a package of the hub itself may be it. Everything else runs in both runtimes. */
  readonly runtime?: 'any' | 'trusted';
  readonly config?: S;
  /** In the order in which they are tried. */
  readonly auth?: Readonly<Record<string, AuthSlot>>;
  /** Origins: `https://slack.com`, `https://*.example.com`, `{{config.base_url}}`. */
  readonly hosts?: readonly Template[];
  readonly http?: HttpHabits & {
    /** Before relative URLs. */
    readonly base_url?: Template;
    /** With every request. */
    readonly headers?: Readonly<Record<string, Template>>;
    /** Authorities that a system of one's own is signed by, PEM; a client certificate, and the name of the secret with its key. */
    readonly tls?: { readonly ca?: Template; readonly cert?: Template; readonly key?: string };
  };
  /** Besides what follows from hosts, hooks, secrets and schedules. */
  readonly permissions?: {
    /** Actions of the hub or of other plugins. */
    readonly invoke?: readonly string[];
    readonly query?: readonly string[];
    /** Secrets whose value the plugin reads: people are warned. */
    readonly reveal?: readonly string[];
  };
  /** What it costs, by plan. */
  readonly plans?: Readonly<Record<string, PlanDef>>;
  /** What is counted. */
  readonly meters?: Readonly<Record<string, MeterDef>>;
  /** `required`: nothing of it runs for who has not bought a plan. Otherwise it looks at `ctx.license` itself. */
  readonly license?: 'optional' | 'required';
  /** Event types that it tells, or patterns of them. */
  readonly emits?: readonly string[];
  readonly actions?: Readonly<Record<string, ActionDef<never, unknown, never>>>;
  readonly queries?: Readonly<Record<string, QueryDef<never, unknown, never>>>;
  /** What it knows when something is wrong with a service. */
  readonly context?: Readonly<Record<string, ContextDef>>;
  readonly hooks?: Hooks<ConfigOf<S>>;
  readonly webhooks?: Readonly<Record<string, WebhookDef<ConfigOf<S>>>>;
  readonly routes?: Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`, RouteDef<never, unknown, never>>>;
  readonly schedules?: Readonly<Record<string, ScheduleDef<ConfigOf<S>>>>;
  readonly widgets?: Readonly<Record<string, WidgetDef>>;
  readonly lifecycle?: Lifecycle<ConfigOf<S>>;
  /** Looks whether the system answers and the credential is good. */
  health?(ctx: ReadCtx<ConfigOf<S>>): Later<HealthReport>;
}

/** A plugin as everything else takes it. */
export interface Plugin extends Omit<PluginDef<Schema>, 'config' | 'hooks' | 'webhooks' | 'schedules' | 'lifecycle' | 'health'> {
  readonly config?: Schema;
  readonly hooks?: Hooks;
  readonly webhooks?: Readonly<Record<string, WebhookDef>>;
  readonly schedules?: Readonly<Record<string, ScheduleDef>>;
  readonly lifecycle?: Lifecycle;
  health?(ctx: ReadCtx<never>): Later<HealthReport>;
}

/**
 * Declares a plugin. Export it as `plugin`.
 * @example
 * export const plugin = definePlugin({
 *   id: 'acme/weather', version: '1.0.0', title: 'Weather', summary: 'Tells the weather.', hosts: ['https://api.weather.example'],
 *   actions: { now: action({ title: 'Weather now', description: 'The weather of a city.', safety: 'safe', input: t.object({ city: t.string() }), output: t.object({ sky: t.string() }),
 *     run: ({ city }, ctx) => ctx.http.get('https://api.weather.example/now', { query: { city } }) }) },
 * });
 */
export function definePlugin<const S extends Schema | undefined = undefined>(definition: PluginDef<S>): Plugin {
  return Object.freeze(definition) as unknown as Plugin; // handlers are called with what fits the schemas beside them
}

type AnyAction = ActionDef<never, unknown, never>;
type AnyQuery = QueryDef<never, unknown, never>;

/** Keeps the types of one action together. Say `ctx: Ctx<Config>` where the handler reads the configuration. */
export const action = <I, O, C = JsonObject>(definition: ActionDef<I, O, C>): AnyAction => definition as unknown as AnyAction;
export const query = <I, O, C = JsonObject>(definition: QueryDef<I, O, C>): AnyQuery => definition as unknown as AnyQuery;
export const route = <I, O, C = JsonObject>(definition: RouteDef<I, O, C>): RouteDef<never, unknown, never> => definition as unknown as RouteDef<never, unknown, never>;

export const allow = (): Decision => ({ kind: 'allow' });
export const deny = (reason: string): Decision => ({ kind: 'deny', reason });
export const requireApproval = (reason: string): Decision => ({ kind: 'require_approval', reason });
