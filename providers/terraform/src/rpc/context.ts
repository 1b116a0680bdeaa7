/** What every call may use: the types of the catalog, the hub once it is known, and the end. */
import type { HubToken } from '@patchbay/client';
import type { TypeOf } from '@patchbay/grpc';
import { GrpcError, status } from '@patchbay/grpc';
import type { FindPorts, ModelSource } from '@patchbay/reconcile';
import { type ActionSource, type ActionType, actionType, offeredActions } from '../schema/action-type.ts';
import { type DataSource, lookupMany, lookupOne } from '../schema/data-source.ts';
import { lazyMap } from '../schema/lazy-map.ts';
import { type ResourceType, resourceType, typeNameOf } from '../schema/resource-type.ts';
import type { calls, streams } from '../protocol/provider.ts';
import { Refusal } from '../hub/diagnose.ts';
import type { Hub } from '../hub/hub.ts';
import type { Login } from '../hub/token-for.ts';
import type { Upgrades } from './upgrade.ts';

export interface Catalog { readonly resources: readonly ModelSource[]; readonly actions: readonly ActionSource[] }

export interface Types {
  readonly resources: ReadonlyMap<string, ResourceType>;
  readonly dataSources: ReadonlyMap<string, DataSource>;
  readonly actions: ReadonlyMap<string, ActionType>;
  /** Of ids → the resource. */
  readonly prefixes: ReadonlyMap<string, string>;
}

export interface Context {
  /** The catalog is read with the first call that needs it. */
  types(): Promise<Types>;
  hub(): Hub;
  /** Undefined before the provider is configured, and while its configuration is not known. */
  readonly state: { hub: Hub | undefined; /** Aborted by Ctrl-C. */ stopping: AbortController; /** How often the hub was asked whether a change would do. */ checks: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly newKey: () => string;
  readonly now: () => number;
  /** Logs in first, if there is no key. */
  readonly openHub: (config: Hub['config'], signal: AbortSignal) => Promise<Hub>;
  /** A token of the hub for the one of this job. */
  readonly logIn: (login: Login, signal: AbortSignal) => Promise<HubToken>;
  readonly upgrades: Upgrades;
}

type Calls = typeof calls;
type Streams = typeof streams;
export type Request<K extends keyof Calls> = TypeOf<Calls[K]['request']>;
export type Response<K extends keyof Calls> = TypeOf<Calls[K]['response']>;
export type Handlers = { readonly [K in keyof Calls]: (request: Request<K>, signal: AbortSignal) => Response<K> | Promise<Response<K>> };
export type StreamHandlers = { readonly [K in keyof Streams]: (request: TypeOf<Streams[K]['request']>, signal: AbortSignal) => AsyncIterable<TypeOf<Streams[K]['response']>> };

export function typesOf({ resources, actions }: Catalog): Types {
  const declared = resources.filter(({ kind }) => kind === 'resource');
  const types = lazyMap(declared.map((entry) => [typeNameOf(entry.name), () => resourceType(entry)]));
  const typeOf = (name: string): ResourceType => types.get(typeNameOf(name))!; // it is one of them
  return Object.freeze({
    resources: types, prefixes: new Map(declared.map(({ prefix, name }) => [prefix, name])),
    dataSources: lazyMap(declared.flatMap(({ name, plural }) => [[typeNameOf(name), () => lookupOne(typeOf(name))] as const, [typeNameOf(plural), () => lookupMany(typeOf(name))] as const])),
    actions: lazyMap(offeredActions(actions).map((action) => [typeNameOf(action.id), () => actionType(action)])),
  });
}

/** A type that the schema does not have is a fault of the caller. */
export function typeIn<T>(all: ReadonlyMap<string, T>, name: string | undefined): T {
  const found = all.get(name ?? '');
  if (found === undefined) throw new GrpcError(status.invalidArgument, `there is no type ${name ?? ''}`);
  return found;
}

export const resourceIn = async (context: Context, name: string | undefined): Promise<ResourceType> => typeIn((await context.types()).resources, name);

/** Ends with the call, or with everything. */
export const untilStopped = (context: Context, signal: AbortSignal): AbortSignal => AbortSignal.any([signal, context.state.stopping.signal]);

export async function findPorts(context: Context, signal: AbortSignal): Promise<FindPorts> {
  const { resources } = await context.types();
  const { client, config } = context.hub();
  return { api: client.resource, at: config.url, modelOf: (resource) => resources.get(typeNameOf(resource))?.model, signal };
}

export function configuredHub(hub: Hub | undefined): Hub {
  if (hub === undefined) throw new Refusal('The provider is not configured', 'Its url and key must be known before it can ask the hub.');
  return hub;
}
