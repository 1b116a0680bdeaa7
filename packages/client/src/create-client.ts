import type { Actions } from './generated/actions.ts';
import { facts, type ResourceTable } from './generated/tables.ts';
import { ownError } from './hub-error.ts';
import { createMcpBridge, type McpBridge, type McpBridgeOptions } from './mcp-bridge.ts';
import { type AnyResource, createResource, type Records, type Resource, type WriteTypes } from './resource.ts';
import { defaultRetry, type RetryPolicy } from './retry.ts';
import { type HubEvent, tail, type TailOptions } from './tail.ts';
import { type CallOptions, createTransport, type WriteOptions } from './transport.ts';

export interface ClientOptions {
  /** Where the hub is: `http://127.0.0.1:8085`. */
  readonly url: string;
  /** An API key. It goes into the Authorization header and nowhere else. */
  readonly key: string;
  /** Picks a tenant for a principal that belongs to several. */
  readonly tenant?: string | undefined;
  /** Instead of the global fetch. */
  readonly fetch?: typeof fetch | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Milliseconds for one try; 70 000 when absent: a hub may hold `event_poll` for 30 s, and lets an action take 60 s unless it was told otherwise. */
  readonly timeout?: number | undefined;
}

/** What a caller may call. */
export interface Tool {
  readonly id: string; readonly title: string; readonly description: string; readonly safety: 'safe' | 'moderate' | 'destructive';
  readonly scope: string; readonly state: 'live' | 'planned'; readonly dry_run: boolean;
  /** JSON Schemas. */
  readonly input_schema: Readonly<Record<string, unknown>>; readonly output_schema: Readonly<Record<string, unknown>>;
}

type Resources = {
  readonly [Plural in keyof ResourceTable]: ResourceTable[Plural] extends WriteTypes ? Resource<ResourceTable[Plural]> : Records<ResourceTable[Plural]>;
};

export interface Client extends Resources {
  readonly url: string;
  readonly events: Resources['events'] & {
    /** What happens, as it happens. */
    tail(options?: TailOptions): AsyncGenerator<HubEvent, void, undefined>;
  };
  /** Any action by its id, also one of a plugin. */
  call<Id extends keyof Actions>(action: Id, input: Actions[Id]['input'], options?: WriteOptions): Promise<Actions[Id]['output']>;
  call(action: string, input: Readonly<Record<string, unknown>>, options?: WriteOptions): Promise<unknown>;
  /** What this key may call. */
  tools(options?: CallOptions): AsyncGenerator<Tool, void, undefined>;
  /** A resource by its plural name, without its types. */
  resource(plural: string): Resource<AnyResource>;
}

/**
 * A typed client of one hub, for browsers and Node 20 and later.
 * @example
 * const hub = createClient({ url: 'http://127.0.0.1:8085', key: process.env.PATCHBAY_KEY });
 * const project = await hub.projects.create({ slug: 'shop', name: 'Web shop' });
 * for await (const each of hub.projects.each()) console.log(each.slug);
 */
export function createClient({ url, key, tenant, fetch = globalThis.fetch.bind(globalThis), retry, timeout = 70_000 }: ClientOptions): Client {
  const base = baseOf(url);
  // A key that does not fit a header would be quoted in the error of fetch.
  if (!/^[\x21-\x7e]+$/.test(key)) throw ownError('client.misused', 'Expected the API key as printable ASCII without spaces, but it is empty or has other characters');
  const transport = createTransport({ url: base, key, tenant, fetch, retry: { ...defaultRetry, ...retry }, timeout, random: Math.random });
  const known = Object.fromEntries(Object.entries(facts).map(([plural, { key: fields }]) => [plural, createResource(plural, fields, transport)]));
  return Object.freeze({
    ...known,
    url: base,
    events: Object.freeze({ ...known['events'], tail: (options: TailOptions = {}) => tail(transport, options) }),
    call: (action: string, input: unknown, options: WriteOptions = {}) => transport.send({ ...options, method: 'POST', path: `/v1/tools/${encodeURIComponent(action)}`, body: input }),
    tools: (options?: CallOptions) => createResource('tools', [], transport).each({ limit: 500 }, options),
    resource: (plural: string) => known[plural] ?? createResource(plural, [], transport),
  }) as unknown as Client; // the table of facts and the types are written from the same catalog
}

/** A bridge over the global fetch, or another one. */
export const openMcpBridge = ({ fetch = globalThis.fetch.bind(globalThis), ...options }: Omit<McpBridgeOptions, 'fetch'> & Pick<ClientOptions, 'fetch'>, say: (text: string) => void): McpBridge => createMcpBridge({ ...options, fetch }, say);

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) throw ownError('client.misused', 'Expected the URL of the hub with http:// or https://');
  if (parsed.username !== '' || parsed.password !== '') throw ownError('client.misused', 'Expected the URL of the hub without a user name or password');
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}
