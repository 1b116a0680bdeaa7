/** All that a door receives. */
import type { Action } from './action.ts';
import type { Caller } from './caller.ts';
import type { Dialogue } from './dialogue.ts';
import type { Problem } from './failure.ts';
import type { ResourceDefinition } from './resource.ts';
import type { Document } from './unit.ts';

export interface Call {
  readonly action: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** What the signal would say, of a door that makes its signal only when somebody wants it. */
  readonly cancelled?: boolean;
  /** The door: rest, graphql, mcp, cli, plan, rule. */
  readonly via: string;
  readonly requestId: string;
  readonly idempotencyKey?: string;
  /** The key alone tells what is repeated: another input, or another action, gets the answer of the first. */
  readonly keyAlone?: boolean;
  /** A part of a request that the door has counted: it is not counted again. */
  readonly counted?: boolean;
  /** The project that the door holds this call in: nothing outside of it is read, written or told. */
  readonly within?: string;
  readonly approvalId?: string;
  /** The rules, and the installations that listened, that led to it, one by the other: nobody sets itself off. */
  readonly causes?: readonly string[];
  readonly dryRun?: boolean;
  /** Of a door that can talk while it waits. */
  readonly dialogue?: Dialogue;
  /** W3C trace context of who called. */
  readonly traceparent?: string;
}

export interface Answer {
  readonly output: unknown;
  /** The answer of an earlier call with the same idempotency key. */
  readonly replayed: boolean;
  /** What is left of the tightest limit that counted this call. */
  readonly quota?: Quota;
}

/** How much of a rate limit is left, for the standard headers. */
export interface Quota {
  readonly name: string;
  /** Calls per window. */
  readonly limit: number;
  /** Seconds. */
  readonly window: number;
  readonly remaining: number;
  /** Seconds until it is full again. */
  readonly reset: number;
}

export interface Credentials {
  readonly authorization?: string | undefined;
  /** X-Tenant-Id */
  readonly tenant?: string | undefined;
  /** What a token must have been issued for: the address that is called, where the door is a resource of its own. A key is for the whole hub. */
  readonly audience?: string | undefined;
  /** The trust policy that the address names: tokens of its issuer are taken there, if they were issued for that address. */
  readonly trust?: string | undefined;
}

/** An event as every door shows it. */
export interface EventView {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly channels?: readonly string[];
  readonly project?: string;
  readonly own_id?: string;
  readonly source?: string;
  /** What receivers of raw payloads get in place of `data`. */
  readonly body?: string;
  readonly data: Document;
}

export interface WatchQuery {
  /** Event types or prefixes ending in `.*`; all when absent. */
  readonly types?: readonly string[];
  /** Go on after this seq; without it, start with what happens next. */
  readonly after?: number;
}

export interface Health {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly detail?: string }>>;
}

export interface Catalog {
  readonly resources: readonly ResourceDefinition[];
  /** All actions of this hub, in a stable order, whoever may call them. */
  readonly actions: readonly Action[];
  /** What this caller may call. */
  listFor(caller: Caller): readonly Action[];
  /** One action by its id, whether or not this caller may call it. */
  find(id: string, caller: Caller): Action | undefined;
}

/** What who follows a deployment, or a run of a pipeline, gets: itself, now and after each change, and its log. */
export type DeploymentFrame =
  | { readonly kind: 'state'; readonly deployment: Document }
  | { readonly kind: 'log'; readonly offset: number; readonly at: string; readonly stream: 'out' | 'err' | 'hub'; readonly group?: string; readonly lines: readonly string[] };

/** A token of this hub, given for one of a CI system (RFC 8693). */
export interface IssuedToken {
  readonly access_token: string;
  readonly issued_token_type: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

/** A webhook of somebody else's: no call, and no credential of this hub. */
export interface IngestRequest {
  /** Whom it is for: a source by its id, or a plugin by its name. */
  readonly to: { readonly kind: 'source' | 'plugin'; readonly name: string };
  readonly method: string;
  /** Path and query, as the sender wrote them. */
  readonly path: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** Who sent it, or who a trusted proxy says did. */
  readonly address: string;
  readonly requestId: string;
  /** The bytes of the body. Throws `request.too_large` as soon as there are more, and reads no further. */
  read(limit: number): Promise<Uint8Array>;
}

export interface IngestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request to a route of a plugin: of the tenant's own installation, or of any that is named. */
export interface PluginRouteRequest {
  readonly method: string;
  readonly to: { readonly plugin: string } | { readonly installation: string };
  /** Behind the plugin, with its slash. */
  readonly path: string;
}

export interface PluginRoute {
  /** What is called for it. */
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  /** Of a route that needs no key: who calls. */
  readonly open?: Caller;
}

/** What a door refused by itself, before there was a call. */
export interface DoorRefusal {
  readonly caller: Caller;
  /** What was meant, as far as the door understood it. */
  readonly action: string;
  readonly via: string;
  readonly failure: string;
  readonly requestId: string;
}

/** Resolved means on disk; a refusal is a `Failure`. */
export type Ingest = (request: IngestRequest) => Promise<IngestReply>;

export interface House {
  authenticate(credentials: Credentials): Promise<Caller>;
  invoke(call: Call): Promise<Answer>;
  /** Counts what a door does for a caller besides calls, such as reading a query document. Throws `rate.limited`. */
  limit(caller: Caller): Quota;
  readonly catalog: Catalog;
  /** Takes in a webhook of somebody else's. */
  readonly ingest: Ingest;
  /** Where a request to a route of a plugin leads; undefined, if nowhere for this caller. */
  pluginRoute(request: PluginRouteRequest, caller: Caller | undefined): PluginRoute | undefined;
  /** The public keys that an endpoint's receivers verify with, for everybody; undefined when there is no such endpoint. */
  publicKeys(tenant: string, endpoint: string): Promise<{ readonly keys: readonly object[] } | undefined>;
  /** Events of the caller's tenant as they are committed, in order, from a seq on. Ends with the signal. */
  watch(query: WatchQuery, caller: Caller, signal: AbortSignal): AsyncIterable<EventView>;
  /** A deployment, or a run of a pipeline, and the log behind `after` as they go on. Rejects what is refused; ends when the deployment has, or with the signal. */
  followDeployment(deployment: string, after: number, caller: Caller, signal: AbortSignal): Promise<AsyncIterable<DeploymentFrame>>;
  /** Keyless login: the fields of the form, as they came. A refusal is a `Failure`, and on record. */
  exchangeToken(form: Readonly<Record<string, string>>, requestId: string): Promise<IssuedToken>;
  /** Who gives the tokens that a trust policy takes, for everybody who knows its id. */
  trustedIssuer(policy: string): Promise<string | undefined>;
  /** Puts it on record. */
  refused(refusal: DoorRefusal): Promise<void>;
  health(): Promise<Health>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** Tells telemetry about a failure that no caller may see. */
  report(error: unknown, about: Readonly<Record<string, unknown>>): void;
}

export type { Problem };
