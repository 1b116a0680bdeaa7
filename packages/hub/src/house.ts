/** The house as the doors see it: a few things and nothing behind them. */
import type { Action, ActionSource, Caller, Credentials, EventView, Health, House, Ingest, IngestRequest, Operation, ResourceDefinition, WatchQuery } from '@patchbay/contracts';
import { Failure, refuseUnwatchable } from '@patchbay/contracts';
import type { Invoke } from '@patchbay/invoke';

export interface HouseParts {
  readonly authenticate: (credentials: Credentials) => Promise<Caller>;
  readonly limit: House['limit'];
  readonly invoke: Invoke;
  readonly sources: readonly ActionSource[];
  readonly resources: readonly ResourceDefinition[];
  /** Who takes in webhooks of others, by whom they are for. */
  readonly inbound: Partial<Readonly<Record<IngestRequest['to']['kind'], Ingest>>>;
  readonly pluginRoute: House['pluginRoute'];
  readonly publicKeys: House['publicKeys'];
  readonly followDeployment: House['followDeployment'];
  readonly exchangeToken: House['exchangeToken'];
  readonly trustedIssuer: House['trustedIssuer'];
  readonly refused: House['refused'];
  readonly watch: (query: WatchQuery, tenant: string, signal: AbortSignal) => AsyncIterable<EventView>;
  readonly health: () => Promise<Health>;
  readonly metrics: () => Promise<string>;
  readonly report: House['report'];
  readonly system: Caller;
}

export function createHouse({ authenticate, limit, invoke, sources, resources, inbound, pluginRoute, publicKeys, followDeployment, exchangeToken, trustedIssuer, refused, watch, health, metrics, report, system }: HouseParts): House {
  const actions: readonly Action[] = sources.filter(({ varies }) => varies !== true).flatMap((source) => [...source.list(system)]).sort(byId);
  const others = sources.filter(({ varies }) => varies === true);
  const known = new Map(actions.map((action) => [action.id, action]));
  const find = (id: string, caller: Caller): Action | undefined => known.get(id) ?? others.map((source) => source.resolve(id, caller)?.action).find((action) => action !== undefined);
  /** The hub’s own, and what plugins and attached servers bring into this tenant. */
  function listFor(caller: Caller): readonly Action[] {
    const own = actions.filter((action) => caller.scopes.has(action.scope));
    const brought = others.flatMap((source) => [...source.list(caller)]).filter((action) => caller.scopes.has(action.scope));
    return brought.length === 0 ? own : [...own, ...brought].sort(byId);
  }

  return Object.freeze({
    authenticate,
    limit,
    invoke: invoke.invoke,
    catalog: Object.freeze({ resources, actions, listFor, find }),
    ingest: (request: IngestRequest) => (inbound[request.to.kind] ?? nobody)(request),
    pluginRoute,
    publicKeys,
    followDeployment,
    exchangeToken,
    trustedIssuer,
    refused,
    watch(query: WatchQuery, caller: Caller, signal: AbortSignal) {
      if (caller.project !== undefined) throw new Failure('caller.forbidden', `${caller.name} is for one project only, and this stream is of the whole tenant`, { needs: 'a key without a project' });
      if (!caller.scopes.has('event:read')) throw new Failure('caller.forbidden', `${caller.name} may not follow events`, { needs: 'event:read', has: caller.scopes.list });
      refuseUnwatchable(query);
      return watch(query, caller.tenant, signal);
    },
    health,
    metrics,
    report,
  });
}

const byId = (a: Action, b: Action): number => (a.id < b.id ? -1 : 1);

const nobody: Ingest = () => Promise.reject(new Failure('source.not_found', 'There is nobody at this URL who takes webhooks'));

/** Operations that engines hand over one by one, as a source. */
export function sourceOf(operations: readonly Operation[]): ActionSource {
  const byId = new Map(operations.map((each) => [each.action.id, each]));
  const actions = operations.map((each) => each.action);
  return { list: () => actions, resolve: (id) => byId.get(id) };
}
