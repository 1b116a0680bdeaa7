/** Runs one handler of a plugin. The same code in both runtimes, so that both give the same results. */
import { createContext, type ContextPorts, type Ctx, type Facts } from './context.ts';
import type { HubEvent, Plugin, WebhookRequest } from './definition.ts';
import type { Json, JsonObject } from './json.ts';
import type { Handler } from './manifest.ts';
import { PluginError } from './plugin-error.ts';
import { prune } from './prune.ts';

export interface Invocation {
  readonly handler: Handler;
  /** Of the action, hook, webhook … */
  readonly name: string;
  readonly input: Json;
  readonly facts: Facts;
}

export type Outcome =
  | { readonly ok: true; readonly output: Json }
  /** `code` is one of a PluginError, `fault` for what was not thrown on purpose, `missing` for a handler that is not there. */
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string; readonly details: JsonObject; readonly stack?: string } };

export async function perform(plugin: Plugin, { handler, name, input, facts }: Invocation, ports: ContextPorts): Promise<Outcome> {
  try {
    const ctx = createContext(facts, { ...ports, ...(plugin.http === undefined ? {} : { habits: plugin.http }) });
    return { ok: true, output: await dispatch(plugin, handler, name, input, ctx) };
  } catch (error) {
    return { ok: false, error: described(error) };
  }
}

/** Handlers take what fits their schemas; the host has looked before. */
type Run = (input: unknown, ctx: Ctx) => unknown;

async function dispatch(plugin: Plugin, handler: Handler, name: string, input: Json, ctx: Ctx): Promise<Json> {
  switch (handler) {
    case 'action': return io(own(plugin.actions, name), 'run', input, ctx);
    case 'dry_run': return io(own(plugin.actions, name), 'dryRun', input, ctx);
    case 'query': return io(own(plugin.queries, name), 'run', input, ctx);
    case 'context': return jsonOf(await present(own(plugin.context, name)?.run as Run | undefined)(input, ctx));
    case 'route': return io(own(plugin.routes, name), 'run', input, ctx);
    case 'hook': {
      const observe = name.startsWith('on ') ? own(plugin.hooks?.on, name.slice(3)) : (own(plugin.hooks, name) as ((event: HubEvent, ctx: Ctx<never>) => unknown) | undefined);
      await present(observe)(input as unknown as HubEvent, ctx as Ctx<never>);
      return null;
    }
    case 'decide': return jsonOf(await present((own(plugin.hooks, name) as { run?: Run } | undefined)?.run)(input, ctx));
    case 'webhook': return jsonOf(present(own(plugin.webhooks, name)?.toEvents)(input as unknown as WebhookRequest));
    case 'respond': return jsonOf(await present(own(plugin.webhooks, name)?.respond as Run | undefined)(input, ctx));
    case 'schedule': return nothing(await present(own(plugin.schedules, name)?.run as ((ctx: Ctx) => unknown) | undefined)(ctx));
    case 'lifecycle': {
      const step = own(plugin.lifecycle, name) as ((...given: unknown[]) => unknown) | undefined;
      return nothing(await present(step)(...(name === 'update' ? [input, ctx] : [ctx])));
    }
    case 'health': return jsonOf(await present(plugin.health?.bind(plugin) as ((ctx: Ctx) => unknown) | undefined)(ctx));
    default: return handler satisfies never;
  }
}

async function io(of: { readonly output: object } | undefined, which: 'run' | 'dryRun', input: Json, ctx: Ctx): Promise<Json> {
  const run = present((of as { readonly [W in typeof which]?: Run } | undefined)?.[which]);
  return prune(jsonOf(await run.call(of, input, ctx)), of!.output as { readonly [keyword: string]: unknown });
}

const own = <T extends object, K extends string>(of: T | undefined, name: K): T[keyof T] | undefined => (of !== undefined && Object.hasOwn(of, name) ? of[name as unknown as keyof T] : undefined);

class Missing extends Error {}

function present<T>(handler: T | undefined): T {
  if (handler === undefined) throw new Missing('The plugin has no such handler');
  return handler;
}

const nothing = (_: unknown): null => null;

/** As it would cross a wall of JSON, in both runtimes. */
const jsonOf = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json));

function described(error: unknown): Extract<Outcome, { ok: false }>['error'] {
  if (error instanceof PluginError) return { code: error.code, message: error.message, details: error.details };
  if (error instanceof Missing) return { code: 'missing', message: error.message, details: {} };
  const { name = 'Error', message = '', stack } = error instanceof Error ? error : { message: String(error) };
  return { code: 'fault', message: `${name}: ${message}`, details: {}, ...(stack === undefined ? {} : { stack }) };
}
