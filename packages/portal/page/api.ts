/** What the hub answers at /api/v1, for one application. */
import type { Session } from './session.ts';

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly disabled: boolean;
  readonly eventTypes: readonly string[] | null;
  readonly channels: readonly string[] | null;
  readonly throttleRate: number | null;
  readonly createdAt: string;
}

export interface Message {
  readonly id: string;
  readonly eventId: string | null;
  readonly eventType: string;
  readonly channels: readonly string[] | null;
  readonly payload?: unknown;
  readonly timestamp: string;
}

export interface Attempt {
  readonly id: string;
  readonly msgId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly response: string;
  readonly responseStatusCode: number;
  readonly responseDurationMs: number;
  /** 0 went well. */
  readonly status: number;
  /** 1 was asked for by somebody. */
  readonly triggerType: number;
  readonly timestamp: string;
  readonly msg?: Message;
}

/** Where a message goes, and how it stands there. */
export interface Destination {
  readonly id: string;
  readonly url: string;
  readonly statusText: string;
  readonly nextAttempt: string | null;
}

export interface EventType {
  readonly name: string;
  readonly description: string;
  readonly deprecated: boolean;
  readonly schemas: Readonly<Record<string, unknown>> | null;
}

export interface Page<Item> {
  readonly data: readonly Item[];
  readonly iterator: string | null;
  readonly done: boolean;
}

/** What the hub refused, in words for people. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Api {
  get<Answer>(path: string, query?: Query): Promise<Answer>;
  send<Answer>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer>;
}

/** Paths are those of the application, or from the beginning where they start with a slash. */
export function createApi({ app, key }: Session, signal: AbortSignal): Api {
  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const below = path.startsWith('/') ? path.slice(1) : `app/${encodeURIComponent(app)}${path === '' ? '' : `/${path}`}`;
    const answer = await fetch(new URL(`api/v1/${below}`, document.baseURI), {
      method, signal, referrerPolicy: 'no-referrer',
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, detailOf(text, answer));
    return (text === '' ? undefined : JSON.parse(text)) as Answer; // the operations of this API say what they answer
  }

  return {
    get: (path, query = {}) => ask('GET', `${path}${searchOf(query)}`),
    send: ask,
  };
}

function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

interface Fault { readonly loc?: readonly (string | number)[]; readonly msg?: string }

/** A sentence, or a list of places and what is wrong there. */
function detailOf(text: string, { status, statusText }: Response): string {
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: string | readonly Fault[] };
    if (typeof detail === 'string') return detail;
    if (Array.isArray(detail)) return (detail as readonly Fault[]).map(({ loc = [], msg = '' }) => [loc.slice(1).join('.'), msg].filter((part) => part !== '').join(': ')).join('; ');
  } catch {
    // no JSON: something between us and the hub answered
  }
  return `The hub answered with ${status} ${statusText}`;
}
