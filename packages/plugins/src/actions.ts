/** The actions and queries of the plugins that run, as actions of the hub. */
import { type Action, ACTION_FAILURES_OF_PLUGINS, type ActionSource, type Caller, type Context, foreignSchema, type Operation } from '@patchbay/contracts';
import type { Json, Manifest } from '@patchbay/sdk';
import { type Answers, createAnswers } from './answers.ts';
import type { Directory } from './directory.ts';
import type { Live } from './live.ts';
import { actionId, scopeOf } from './names.ts';
import { isRead, routeId, routeScope } from './routes.ts';
import { BUDGETS, type RunHandler } from './runtime/run-handler.ts';

export interface ActionPorts {
  readonly directory: Directory;
  readonly run: RunHandler;
  readonly now: () => number;
  readonly newCallId: () => string;
}

export function pluginActions({ directory, run, now, newCallId }: ActionPorts): ActionSource {
  const byTenant = new Map<string, ReadonlyMap<string, Operation>>();
  const routes = new Map<string, ReadonlyMap<string, Operation>>();
  directory.onChange((tenant) => { byTenant.delete(tenant); routes.delete(tenant); });

  function of(tenant: string): ReadonlyMap<string, Operation> {
    const known = byTenant.get(tenant);
    if (known !== undefined) return known;
    const operations = directory.live(tenant).flatMap((live) => operationsOf(live));
    const made = new Map(operations.map((each) => [each.action.id, each]));
    byTenant.set(tenant, made);
    return made;
  }

  function operationsOf(live: Live): Operation[] {
    const { actions, queries } = live.manifest;
    const answers = createAnswers(now);
    return [
      ...actions.map((each) => bind(live, actionOf(live, each, each.safety, each.dry_run), (input, ctx) => run(live, {
        handler: ctx.dryRun ? 'dry_run' : 'action', name: each.name, input, budget: BUDGETS.action, ...about(ctx), reach: ctx.dryRun ? 'read' : 'all', idempotent: each.idempotent,
      }, ctx.signal))),
      ...queries.map((each) => bind(live, actionOf(live, each, 'safe', false), kept(answers, each, (input, ctx) => run(live, { handler: 'query', name: each.name, input, budget: BUDGETS.action, ...about(ctx), reach: 'read', idempotent: true }, ctx.signal)))),
    ];
  }

  /** Called by their path; no list shows them. */
  function routesOf(tenant: string): ReadonlyMap<string, Operation> {
    const known = routes.get(tenant);
    if (known !== undefined) return known;
    const made = new Map(directory.live(tenant).flatMap((live) => live.manifest.routes.map((route, index): [string, Operation] => {
      const safe = isRead(route.name);
      const action = { ...actionOf(live, route, safe ? 'safe' : 'moderate', false), id: routeId(live, route, index), scope: routeScope(live, route) };
      return [action.id, bind(live, action, (input, ctx) => run(live, { handler: 'route', name: route.name, input, budget: BUDGETS.action, ...about(ctx), reach: safe ? 'read' : 'all', idempotent: safe }, ctx.signal))];
    })));
    routes.set(tenant, made);
    return made;
  }

  const about = (ctx: Context): { readonly callId: string; readonly requestId: string; readonly causes: readonly string[] | undefined } => {
    const callId = ctx.callId ?? newCallId();
    return { callId, requestId: callId, causes: ctx.causes };
  };

  /** An answer may be served again for a while, if the plugin says so. */
  function kept(answers: Answers, { name, ttl }: Manifest['queries'][number], ask: Run): Run {
    if (ttl === 0) return ask;
    return async (input, ctx) => {
      const known = answers.get(name, input);
      if (known !== undefined) return known;
      const answer = await ask(input, ctx);
      answers.keep(name, input, answer, ttl * 1000);
      return answer;
    };
  }

  return Object.freeze({
    varies: true,
    list: (caller: Caller) => [...of(caller.tenant).values()].map((each) => each.action),
    unlisted: (caller: Caller) => [...routesOf(caller.tenant).values()].map((each) => each.action.scope),
    resolve: (id: string, caller: Caller) => of(caller.tenant).get(id) ?? routesOf(caller.tenant).get(id),
    settle: directory.settle,
  });
}

type Run = (input: unknown, ctx: Context) => Promise<Json>;

const schemas = new WeakMap<object, { readonly input: ReturnType<typeof foreignSchema>; readonly output: ReturnType<typeof foreignSchema> }>();

function actionOf({ plugin, name, version, revision }: Live, each: Manifest['routes'][number] | Manifest['queries'][number] | Manifest['actions'][number], safety: Action['safety'], dryRun: boolean): Action {
  const known = schemas.get(each) ?? { input: foreignSchema({ ...each.input }), output: foreignSchema({ ...each.output }) };
  schemas.set(each, known);
  return {
    id: actionId({ plugin, name }, each.name), title: each.title, description: each.description, safety, effects: 'outside', scope: scopeOf(plugin, safety === 'safe'),
    ...known, dryRun, failures: ACTION_FAILURES_OF_PLUGINS, state: 'live', sensitive: false, edition: `${version} ${revision}`, ...(each.example === undefined ? {} : { example: each.example }),
  };
}

const bind = (_: Live, action: Action, run: Run): Operation => Object.freeze({ action, run: (input: unknown, ctx: Context) => run(input, ctx) });
