/** The whole provider as routes: whoever serves them decides where. */
import { type Routes, serverStream, unary } from '@patchbay/grpc';
import { openHub } from './hub/hub.ts';
import { renewed } from './hub/renewed.ts';
import { tokenFor } from './hub/token-for.ts';
import { calls, streams } from './protocol/provider.ts';
import { actionCalls } from './rpc/action.ts';
import { applyCalls } from './rpc/apply.ts';
import { type Catalog, configuredHub, type Context, type Handlers, type StreamHandlers, type Types, typesOf } from './rpc/context.ts';
import { dataSourceCalls } from './rpc/data-source.ts';
import { ephemeralCalls } from './rpc/ephemeral.ts';
import { functionCalls } from './rpc/function.ts';
import { identityCalls } from './rpc/identity.ts';
import { importCalls } from './rpc/import.ts';
import { listCalls } from './rpc/list.ts';
import { planCalls } from './rpc/plan.ts';
import { providerCalls } from './rpc/provider.ts';
import { readCalls } from './rpc/read.ts';
import { type Upgrades, upgradeCalls } from './rpc/upgrade.ts';
import { validateCalls } from './rpc/validate.ts';

export interface ProviderPorts {
  readonly loadCatalog: () => Promise<Catalog>;
  /** The answer to GetProviderSchema, if it is encoded already: making it takes longer than all else that a start does. */
  readonly loadSchema?: () => Promise<Uint8Array | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** A key that nobody else has. */
  readonly newKey: () => string;
  readonly fetch?: typeof fetch;
}

export interface ProviderOptions {
  readonly version: string;
  /** How states of older versions are read. */
  readonly upgrades?: Upgrades;
}

export function createProvider({ loadCatalog, loadSchema, env, now, newKey, fetch }: ProviderPorts, { version, upgrades = {} }: ProviderOptions): Routes {
  let types: Promise<Types> | undefined;
  const state: Context['state'] = { hub: undefined, stopping: new AbortController(), checks: 0 };
  const context: Context = {
    types: () => (types ??= loadCatalog().then(typesOf)), hub: () => configuredHub(state.hub), state,
    env, version, newKey, upgrades,
    async openHub(config, signal) {
      const logIn = () => tokenFor(config.login!, config, { env, fetch }, signal); // who has no key has a login
      if (config.key !== undefined) return openHub(config, config.key, { version, fetch });
      if (env['PATCHBAY_ID_TOKEN'] !== undefined) return openHub(config, (await logIn()).token, { version, fetch }); // shown again, it would be refused
      const session = await renewed({ logIn, now, fetch: fetch ?? globalThis.fetch });
      return openHub(config, session.key, { version, fetch: session.fetch });
    },
    logIn: (login, signal) => tokenFor(login, configuredHub(state.hub).config, { env, fetch }, signal), now,
  };
  const { InvokeAction, PlanAction } = actionCalls(context);
  const answers: Handlers = {
    ...providerCalls(context), ...identityCalls(context), ...validateCalls(context), ...upgradeCalls(context), ...readCalls(context), ...planCalls(context), ...applyCalls(context),
    ...importCalls(context), ...dataSourceCalls(context), ...ephemeralCalls(context), ...functionCalls(context), PlanAction,
  };
  const streamed: StreamHandlers = { ...listCalls(context), InvokeAction };
  const routes = new Map([
    ...Object.entries(calls).map(([name, { request, response }]) => [pathOf(name), unary(request as never, response as never, answers[name as keyof Handlers] as never)] as const), // each handler is typed by its own entry of the table
    ...Object.entries(streams).map(([name, { request, response }]) => [pathOf(name), serverStream(request as never, response as never, streamed[name as keyof StreamHandlers] as never)] as const),
  ]);
  const schema = unary(calls.GetProviderSchema.request, calls.GetProviderSchema.response, answers.GetProviderSchema);
  return routes.set(pathOf('GetProviderSchema'), async (request, signal) => (await loadSchema?.()) ?? schema(request, signal));
}

const pathOf = (call: string): string => `/tfplugin6.Provider/${call}`;
