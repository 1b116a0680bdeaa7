/** What every call may use: the types of the catalog, the hub once it is known, and the end. */
import type { ApprovalOptions } from '@patchbay/client';
import { GrpcError, status, type TypeOf } from '@patchbay/grpc';
import type { FindPorts, ModelSource } from '@patchbay/reconcile';
import type { Hub } from '../hub/hub.ts';
import { Refusal } from '../hub/refusal.ts';
import type { ProviderConfig } from '../hub/provider-config.ts';
import { tellEngine } from '../protocol/engine.ts';
import type { calls, streams } from '../protocol/provider.ts';
import { resourceToken } from '../schema/names.ts';
import { type ResourceType, resourceType } from '../schema/resource-type.ts';

export interface Catalog { readonly resources: readonly ModelSource[] }

export interface Types {
  /** By token. */
  readonly resources: ReadonlyMap<string, ResourceType>;
}

export interface Context {
  /** The catalog is read with the first call that needs it. */
  types(): Promise<Types>;
  hub(): Hub;
  /** Undefined before the provider is configured, and while its configuration is not known. */
  readonly state: { hub: Hub | undefined; /** Aborted by Cancel. */ stopping: AbortController; /** How often the hub was asked whether a change would do. */ checks: number; /** Where the engine listens. */ engine: string | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly newKey: () => string;
  readonly openHub: (config: ProviderConfig) => Hub;
}

type Calls = typeof calls;
type Streams = typeof streams;
type Request<K extends keyof Calls> = TypeOf<Calls[K]['request']>;
export type Response<K extends keyof Calls> = TypeOf<Calls[K]['response']>;
export type Handlers = { readonly [K in keyof Calls]: (request: Request<K>, signal: AbortSignal) => Response<K> | Promise<Response<K>> };
export type StreamHandlers = { readonly [K in keyof Streams]: (request: TypeOf<Streams[K]['request']>, signal: AbortSignal) => AsyncIterable<TypeOf<Streams[K]['response']>> };

export function typesOf({ resources }: Catalog): Types {
  return Object.freeze({ resources: new Map(resources.filter(({ kind }) => kind === 'resource').map((entry) => [resourceToken(entry.name), resourceType(entry)])) });
}

/** A type that the schema does not have is a fault of the caller. */
export async function typeAt(context: Context, token: string): Promise<ResourceType> {
  const found = (await context.types()).resources.get(token);
  if (found === undefined) throw new GrpcError(status.invalidArgument, `there is no resource ${token}`);
  return found;
}

/** `urn:pulumi:dev::shop::my:Component$patchbay:index:Endpoint::billing`. */
export const typeIn = (context: Context, urn: string | undefined): Promise<ResourceType> => typeAt(context, (urn ?? '').split('::')[2]?.split('$').at(-1) ?? '');

/** Ends with the call, with everything, or after the seconds that somebody gave it. */
export function until({ state }: Context, signal: AbortSignal, seconds = 0): AbortSignal {
  const late = new AbortController(); // not AbortSignal.timeout(): on Node 20 what nobody holds may be collected before it fires
  if (seconds > 0) setTimeout(() => late.abort(new DOMException('It took too long', 'TimeoutError')), Math.min(seconds * 1000, LONGEST_MS)).unref();
  return AbortSignal.any([signal, state.stopping.signal, late.signal]);
}

/** What a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** Gives up alone what was asked together with others. */
export function within<T>(limit: AbortSignal, asked: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(limit.reason as Error);
    if (limit.aborted) leave();
    limit.addEventListener('abort', leave, { once: true });
    void asked.then(resolve, reject).finally(() => limit.removeEventListener('abort', leave));
  });
}

/** What is destructive waits for somebody to allow it, and says so at once to who looks on. */
export const patience = (context: Context, urn: string | undefined, what: string, signal: AbortSignal): ApprovalOptions => ({
  wait: context.hub().config.approvalWaitMs, signal,
  waits: (approval) => { if (context.state.engine !== undefined) void tellEngine(context.state.engine, urn, `To ${what}, somebody else must allow it: patchbay approvals approve ${approval}`); },
});

export async function findPorts(context: Context, signal: AbortSignal): Promise<FindPorts> {
  const { resources } = await context.types();
  const { client, config } = context.hub();
  return { api: client.resource, at: config.url, modelOf: (resource) => resources.get(resourceToken(resource))?.hub, signal };
}

export function configuredHub(hub: Hub | undefined): Hub {
  if (hub === undefined) throw new Refusal('the provider is not configured: its url and key must be known before it can ask the hub');
  return hub;
}
