/** The whole provider as routes: whoever serves them decides where. */
import { type Routes, serverStream, unary } from '@patchbay/grpc';
import { openHub } from './hub/hub.ts';
import { calls, streams } from './protocol/provider.ts';
import { checkCalls } from './rpc/check.ts';
import { type Catalog, configuredHub, type Context, type Handlers, type Types, typesOf } from './rpc/context.ts';
import { createCalls } from './rpc/create.ts';
import { deleteCalls } from './rpc/delete.ts';
import { diffCalls } from './rpc/diff.ts';
import { lookupCalls } from './rpc/lookup.ts';
import { providerCalls } from './rpc/provider.ts';
import { readCalls } from './rpc/read.ts';
import { updateCalls } from './rpc/update.ts';

export interface ProviderPorts {
  readonly loadCatalog: () => Promise<Catalog>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A key that nobody else has. */
  readonly newKey: () => string;
  readonly fetch?: typeof fetch;
}

export function createProvider({ loadCatalog, env, newKey, fetch }: ProviderPorts, { version, engine }: { readonly version: string; /** Its address. */ readonly engine?: string | undefined }): Routes {
  let types: Promise<Types> | undefined;
  const state: Context['state'] = { hub: undefined, stopping: new AbortController(), checks: 0, engine };
  const context: Context = {
    types: () => (types ??= loadCatalog().then(typesOf)), hub: () => configuredHub(state.hub), state,
    env, version, newKey, openHub: (config) => openHub(config, fetch),
  };
  const { List, Invoke } = lookupCalls(context);
  const answers: Handlers = { ...providerCalls(context), ...checkCalls(context), ...diffCalls(context), ...createCalls(context), ...readCalls(context), ...updateCalls(context), ...deleteCalls(context), Invoke };
  return new Map([
    ...Object.entries(calls).map(([name, { request, response }]) => [pathOf(name), unary(request as never, response as never, answers[name as keyof Handlers] as never)] as const), // each handler is typed by its own entry of the table
    [pathOf('List'), serverStream(streams.List.request, streams.List.response, List)] as const,
  ]);
}

const pathOf = (call: string): string => `/pulumirpc.ResourceProvider/${call}`;
