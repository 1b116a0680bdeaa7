/** An endpoint made ready to receive: filter compiled, limits read. What is secret in it is unsealed when the first delivery needs it. */
import type { Document, Row } from '@patchbay/contracts';
import { type EventFacts, valueAt } from './event-facts.ts';
import { compileFilter } from './filter.ts';
import { typeMatcher } from './type-pattern.ts';

export type PayloadFormat = 'standard' | 'cloudevents' | 'cloudevents_binary' | 'raw';

export interface RetryPolicy {
  /** Seconds. */
  readonly delays: readonly number[];
  readonly jitter: number;
  readonly disable_after: number;
}

export interface Receiver {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly url: string;
  readonly enabled: boolean;
  /** It was switched off because its receiver said so. */
  readonly isGone: boolean;
  readonly format: PayloadFormat;
  /** JavaScript. */
  readonly transform: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly concurrency: number;
  /** Per second. */
  readonly rate: number | undefined;
  readonly failingSince: number | undefined;
  /** The stored document, with what is sealed. */
  readonly row: Row;
  takesType(type: string): boolean;
  /** Its types, when none of them is a pattern. */
  readonly exactTypes: readonly string[] | undefined;
  readonly project: string | undefined;
  readonly uid: string | undefined;
  /** Whether the type decides alone. */
  readonly takesAll: boolean;
  takes(event: EventFacts): boolean;
  /** Deliveries with the same one go one after the other; empty, if it has no order. */
  laneOf(event: EventFacts): string;
}

export function receiverOf(row: Row): Receiver {
  const body = row.body as EndpointBody;
  const { filter, project, only_published, ordering_key, channels } = body;
  const test = filter === undefined ? undefined : compileFilter(filter).test;
  const path = ordering_key?.split('.');
  return {
    tenant: row.tenant, id: row.id, version: row.version, row,
    url: body.url, enabled: body.enabled, isGone: body.disabled_because === 'gone', format: body.payload_format, transform: body.transform, headers: body.headers, timeoutMs: body.timeout * 1000,
    retry: body.retry, concurrency: body.concurrency, rate: body.rate_limit,
    failingSince: body.failing_since === null ? undefined : Date.parse(body.failing_since),
    takesType: typeMatcher(body.event_types),
    exactTypes: body.event_types.length === 0 || body.event_types.some((type) => type.endsWith('*')) ? undefined : body.event_types,
    project, uid: body.uid,
    takesAll: project === undefined && test === undefined && channels.length === 0,
    takes: (event) => (channels.length === 0 || event.channels.some((channel) => channels.includes(channel))) && (project === undefined || event.project === project || (only_published !== true && (event.subject === project || event.data['project'] === project))) && (test === undefined || test(event)),
    laneOf: (event) => (path === undefined ? '' : `${row.id} ${laneKey(valueAt(event, path))}`),
  };
}

const LONGEST = 200;

const laneKey = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST);

/** What the `endpoint` resource stores; its schema was parsed before it was written. */
type EndpointBody = Document & {
  readonly url: string;
  readonly enabled: boolean;
  readonly event_types: readonly string[];
  readonly channels: readonly string[];
  readonly filter?: Document;
  readonly project?: string;
  readonly uid?: string;
  readonly only_published?: boolean;
  readonly ordering_key?: string;
  readonly payload_format: PayloadFormat;
  readonly transform?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly retry: RetryPolicy;
  readonly concurrency: number;
  readonly rate_limit?: number;
  readonly failing_since: string | null;
  readonly disabled_because: string | null;
};
