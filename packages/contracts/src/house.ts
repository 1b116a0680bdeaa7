/** All that a door receives. */
import type { Action } from './action.ts';
import type { Caller } from './caller.ts';
import type { Problem } from './failure.ts';
import type { ResourceDefinition } from './resource.ts';
import type { Document } from './unit.ts';

export interface Call {
  readonly action: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** The door: rest, graphql, mcp, cli, plan, rule. */
  readonly via: string;
  readonly requestId: string;
  readonly idempotencyKey?: string;
  readonly approvalId?: string;
  readonly dryRun?: boolean;
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
}

/** An event as every door shows it. */
export interface EventView {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
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
}

export interface House {
  authenticate(credentials: Credentials): Promise<Caller>;
  invoke(call: Call): Promise<Answer>;
  /** Counts what a door does for a caller besides calls, such as reading a query document. Throws `rate.limited`. */
  limit(caller: Caller): Quota;
  readonly catalog: Catalog;
  /** Events of the caller's tenant as they are committed, in order, from a seq on. Ends with the signal. */
  watch(query: WatchQuery, caller: Caller, signal: AbortSignal): AsyncIterable<EventView>;
  health(): Promise<Health>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** Tells telemetry about a failure that no caller may see. */
  report(error: unknown, about: Readonly<Record<string, unknown>>): void;
}

export type { Problem };
